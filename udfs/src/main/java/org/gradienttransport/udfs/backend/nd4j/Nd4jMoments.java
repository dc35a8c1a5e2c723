package org.gradienttransport.udfs.backend.nd4j;

import org.gradienttransport.udfs.probe.FieldMoments;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Statistics of a field by ND4J operations, in the order moments-v1: ND4J's own sums depend on its
 * threads, element by element addition does not. The field is taken as blocks of 128 rows of 32
 * lanes; rows are added in ascending order, lanes by halving, blocks in ascending order.
 */
final class Nd4jMoments {
  private static final int LANES = 32;
  private static final int ROWS = 128;
  private static final int BLOCK = LANES * ROWS;

  /** Blocks taken at once: 8 MiB of entries. */
  private static final int BLOCKS_AT_ONCE = 256;

  private Nd4jMoments() {}

  /** What is added up: the entries, or their squared deviations from a centre. */
  private interface Term {
    INDArray of(INDArray entries);
  }

  static FieldMoments of(INDArray field) {
    long nodes = field.length();
    double sum = sum(field);
    double mean = sum / nodes;
    double squares =
        total(
            field,
            entries -> {
              INDArray deviation = entries.sub(mean);
              return deviation.muli(deviation);
            });
    long zeros = field.eq(0.0).castTo(DataType.INT64).sumNumber().longValue();
    return new FieldMoments(
        field.minNumber().doubleValue() + 0.0,
        field.maxNumber().doubleValue() + 0.0,
        mean,
        squares / nodes,
        sum,
        zeros);
  }

  /** Signed sum. */
  static double sum(INDArray field) {
    return total(field, entries -> entries);
  }

  private static double total(INDArray field, Term term) {
    long nodes = field.length();
    double total = 0.0;
    long step = (long) BLOCKS_AT_ONCE * BLOCK;
    for (long from = 0; from < nodes; from += step) {
      long to = Math.min(nodes, from + step);
      INDArray terms = term.of(field.get(NDArrayIndex.interval(from, to)));
      for (double sum : blockSums(padded(terms))) {
        total += sum;
      }
    }
    return total;
  }

  /** Whole blocks; adding 0.0 to a sum that starts from 0.0 changes no bit. */
  private static INDArray padded(INDArray terms) {
    long blocks = (terms.length() + BLOCK - 1) / BLOCK;
    if (blocks * BLOCK == terms.length()) {
      return terms.reshape(blocks, ROWS, LANES);
    }
    INDArray padded = Nd4j.zeros(DataType.DOUBLE, blocks * BLOCK);
    padded.get(NDArrayIndex.interval(0, terms.length())).assign(terms);
    return padded.reshape(blocks, ROWS, LANES);
  }

  private static double[] blockSums(INDArray blocks) {
    INDArray lanes = Nd4j.zeros(DataType.DOUBLE, blocks.size(0), LANES);
    for (int row = 0; row < ROWS; row++) {
      lanes.addi(blocks.get(NDArrayIndex.all(), NDArrayIndex.point(row), NDArrayIndex.all()));
    }
    for (int half = LANES / 2; half > 0; half /= 2) {
      INDArray lower = lanes.get(NDArrayIndex.all(), NDArrayIndex.interval(0, half));
      lower.addi(lanes.get(NDArrayIndex.all(), NDArrayIndex.interval(half, 2L * half)));
    }
    return lanes.get(NDArrayIndex.all(), NDArrayIndex.point(0)).dup().toDoubleVector();
  }
}

package org.gradienttransport.udfs.backend.nd4j;

import org.gradienttransport.udfs.probe.FieldMoments;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Statistics of a field by ND4J operations, in the order moments-v1: ND4J's own sums depend on its
 * threads, element by element addition does not. Fields come in pieces of 256 blocks, a block as
 * 128 rows of 32 lanes; rows are added in ascending order, lanes by halving, blocks in ascending
 * order.
 */
final class Nd4jMoments {
  private static final int LANES = 32;
  private static final int ROWS = 128;
  private static final int BLOCK = LANES * ROWS;

  /** Entries summed up at once: 8 MiB. */
  static final int PIECE = 256 * BLOCK;

  /** Bytes of the few arrays that are there at once. */
  static final long WORKING_BYTES = 5L * 8 * PIECE;

  private Nd4jMoments() {}

  /** Whether no entry is NaN or infinite: a difference with itself is 0 or NaN. */
  static boolean finite(Nd4jField field) {
    boolean[] finite = {true};
    field.forEachPiece(
        piece -> {
          try (INDArray difference = piece.sub(piece)) {
            finite[0] &= difference.sumNumber().doubleValue() == 0.0;
          }
        });
    return finite[0];
  }

  static FieldMoments of(Nd4jField field) {
    double[] extremes = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
    long[] zeros = {0};
    double[] sum = {0.0};
    field.forEachPiece(
        piece -> {
          extremes[0] = Math.min(extremes[0], piece.minNumber().doubleValue());
          extremes[1] = Math.max(extremes[1], piece.maxNumber().doubleValue());
          zeros[0] += piece.eq(0.0).castTo(DataType.INT64).sumNumber().longValue();
          sum[0] = add(sum[0], piece);
        });
    double mean = sum[0] / field.entries();
    double[] squares = {0.0};
    field.forEachPiece(
        piece -> {
          piece.subi(mean);
          piece.muli(piece);
          squares[0] = add(squares[0], piece);
        });
    // A zero extreme is given as positive zero.
    return new FieldMoments(
        extremes[0] + 0.0, extremes[1] + 0.0, mean, squares[0] / field.entries(), sum[0], zeros[0]);
  }

  /** Signed sum of the entries. */
  static double sum(Nd4jField field) {
    double[] sum = {0.0};
    field.forEachPiece(piece -> sum[0] = add(sum[0], piece));
    return sum[0];
  }

  private static double add(double before, INDArray piece) {
    double total = before;
    for (double sum : blockSums(padded(piece))) {
      total += sum;
    }
    return total;
  }

  /** Whole blocks; adding 0.0 to a sum that starts from 0.0 changes no bit. */
  private static INDArray padded(INDArray piece) {
    long blocks = (piece.length() + BLOCK - 1) / BLOCK;
    if (blocks * BLOCK == piece.length()) {
      return piece.reshape(blocks, ROWS, LANES);
    }
    INDArray padded = Nd4j.zeros(DataType.DOUBLE, blocks * BLOCK);
    padded.get(NDArrayIndex.interval(0, piece.length())).assign(piece);
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

package org.gradienttransport.udfs.backend.nd4j;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Function;
import org.gradienttransport.udfs.relax.Relaxed;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A field that ND4J reduces and we relax. */
interface Nd4jField extends AutoCloseable {

  /** N, number of entries. */
  long entries();

  /**
   * Gives copies of the field's pieces to {@code step}, in ascending order; it may overwrite them.
   */
  void forEachPiece(Consumer<INDArray> step);

  /** Relaxes the field in place. */
  Relaxed relax();

  @Override
  void close();

  /** A field in host memory: pieces go to ND4J, our loop relaxes the array. */
  final class OnHost implements Nd4jField {
    private final double[] values;
    private final Function<double[], Relaxed> relaxation;

    OnHost(double[] values, Function<double[], Relaxed> relaxation) {
      this.values = values;
      this.relaxation = relaxation;
    }

    @Override
    public long entries() {
      return values.length;
    }

    @Override
    public void forEachPiece(Consumer<INDArray> step) {
      int most = Nd4jMoments.PIECE;
      for (int from = 0; from < values.length; from += Math.min(most, values.length - from)) {
        int to = from + Math.min(most, values.length - from);
        try (INDArray piece = Nd4j.createFromArray(Arrays.copyOfRange(values, from, to))) {
          step.accept(piece);
        }
      }
    }

    @Override
    public Relaxed relax() {
      return relaxation.apply(values);
    }

    @Override
    public void close() {}
  }
}

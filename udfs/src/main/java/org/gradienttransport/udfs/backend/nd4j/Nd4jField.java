package org.gradienttransport.udfs.backend.nd4j;

import java.util.Arrays;
import org.gradienttransport.udfs.relax.Relaxed;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A field that ND4J reduces and we relax. */
interface Nd4jField extends AutoCloseable {

  /** What is made of a piece of the field, which it may overwrite. */
  interface Step {
    void take(INDArray piece);
  }

  /** N, number of entries. */
  long entries();

  /** Gives copies of the field's pieces to {@code step}, in ascending order. */
  void forEachPiece(Step step);

  /** Relaxes the field in place. */
  Relaxed relax();

  @Override
  void close();

  /** A field in host memory: pieces go to ND4J, our loop relaxes the array. */
  final class OnHost implements Nd4jField {
    private final double[] values;
    private final Relaxer relaxer;

    /** The project's own relaxation, with its graph and working room. */
    interface Relaxer {
      Relaxed relax(double[] values);
    }

    OnHost(double[] values, Relaxer relaxer) {
      this.values = values;
      this.relaxer = relaxer;
    }

    @Override
    public long entries() {
      return values.length;
    }

    @Override
    public void forEachPiece(Step step) {
      int most = Nd4jMoments.PIECE;
      for (int from = 0; from < values.length; from += Math.min(most, values.length - from)) {
        int to = from + Math.min(most, values.length - from);
        try (INDArray piece = Nd4j.createFromArray(Arrays.copyOfRange(values, from, to))) {
          step.take(piece);
        }
      }
    }

    @Override
    public Relaxed relax() {
      return relaxer.relax(values);
    }

    @Override
    public void close() {}
  }
}

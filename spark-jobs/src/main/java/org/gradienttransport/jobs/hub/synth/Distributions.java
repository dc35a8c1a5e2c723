package org.gradienttransport.jobs.hub.synth;

import java.util.Arrays;
import java.util.List;
import org.gradienttransport.udfs.nulls.FeistelPermutation;
import org.gradienttransport.udfs.nulls.GaussianField;
import org.gradienttransport.udfs.parallel.Workers;
import org.gradienttransport.udfs.random.Philox4x32;

/** The distributions a generated field's entries can have. */
public final class Distributions {
  /** Keeps these draws apart from those of the nulls, whose kinds are 1 to 3. */
  private static final int STREAM_KIND = 0x53594E;

  /** Stream of what members of a cohort differ in; never a step. */
  private static final long COHORT_STREAM = -2;

  private static final int STUDENT_KIND = 0x53545544;
  private static final double ULP_OF_ONE = 0x1p-53;

  private Distributions() {}

  /** Independent standard Gaussian entries times {@code scale}. */
  public static ValueSource gaussian(long seed, double scale) {
    return (entries, stream, block, target) -> {
      long key = key(seed, entries, stream);
      double[] drawn = new double[ValueSource.BLOCK];
      new GaussianField(key, (int) block, (int) (key >>> 32)).fill(drawn, Workers.of(1));
      for (int i = 0; i < target.length; i++) {
        target[i] = scale * drawn[i];
      }
    };
  }

  /**
   * Independent entries of Student's t distribution times {@code scale}, by Bailey's polar method
   * (Mathematics of Computation 62, 1994, 779-781): {@code sqrt(df (u^(-2/df) - 1)) cos(2 pi v)}.
   *
   * @param df degrees of freedom, positive
   */
  public static ValueSource studentT(long seed, double df, double scale) {
    return (entries, stream, block, target) -> {
      long key = key(seed, entries, stream);
      Philox4x32 philox = new Philox4x32();
      for (int i = 0; i < target.length; i++) {
        long index = block * ValueSource.BLOCK + i;
        philox.draw(
            (int) key, (int) (key >>> 32), (int) index, (int) (index >>> 32), STUDENT_KIND, 0);
        double radius = Math.sqrt(df * (StrictMath.pow(uniform(philox.first()), -2.0 / df) - 1.0));
        target[i] = scale * radius * StrictMath.cos(2.0 * Math.PI * uniform(philox.second()));
      }
    };
  }

  /**
   * Degrees of freedom of each member of a cohort: their logarithms are Gaussian about that of
   * {@code df}.
   *
   * @param spread standard deviation of the logarithms
   */
  public static List<Double> degreesOfFreedom(long seed, double df, double spread, int members) {
    double[] drawn = new double[members];
    gaussian(seed, spread).fill(members, COHORT_STREAM, 0, drawn);
    return Arrays.stream(drawn).mapToObj(log -> df * StrictMath.exp(log)).toList();
  }

  /**
   * The entries of a real field in another order: every stretch of as many entries as that field
   * has is a permutation of it, each stretch another one.
   */
  public static ValueSource permuted(long seed, double[] real) {
    return (entries, stream, block, target) -> {
      long key = key(seed, entries, stream);
      long first = block * ValueSource.BLOCK;
      FeistelPermutation permutation = null;
      long stretch = -1;
      for (int i = 0; i < target.length; i++) {
        long index = first + i;
        if (index / real.length != stretch) {
          stretch = index / real.length;
          permutation = new FeistelPermutation(real.length, key, Math.toIntExact(stretch));
        }
        target[i] = real[permutation.at((int) (index % real.length))];
      }
    };
  }

  /** A key of 64 bits for each field, for the draws of its entries. */
  private static long key(long seed, long entries, long stream) {
    Philox4x32 philox = new Philox4x32();
    philox.draw((int) seed, (int) (seed >>> 32), (int) entries, (int) stream, 0, STREAM_KIND);
    int high = philox.word(2);
    philox.draw(
        philox.word(0),
        philox.word(1),
        (int) (entries >>> 32),
        (int) (stream >>> 32),
        high,
        STREAM_KIND);
    return philox.first();
  }

  private static double uniform(long bits) {
    return ((bits >>> 11) + 0.5) * ULP_OF_ONE;
  }
}

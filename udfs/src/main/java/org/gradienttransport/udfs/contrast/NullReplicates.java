package org.gradienttransport.udfs.contrast;

import java.util.stream.IntStream;
import org.gradienttransport.udfs.window.StepSeries;
import org.gradienttransport.udfs.window.WindowThird;

/**
 * One quantity (z, D, delta or v_rel) of the real field and of its N0 and N2 controls, at each step
 * and for each of K realisations.
 */
public final class NullReplicates {
  private final StepSeries real;
  private final double[][] n0;
  private final double[][] n2;

  private NullReplicates(StepSeries real, double[][] n0, double[][] n2) {
    this.real = real;
    this.n0 = n0;
    this.n2 = n2;
  }

  /**
   * Gathers a quantity.
   *
   * @param real the real field's value at each step
   * @param n0 N0's values by replicate, then by step of the real series
   * @param n2 N2's values likewise, as many replicates as N0
   * @throws IllegalArgumentException if there is no replicate, numbers of replicates or steps
   *     differ or a value is not finite
   */
  public static NullReplicates of(StepSeries real, double[][] n0, double[][] n2) {
    if (n0.length == 0 || n0.length != n2.length) {
      throw new IllegalArgumentException(
          "N0 and N2 need the same number of replicates, one or more, got %s and %s"
              .formatted(n0.length, n2.length));
    }
    return new NullReplicates(real, copy("N0", real, n0), copy("N2", real, n2));
  }

  private static double[][] copy(String name, StepSeries real, double[][] replicates) {
    double[][] copy = new double[replicates.length][];
    for (int k = 0; k < replicates.length; k++) {
      if (replicates[k].length != real.size()) {
        throw new IllegalArgumentException(
            ("%s replicate %s has %s values for %s steps; leave steps without a fit out of all"
                    + " of them")
                .formatted(name, k, replicates[k].length, real.size()));
      }
      copy[k] = StepSeries.of(real.steps(), replicates[k]).values();
    }
    return copy;
  }

  /** Number of realisations K. */
  public int replicates() {
    return n0.length;
  }

  /** Training steps, ascending; a copy. */
  public long[] steps() {
    return real.steps();
  }

  /** The part with from &lt;= step &lt;= to. */
  public NullReplicates between(long from, long to) {
    return new NullReplicates(real.between(from, to), between(n0, from, to), between(n2, from, to));
  }

  /** One third of the steps. */
  public NullReplicates third(WindowThird third) {
    StepSeries part = third.of(real);
    long[] steps = part.steps();
    return steps.length == 0 ? between(1, 0) : between(steps[0], steps[steps.length - 1]);
  }

  /** A contrast of replicate k at each step. */
  double[] contrast(ContrastKind kind, int k) {
    double[] value = real.values();
    return IntStream.range(0, value.length)
        .mapToDouble(t -> kind.of(value[t], n0[k][t], n2[k][t]))
        .toArray();
  }

  private double[][] between(double[][] replicates, long from, long to) {
    double[][] part = new double[replicates.length][];
    for (int k = 0; k < part.length; k++) {
      part[k] = StepSeries.of(real.steps(), replicates[k]).between(from, to).values();
    }
    return part;
  }
}

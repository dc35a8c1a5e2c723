package org.gradienttransport.udfs.resample;

import java.util.Arrays;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;

/**
 * 95 % intervals of a statistic of an autocorrelated series of steps [ours]: blocks of neighbouring
 * steps are drawn with replacement (Kuensch 1989) and the statistic is made of each resample.
 *
 * <p>Block length: the AR(1) rule that minimises the error of the variance of a mean, L = ceil((2
 * rho / (1 - rho^2))^(2/3) (3 n / 2)^(1/3)) with rho the lag-one autocorrelation of the statistic's
 * influence on each step (Kuensch 1989; Andrews 1991); at least 1, and at most n / 4 so that four
 * blocks are left.
 *
 * <p>Interval: percentiles of the resamples at a level widened for few blocks, the expanded
 * percentile interval (Hesterberg 2015, sec. 5.3) with n / L in the place of n, and for the memory
 * that blocks of L steps cannot hold if the influence is AR(1).
 *
 * <p>The draw is a pure function of the identifier: the same identifier and series give the same
 * interval, bit for bit, anywhere.
 */
public final class MovingBlockBootstrap {
  /** Default number of resamples. */
  public static final int RESAMPLES = 2_000;

  /** Fewest steps that make an interval. */
  public static final int MIN_STEPS = 8;

  private static final int MIN_BLOCKS = 4;

  /** A statistic of the steps at some positions; NaN where the resample does not determine it. */
  @FunctionalInterface
  public interface Statistic {
    /**
     * Makes the statistic.
     *
     * @param positions steps of the resample, repeats allowed; not to be kept or changed
     */
    double of(int[] positions);
  }

  private final int resamples;
  private final String identifier;

  private MovingBlockBootstrap(int resamples, String identifier) {
    this.resamples = resamples;
    this.identifier = identifier;
  }

  /** A bootstrap with 2,000 resamples. */
  public static MovingBlockBootstrap of(String identifier) {
    return of(identifier, RESAMPLES);
  }

  /**
   * A bootstrap.
   *
   * @param identifier what is resampled, such as family/window/quantity; decides the draw
   * @param resamples number of resamples, at least 100
   */
  public static MovingBlockBootstrap of(String identifier, int resamples) {
    if (resamples < 100) {
      throw new IllegalArgumentException("a 95 % interval needs 100 resamples, got " + resamples);
    }
    return new MovingBlockBootstrap(resamples, identifier);
  }

  /**
   * The interval of the mean of a series.
   *
   * @return null below eight steps
   */
  public Interval ofMean(double[] values) {
    return of(values, positions -> mean(values, positions));
  }

  /**
   * The interval of any statistic of n steps.
   *
   * @param influence how much each step moves the statistic, in any unit, one per step: decides the
   *     block length
   * @param statistic made of each resample
   * @return null below eight steps, or when fewer than half of the resamples determine the
   *     statistic
   */
  public Interval of(double[] influence, Statistic statistic) {
    int n = influence.length;
    if (n < MIN_STEPS) {
      return null;
    }
    int block = blockLength(influence);
    double[] made = resample(n, block, statistic);
    if (made.length < resamples / 2) {
      return null;
    }
    Arrays.sort(made);
    double tail = tail((double) n / block, lostMemory(influence, block));
    return new Interval(quantile(made, tail), quantile(made, 1.0 - tail));
  }

  /** Steps in a block for a series with this influence. */
  public static int blockLength(double[] influence) {
    int n = influence.length;
    double rho = Math.abs(Autocorrelation.lagOne(influence));
    double memory = 2.0 * rho / (1.0 - rho * rho);
    int length = (int) Math.ceil(StrictMath.cbrt(memory * memory * 1.5 * n));
    return Math.max(1, Math.min(length, n / MIN_BLOCKS));
  }

  private double[] resample(int n, int block, Statistic statistic) {
    RandomGenerator random = new Well19937c(Identifiers.seed(identifier));
    int[] positions = new int[n];
    double[] made = new double[resamples];
    int count = 0;
    for (int i = 0; i < resamples; i++) {
      for (int from = 0; from < n; from += block) {
        int start = random.nextInt(n - block + 1);
        for (int j = from; j < Math.min(n, from + block); j++) {
          positions[j] = start + j - from;
        }
      }
      double value = statistic.of(positions);
      if (Double.isFinite(value)) {
        made[count++] = value;
      }
    }
    return Arrays.copyOf(made, count);
  }

  private static double tail(double blocks, double lost) {
    double t =
        new TDistribution(null, blocks - 1.0)
            .inverseCumulativeProbability(0.5 - 0.5 * Interval.LEVEL);
    return new NormalDistribution(null, 0.0, 1.0)
        .cumulativeProbability(t * lost * Math.sqrt(blocks / (blocks - 1.0)));
  }

  // Blocks weigh the memory at lag k with 1 - k / L only, so their variance is too small by a known
  // factor if the influence is AR(1).
  private static double lostMemory(double[] influence, int block) {
    double rho = Math.max(0.0, Autocorrelation.lagOne(influence));
    double kept = 1.0;
    double power = 1.0;
    for (int lag = 1; lag < block; lag++) {
      power *= rho;
      kept += 2.0 * (1.0 - (double) lag / block) * power;
    }
    return Math.sqrt((1.0 + rho) / (1.0 - rho) / kept);
  }

  private static double quantile(double[] sorted, double probability) {
    double position = probability * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  private static double mean(double[] values, int[] positions) {
    double sum = 0.0;
    for (int position : positions) {
      sum += values[position];
    }
    return sum / positions.length;
  }
}

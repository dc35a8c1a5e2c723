package org.gradienttransport.udfs.association;

import java.util.Arrays;
import org.apache.commons.math3.stat.StatUtils;
import org.gradienttransport.udfs.resample.Autocorrelation;
import org.gradienttransport.udfs.resample.Interval;
import org.gradienttransport.udfs.resample.MovingBlockBootstrap;

/**
 * All that is said about two series over the steps they share (METHOD section 6).
 *
 * @param pearson Pearson's correlation
 * @param spearman Spearman's beside it
 * @param partial Pearson's with the learning rate taken off both sides; null without a schedule
 * @param firstDifferences Pearson's of the changes from step to step [ours]
 * @param interval moving-block bootstrap 95 % interval of Pearson's r [ours]; null where r is, or
 *     below eight steps
 * @param blockLength pairs in a block of that bootstrap; null where the interval is
 * @param effectivePairs independent pairs the matched steps are worth [ours]; null where r is
 */
public record Association(
    Correlation pearson,
    Correlation spearman,
    Correlation partial,
    Correlation firstDifferences,
    Interval interval,
    Integer blockLength,
    Double effectivePairs) {

  private static final double ROUNDING = 1e-12;

  /**
   * Correlates two series over the steps they share.
   *
   * @param schedule learning rate taken off both sides for the partial correlation; null where a
   *     run's schedule is not known
   * @param identifier what is correlated, such as family/window/x/y; decides the bootstrap's draw
   */
  public static Association of(
      JoinedSeries series, LearningRateSchedule schedule, String identifier) {
    double[] x = series.x();
    double[] y = series.y();
    Correlation pearson = Correlation.pearson(x, y);
    boolean defined = pearson.r() != null;
    Interval interval = defined ? interval(x, y, pearson.r(), identifier) : null;
    return new Association(
        pearson,
        Correlation.spearman(x, y),
        schedule == null ? null : Correlation.partialPearson(x, y, rates(series, schedule)),
        Correlation.firstDifferences(x, y),
        interval,
        interval == null ? null : MovingBlockBootstrap.blockLength(influence(x, y, pearson.r())),
        defined ? Autocorrelation.effectivePairs(x, y) : null);
  }

  private static double[] rates(JoinedSeries series, LearningRateSchedule schedule) {
    return Arrays.stream(series.steps()).mapToDouble(schedule::eta).toArray();
  }

  private static Interval interval(double[] x, double[] y, double r, String identifier) {
    double[] centredX = centred(x);
    double[] centredY = centred(y);
    return MovingBlockBootstrap.of(identifier)
        .of(influence(x, y, r), positions -> resampled(centredX, centredY, positions));
  }

  // Influence function of Pearson's r (Devlin, Gnanadesikan and Kettenring 1975).
  private static double[] influence(double[] x, double[] y, double r) {
    double[] zx = standardised(x);
    double[] zy = standardised(y);
    double[] influence = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      influence[i] = zx[i] * zy[i] - 0.5 * r * (zx[i] * zx[i] + zy[i] * zy[i]);
    }
    return influence;
  }

  private static double[] standardised(double[] values) {
    double mean = StatUtils.mean(values);
    double sd = Math.sqrt(StatUtils.populationVariance(values));
    return Arrays.stream(values).map(value -> (value - mean) / sd).toArray();
  }

  private static double[] centred(double[] values) {
    double mean = StatUtils.mean(values);
    return Arrays.stream(values).map(value -> value - mean).toArray();
  }

  // The library's coefficient in one pass without its copies: this runs thousands of times per
  // interval. One pass is accurate because the resampled values are already about their mean.
  private static double resampled(double[] x, double[] y, int[] positions) {
    int n = positions.length;
    double sumX = 0.0;
    double sumY = 0.0;
    double xx = 0.0;
    double yy = 0.0;
    double xy = 0.0;
    for (int i : positions) {
      sumX += x[i];
      sumY += y[i];
      xx += x[i] * x[i];
      yy += y[i] * y[i];
      xy += x[i] * y[i];
    }
    double varyX = xx - sumX * sumX / n;
    double varyY = yy - sumY * sumY / n;
    if (varyX <= ROUNDING * xx || varyY <= ROUNDING * yy) {
      return Double.NaN; // one value repeated: this resample has no correlation
    }
    double r = (xy - sumX * sumY / n) / Math.sqrt(varyX * varyY);
    return Math.max(-1.0, Math.min(1.0, r));
  }
}

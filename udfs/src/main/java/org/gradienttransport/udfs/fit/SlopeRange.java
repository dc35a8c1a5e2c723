package org.gradienttransport.udfs.fit;

/**
 * Smallest and largest slope when one scale is left out [ours]: how much one model decides.
 *
 * <p>With three scales the slopes left are those of two points, which are slopes all the same, so
 * the range is published there too; it has no error of its own.
 *
 * @param min smallest slope
 * @param max largest slope
 */
public record SlopeRange(double min, double max) {

  /**
   * Leaves each scale out in turn.
   *
   * @return null below three scales, or when leaving one out leaves no two different N
   * @throws IllegalArgumentException if lengths differ or a value is not positive and finite
   */
  public static SlopeRange leaveOneScaleOut(double[] n, double[] y) {
    LogLogPoints points = LogLogPoints.of(n, y);
    if (points.size() < LogLogFit.MIN_SCALES) {
      return null;
    }
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < points.size(); i++) {
      LogLogPoints rest = points.without(i);
      if (!rest.hasSpread()) {
        return null;
      }
      double slope = StraightLine.through(rest.x(), rest.y()).slope();
      min = Math.min(min, slope);
      max = Math.max(max, slope);
    }
    return new SlopeRange(min, max);
  }
}

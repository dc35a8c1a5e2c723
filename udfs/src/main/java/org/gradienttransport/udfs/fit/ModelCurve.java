package org.gradienttransport.udfs.fit;

import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.gradienttransport.schemas.vocabulary.ScalingModel;

/**
 * One {@link ScalingModel} fitted to ascending (x, y): a level, a line or two lines that meet.
 *
 * @param breakX x at which two lines meet
 * @param level y there
 * @param lowerSlope slope below it
 * @param upperSlope slope above it
 */
record ModelCurve(double breakX, double level, double lowerSlope, double upperSlope) {
  static ModelCurve fit(ScalingModel model, double[] x, double[] y) {
    return switch (model) {
      case CONSTANT -> new ModelCurve(x[0], StatUtils.mean(y), 0.0, 0.0);
      case POWER_LAW -> line(x, y);
      case TWO_SLOPE -> bestTwoSlope(x, y);
    };
  }

  /** Fewest points, with different x, that determine the model. */
  static int determinedBy(ScalingModel model) {
    return switch (model) {
      case CONSTANT -> 1;
      case POWER_LAW -> 2;
      case TWO_SLOPE -> 3;
    };
  }

  double at(double x) {
    double distance = x - breakX;
    return level + (distance < 0.0 ? lowerSlope : upperSlope) * distance;
  }

  double residualSumSquares(double[] x, double[] y) {
    double sum = 0.0;
    for (int i = 0; i < x.length; i++) {
      double residual = y[i] - at(x[i]);
      sum += residual * residual;
    }
    return sum;
  }

  private static ModelCurve line(double[] x, double[] y) {
    StraightLine line = StraightLine.through(x, y);
    return new ModelCurve(x[0], line.at(x[0]), line.slope(), line.slope());
  }

  // The break is searched over the inner scales, so it counts as a parameter.
  private static ModelCurve bestTwoSlope(double[] x, double[] y) {
    ModelCurve best = null;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 1; i < x.length - 1; i++) {
      if (x[i] > x[0] && x[i] < x[x.length - 1] && x[i] > x[i - 1]) {
        ModelCurve curve = twoSlope(x, y, x[i]);
        double sum = curve.residualSumSquares(x, y);
        if (sum < least) {
          least = sum;
          best = curve;
        }
      }
    }
    return best;
  }

  private static ModelCurve twoSlope(double[] x, double[] y, double breakX) {
    double[][] sides = new double[x.length][];
    for (int i = 0; i < x.length; i++) {
      sides[i] = new double[] {Math.min(x[i] - breakX, 0.0), Math.max(x[i] - breakX, 0.0)};
    }
    OLSMultipleLinearRegression regression = new OLSMultipleLinearRegression();
    regression.newSampleData(y, sides);
    double[] beta = regression.estimateRegressionParameters();
    return new ModelCurve(breakX, beta[0], beta[1], beta[2]);
  }
}

package org.gradienttransport.udfs.pooled;

/** How an observation is distributed about its expectation. */
public enum StepEffectModel {
  /** Identity link, constant variance. */
  GAUSSIAN {
    @Override
    double variance(double expected) {
      return 1;
    }

    @Override
    double deviance(double observed, double expected) {
      return (observed - expected) * (observed - expected);
    }

    @Override
    void expect(double[] linear, double[] observed) {
      double effect = 0;
      for (int i = 0; i < linear.length; i++) {
        effect += observed[i] - linear[i];
      }
      effect /= linear.length;
      for (int i = 0; i < linear.length; i++) {
        linear[i] += effect;
      }
    }
  },

  /** Log link, variance proportional to the expectation; observations are positive. */
  QUASI_POISSON {
    @Override
    double variance(double expected) {
      return expected;
    }

    @Override
    double deviance(double observed, double expected) {
      return 2 * (observed * StrictMath.log(observed / expected) - (observed - expected));
    }

    @Override
    void expect(double[] linear, double[] observed) {
      double largest = linear[0];
      double total = 0;
      for (int i = 0; i < linear.length; i++) {
        largest = Math.max(largest, linear[i]);
        total += observed[i];
      }
      double sum = 0;
      for (int i = 0; i < linear.length; i++) {
        linear[i] = StrictMath.exp(linear[i] - largest);
        sum += linear[i];
      }
      for (int i = 0; i < linear.length; i++) {
        linear[i] *= total / sum;
      }
    }
  };

  /** The variance of an observation, per dispersion. */
  abstract double variance(double expected);

  /** What an observation adds to the deviance. */
  abstract double deviance(double observed, double expected);

  /**
   * Expectations at one step, given the slopes: the step's effect is the one that fits best, which
   * for either model makes expectations and observations have the same sum.
   *
   * @param linear sums of covariates times slopes; replaced by the expectations
   * @param observed at the same rows
   */
  abstract void expect(double[] linear, double[] observed);
}

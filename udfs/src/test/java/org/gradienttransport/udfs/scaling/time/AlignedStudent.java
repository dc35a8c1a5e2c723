package org.gradienttransport.udfs.scaling.time;

import java.util.Arrays;
import org.apache.commons.math3.analysis.UnivariateFunction;
import org.apache.commons.math3.analysis.integration.IterativeLegendreGaussIntegrator;
import org.apache.commons.math3.ode.FirstOrderDifferentialEquations;
import org.apache.commons.math3.ode.FirstOrderIntegrator;
import org.apache.commons.math3.ode.nonstiff.DormandPrince853Integrator;

/**
 * A softmax student whose direction is the teacher's, with margins of density e^-x: only its
 * inverse temperature beta learns, by gradient flow. The mechanism of the one-third law, and
 * nothing else.
 */
final class AlignedStudent {
  private static final double FIRST_TAU = 0.01;
  private static final double FIRST_BETA = 0.1;
  private static final double GRID = 0.01;
  private static final double FAR_MARGIN = 60.0;

  private AlignedStudent() {}

  /** L(beta), the integral of ln(1 + e^(-beta x)) e^-x over x > 0. */
  static double loss(double beta) {
    return integral(beta, x -> StrictMath.log1p(StrictMath.exp(-beta * x)));
  }

  /** The point next to tau on a grid of .01 in ln tau that starts at .01. */
  static double onGrid(double tau) {
    return FIRST_TAU * StrictMath.exp(GRID * Math.rint(StrictMath.log(tau / FIRST_TAU) / GRID));
  }

  /** L at each ascending tau of the flow d beta / d tau = -dL / d beta from beta(.01) = .1. */
  static double[] lossAt(double... tau) {
    FirstOrderIntegrator flow = new DormandPrince853Integrator(1e-9, 1.0, 1e-11, 1e-11);
    double[] beta = {FIRST_BETA};
    double[] losses = new double[tau.length];
    double from = StrictMath.log(FIRST_TAU);
    for (int i = 0; i < tau.length; i++) {
      flow.integrate(new Flow(), from, beta, StrictMath.log(tau[i]), beta);
      from = StrictMath.log(tau[i]);
      losses[i] = loss(beta[0]);
    }
    return losses;
  }

  /** The flow in ln tau, where it is smooth. */
  private static final class Flow implements FirstOrderDifferentialEquations {
    @Override
    public int getDimension() {
      return 1;
    }

    @Override
    public void computeDerivatives(double lnTau, double[] beta, double[] derivative) {
      derivative[0] =
          StrictMath.exp(lnTau) * integral(beta[0], x -> x / (1.0 + StrictMath.exp(beta[0] * x)));
    }
  }

  // Both integrands live on the scales 1 and 1 / beta; pieces that double in length see both.
  private static double integral(double beta, UnivariateFunction integrand) {
    IterativeLegendreGaussIntegrator rule =
        new IterativeLegendreGaussIntegrator(12, 1e-11, 1e-14, 2, 1_000);
    double low = 0.0;
    double high = Math.min(1.0, 1.0 / beta);
    double[] pieces = new double[64];
    int count = 0;
    while (low < FAR_MARGIN) {
      pieces[count++] =
          rule.integrate(
              1_000_000,
              x -> integrand.value(x) * StrictMath.exp(-x),
              low,
              Math.min(high, FAR_MARGIN));
      low = high;
      high = 2.0 * high;
    }
    return Arrays.stream(pieces, 0, count).sum();
  }
}

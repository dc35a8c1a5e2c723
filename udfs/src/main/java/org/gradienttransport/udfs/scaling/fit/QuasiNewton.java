package org.gradienttransport.udfs.scaling.fit;

import java.util.Arrays;
import org.ddogleg.optimization.FactoryOptimization;
import org.ddogleg.optimization.UnconstrainedMinimization;
import org.ddogleg.optimization.functions.FunctionNtoN;
import org.ddogleg.optimization.functions.FunctionNtoS;
import org.ddogleg.optimization.quasinewton.ConfigQuasiNewton;

/**
 * DDogleg's BFGS on a problem, restarted from its own result until nothing falls any more. Keeps
 * the best point that was evaluated, so that a line search that gives up loses nothing.
 */
final class QuasiNewton {
  /** A restart that gains less than this, relatively, was the last. */
  static final double TOLERANCE = 1e-12;

  private static final double RESTART_TOLERANCE = 1e-9;
  private static final int RESTARTS = 50;
  private static final int ITERATIONS = 2_000;

  /** Where only rounding is left, the library halves its step a thousand times: not followed. */
  private static final int PATIENCE = 50;

  private final Problem problem;
  private final double[] theta;
  private final double[] byTheta;
  private final double[] best;
  private final double exact;
  private double least;

  QuasiNewton(Problem problem) {
    this.problem = problem;
    exact = problem.exact();
    theta = new double[problem.parameters()];
    byTheta = new double[theta.length];
    best = new double[theta.length];
  }

  /** Minimises from anywhere. */
  Minimum minimise(double[] start) {
    begin(start);
    run(Coordinates.plain(start), TOLERANCE);
    return restart();
  }

  /** Minimises from what is about the minimum already. */
  Minimum refine(double[] start) {
    begin(start);
    return restart();
  }

  private void begin(double[] start) {
    System.arraycopy(start, 0, best, 0, best.length);
    least = problem.evaluate(start, byTheta);
  }

  private Minimum restart() {
    double before;
    int restarts = 0;
    do {
      before = least;
      run(Coordinates.whitening(best, problem.curvature(best)), RESTART_TOLERANCE);
    } while (before - least >= TOLERANCE * before && least > exact && ++restarts < RESTARTS);
    return new Minimum(least, Theta.of(best));
  }

  private void run(Coordinates coordinates, double tolerance) {
    Function function = new Function(coordinates);
    ConfigQuasiNewton config = new ConfigQuasiNewton();
    UnconstrainedMinimization bfgs = FactoryOptimization.quasiNewtonBfgs(config);
    bfgs.setFunction(function, function.gradient, 0.0);
    bfgs.initialize(new double[theta.length], tolerance, config.gtol);
    try {
      boolean done = false;
      for (int i = 0; !done && i < ITERATIONS && function.idle < PATIENCE && least > exact; i++) {
        done = bfgs.iterate();
      }
    } catch (RuntimeException e) {
      // How the library says that a line search got nowhere. The best point stands, and the
      // certificate judges it.
    }
  }

  /** The sum over phi. The library asks for value and gradient of a point one after the other. */
  private final class Function implements FunctionNtoS {
    private final Coordinates coordinates;
    private final double[] last;
    private double value;
    private int idle;
    private final FunctionNtoN gradient = new Gradient();

    Function(Coordinates coordinates) {
      this.coordinates = coordinates;
      last = new double[theta.length];
      Arrays.fill(last, Double.NaN);
    }

    @Override
    public int getNumOfInputsN() {
      return theta.length;
    }

    @Override
    public double process(double[] phi) {
      visit(phi);
      return value;
    }

    private void visit(double[] phi) {
      if (Arrays.equals(phi, last)) {
        return;
      }
      System.arraycopy(phi, 0, last, 0, last.length);
      coordinates.toTheta(phi, theta);
      value = problem.evaluate(theta, byTheta);
      idle++;
      if (value < least) {
        idle = 0;
        least = value;
        System.arraycopy(theta, 0, best, 0, best.length);
      }
    }

    private final class Gradient implements FunctionNtoN {
      @Override
      public int getN() {
        return theta.length;
      }

      @Override
      public void process(double[] phi, double[] byPhi) {
        visit(phi);
        coordinates.toGradient(byTheta, byPhi);
      }
    }
  }
}

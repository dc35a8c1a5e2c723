package org.gradienttransport.udfs.scaling.fit;

import java.util.Arrays;
import org.ddogleg.optimization.FactoryOptimization;
import org.ddogleg.optimization.OptimizationException;
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

  private static final int RESTARTS = 50;
  private static final int ITERATIONS = 2_000;

  private final Problem problem;
  private final double[] theta;
  private final double[] byTheta;
  private final double[] best;
  private double least;
  long evaluations;

  QuasiNewton(Problem problem) {
    this.problem = problem;
    theta = new double[problem.parameters()];
    byTheta = new double[theta.length];
    best = new double[theta.length];
  }

  /** Parameters of the best point of the last minimisation. */
  double[] theta() {
    return best.clone();
  }

  /**
   * Minimises from a start.
   *
   * @return the least sum found
   */
  double minimise(double[] start) {
    System.arraycopy(start, 0, best, 0, best.length);
    least = problem.evaluate(start, byTheta);
    run(Coordinates.plain(start));
    return restart();
  }

  /** Minimises from what is about the minimum already. */
  double refine(double[] start) {
    System.arraycopy(start, 0, best, 0, best.length);
    least = problem.evaluate(start, byTheta);
    return restart();
  }

  private double restart() {
    for (int i = 0; i < RESTARTS && least < Problem.HOPELESS; i++) {
      double before = least;
      run(Coordinates.whitening(best, problem.curvature(best)));
      if (!(before - least >= TOLERANCE * before)) {
        break;
      }
    }
    return least;
  }

  private void run(Coordinates coordinates) {
    ConfigQuasiNewton config = new ConfigQuasiNewton();
    UnconstrainedMinimization bfgs = FactoryOptimization.quasiNewtonBfgs(config);
    Function function = new Function(coordinates);
    bfgs.setFunction(function, function.gradient, 0.0);
    bfgs.initialize(new double[coordinates.size()], config.ftol, config.gtol);
    try {
      for (int i = 0; i < ITERATIONS && !bfgs.iterate(); i++) {
        // Every iteration's points are seen by the function.
      }
    } catch (OptimizationException e) {
      // The search broke off; its best point stands, and the certificate judges it.
    }
  }

  /** The sum over phi; the library asks for value and gradient of a point one after the other. */
  private final class Function implements FunctionNtoS {
    private final Coordinates coordinates;
    private final double[] last;
    private double value;
    final FunctionNtoN gradient = new Gradient();

    Function(Coordinates coordinates) {
      this.coordinates = coordinates;
      last = new double[coordinates.size()];
      last[0] = Double.NaN;
    }

    @Override
    public int getNumOfInputsN() {
      return coordinates.size();
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
      evaluations++;
      value = problem.evaluate(theta, byTheta);
      if (value < least) {
        least = value;
        System.arraycopy(theta, 0, best, 0, best.length);
      }
    }

    private final class Gradient implements FunctionNtoN {
      @Override
      public int getN() {
        return coordinates.size();
      }

      @Override
      public void process(double[] phi, double[] byPhi) {
        visit(phi);
        coordinates.toGradient(byTheta, byPhi);
      }
    }
  }
}

package org.gradienttransport.udfs.scaling.fit;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.math3.exception.MathArithmeticException;
import org.apache.commons.math3.exception.MaxCountExceededException;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.util.FastMath;

/**
 * Whether a point is a minimum, and how well the data identify it (METHOD-SCALING section 3).
 *
 * @param probe smallest relative change of the objective over small steps, both ways, along the
 *     eigenvectors of J'J, J the derivatives of ln L by theta, or along theta's own axes where J'J
 *     has none; negative where a step goes down by more than rounding of the losses explains
 * @param condition largest over smallest eigenvalue of J'J, J's columns scaled to length 1;
 *     infinite where a parameter but the floor does not matter at all
 */
public record Certificate(double probe, double condition) {
  /** A probe below this goes down. */
  public static final double DOWNHILL = -1e-9;

  /** Beyond this condition the exponents are not identified. */
  public static final double COLLINEAR = 1e7;

  private static final double[] STEPS = {1e-1, 1e-2, 1e-3, 1e-4, 1e-5};

  /** Whether no probed step goes down. */
  public boolean minimum() {
    return probe >= DOWNHILL;
  }

  /** Whether the data tell the parameters apart. */
  public boolean identified() {
    return condition <= COLLINEAR;
  }

  static Certificate of(Problem problem, Objective objective, Minimum minimum) {
    double[][] information = problem.informationMatrix(minimum.theta().toArray());
    int[] known =
        IntStream.range(0, information.length)
            // A floor that is lost altogether is a doubt of its own, not one about the exponents.
            .filter(i -> information[i][i] != 0.0 || !problem.isFloor(i))
            .toArray();
    return new Certificate(
        probe(problem, objective, minimum, axes(information)), condition(information, known));
  }

  private static double probe(
      Problem problem, Objective objective, Minimum minimum, double[][] axes) {
    double negligible = objective.negligible(problem.rows());
    double unit = Math.max(minimum.sum(), negligible);
    double least = Double.POSITIVE_INFINITY;
    for (double[] direction : axes) {
      for (double step : STEPS) {
        for (double signed : new double[] {step, -step}) {
          double moved = problem.evaluate(moved(minimum.theta().toArray(), signed, direction));
          least = Math.min(least, (moved - minimum.sum()) / unit);
        }
      }
    }
    // Of losses that are fitted to rounding, nothing lies lower in a valley without a bottom.
    return least < DOWNHILL && -least * unit <= negligible ? 0.0 : least;
  }

  /** Unit eigenvectors; those of the identity where there are none. */
  private static double[][] axes(double[][] information) {
    int n = information.length;
    Optional<EigenDecomposition> found = decomposed(information);
    double[][] axes = new double[n][n];
    for (int i = 0; i < n; i++) {
      if (found.isPresent()) {
        axes[i] = found.get().getEigenvector(i).toArray();
      } else {
        axes[i][i] = 1.0;
      }
    }
    return axes;
  }

  /** Eigenvalues and eigenvectors; empty where the library finds none of numbers like these. */
  private static Optional<EigenDecomposition> decomposed(double[][] symmetric) {
    if (!Arrays.stream(symmetric).flatMapToDouble(Arrays::stream).allMatch(Double::isFinite)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new EigenDecomposition(new Array2DRowRealMatrix(symmetric, false)));
    } catch (MaxCountExceededException | MathArithmeticException e) {
      return Optional.empty();
    }
  }

  private static double[] moved(double[] moved, double step, double[] direction) {
    for (int i = 0; i < moved.length; i++) {
      moved[i] += step * direction[i];
    }
    return moved;
  }

  private static double condition(double[][] information, int[] known) {
    int n = known.length;
    double[][] scaled = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        scaled[i][j] =
            information[known[i]][known[j]]
                / (FastMath.sqrt(information[known[i]][known[i]])
                    * FastMath.sqrt(information[known[j]][known[j]]));
      }
    }
    return decomposed(scaled).map(Certificate::spread).orElse(Double.POSITIVE_INFINITY);
  }

  private static double spread(EigenDecomposition of) {
    double largest = 0.0;
    double smallest = Double.POSITIVE_INFINITY;
    for (double value : of.getRealEigenvalues()) {
      largest = Math.max(largest, value);
      smallest = Math.min(smallest, value);
    }
    return smallest > 0.0 ? largest / smallest : Double.POSITIVE_INFINITY;
  }
}

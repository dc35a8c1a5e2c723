package org.gradienttransport.udfs.fit;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.gradienttransport.schemas.vocabulary.Observable;

/** The usable relaxations of one step over the scales, in ascending N. */
public final class CascadePoints {
  private record Point(long n, long s, int steps) {}

  private static final Comparator<Point> ORDER =
      Comparator.comparingLong(Point::n).thenComparingLong(Point::s).thenComparingInt(Point::steps);

  private final List<Point> points;

  private CascadePoints(List<Point> points) {
    this.points = points;
  }

  /**
   * Keeps what is not degenerate.
   *
   * @param n field lengths, positive
   * @param s cascade sizes, not negative
   * @param steps durations in relaxation steps, not negative
   * @throws IllegalArgumentException if lengths differ or a number is out of range
   */
  public static CascadePoints of(long[] n, long[] s, int[] steps, FitRule rule) {
    if (n.length != s.length || n.length != steps.length) {
      throw new IllegalArgumentException(
          "n, s and steps must have the same length, got %s, %s and %s"
              .formatted(n.length, s.length, steps.length));
    }
    return new CascadePoints(
        IntStream.range(0, n.length)
            .mapToObj(i -> point(n[i], s[i], steps[i]))
            .filter(point -> rule.usable(point.s, point.steps))
            .sorted(ORDER)
            .toList());
  }

  private static Point point(long n, long s, int steps) {
    if (n <= 0 || s < 0 || steps < 0) {
      throw new IllegalArgumentException(
          "n must be positive, s and steps not negative, got n=%s, s=%s, steps=%s"
              .formatted(n, s, steps));
    }
    return new Point(n, s, steps);
  }

  /** Number of usable scales. */
  public int size() {
    return points.size();
  }

  /** Field lengths, ascending. */
  public double[] n() {
    return points.stream().mapToDouble(Point::n).toArray();
  }

  /** The observable at each scale, from the integers s, n_steps and N, in the order of n. */
  public double[] values(Observable observable) {
    return points.stream().mapToDouble(p -> value(observable, p.n, p.s, p.steps)).toArray();
  }

  /** What one relaxation on n nodes shows of an observable. */
  private static double value(Observable observable, long n, long s, int steps) {
    return switch (observable) {
      case SIZE -> (double) s;
      case DURATION -> (double) steps;
      case ABSOLUTE -> (double) s / (double) steps;
      case INTENSIVE -> (double) s / ((double) n * (double) steps);
    };
  }
}

package org.gradienttransport.jobs.report.html;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Figures in words, for those who cannot see them. */
final class Alternatives {
  private Alternatives() {}

  /** What a figure shows, with its main numbers. */
  static String of(Figure figure) {
    Plot plot = figure.plot();
    List<String> parts = new ArrayList<>();
    if (plot.kind() == Plot.Kind.INTERVALS) {
      for (int row = 0; row < figure.data().size(); row++) {
        parts.add(interval(figure.data(), plot, row));
      }
      return figure.title() + ": " + String.join("; ", parts) + ".";
    }
    for (Points points : Points.of(figure.data(), plot, plot.y())) {
      parts.add(course(points));
    }
    return String.format(
        Locale.ROOT,
        "%s. Across: %s. Up: %s. %s.",
        figure.title(),
        plot.xAxis().label(),
        plot.yAxis().label(),
        String.join("; ", parts));
  }

  private static String course(Points points) {
    if (points.size() == 0) {
      return points.series() + ": no points";
    }
    double[] sorted = points.y().clone();
    Arrays.sort(sorted);
    return String.format(
        Locale.ROOT,
        "%s: %d points, from %s to %s, smallest %s, median %s, largest %s",
        points.series(),
        points.size(),
        number(points.y()[0]),
        number(points.y()[points.size() - 1]),
        number(sorted[0]),
        number((sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2),
        number(sorted[sorted.length - 1]));
  }

  /** One row of an interval plot. */
  static String interval(QueryResult data, Plot plot, int row) {
    Double value = data.number(row, plot.y());
    Double low = data.number(row, plot.low());
    Double high = data.number(row, plot.high());
    String name = data.text(row, plot.x()) + ", " + data.text(row, plot.by()) + ": ";
    if (value == null) {
      return name + "no value";
    }
    return low == null || high == null
        ? name + number(value)
        : name + number(value) + " (" + number(low) + " to " + number(high) + ")";
  }

  static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}

package org.gradienttransport.jobs.report.html;

import java.util.ArrayList;
import java.util.List;

/**
 * The points of one series that can be drawn: both coordinates are there, and positive where the
 * axis is logarithmic.
 */
final class Points {
  /** More marks than this on one curve cannot be told apart on a page. */
  private static final int MOST = 600;

  private final String series;
  private final double[] x;
  private final double[] y;

  private Points(String series, double[] x, double[] y) {
    this.series = series;
    this.x = x;
    this.y = y;
  }

  /** The points of every series, in the order they come. */
  static List<Points> of(QueryResult data, Plot plot, String column) {
    List<Points> all = new ArrayList<>();
    for (String series : data.distinct(plot.by())) {
      all.add(of(data, plot, column, series));
    }
    return all;
  }

  private static Points of(QueryResult data, Plot plot, String column, String series) {
    List<Integer> rows = new ArrayList<>();
    for (int row = 0; row < data.size(); row++) {
      if (data.text(row, plot.by()).equals(series)
          && drawable(data.number(row, plot.x()), plot.xAxis())
          && drawable(data.number(row, column), plot.yAxis())) {
        rows.add(row);
      }
    }
    List<Integer> kept = thinned(rows);
    return new Points(
        series,
        kept.stream().mapToDouble(row -> data.number(row, plot.x())).toArray(),
        kept.stream().mapToDouble(row -> data.number(row, column)).toArray());
  }

  private static boolean drawable(Double value, Plot.Axis axis) {
    return value != null && (axis.spread() == Plot.Spread.LINEAR || value > 0);
  }

  private static List<Integer> thinned(List<Integer> rows) {
    if (rows.size() <= MOST) {
      return List.copyOf(rows);
    }
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < MOST; i++) {
      kept.add(rows.get((int) ((long) i * (rows.size() - 1) / (MOST - 1))));
    }
    return kept;
  }

  String series() {
    return series;
  }

  double[] x() {
    return x;
  }

  double[] y() {
    return y;
  }

  int size() {
    return x.length;
  }
}

package org.gradienttransport.jobs.report.html;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/** Draws a figure as SVG: what is printed, and what is seen where scripts do not run. */
final class SvgPlot {
  private static final double BOTTOM = 232;
  private static final double ROW = 15;

  private final HtmlWriter html;
  private final SvgFrame frame;

  SvgPlot(HtmlWriter html) {
    this.html = html;
    this.frame = new SvgFrame(html);
  }

  void draw(Figure figure) {
    switch (figure.plot().kind()) {
      case LINES, SCATTER -> plane(figure);
      case INTERVALS -> intervals(figure);
      default -> throw new IllegalArgumentException("no drawing for " + figure.plot().kind());
    }
  }

  private void plane(Figure figure) {
    Plot plot = figure.plot();
    List<Points> values = Points.of(figure.data(), plot, plot.y());
    List<Points> curves =
        plot.smooth() == null ? values : Points.of(figure.data(), plot, plot.smooth());
    AxisScale x = scale(plot.xAxis(), values, curves, true);
    AxisScale y = scale(plot.yAxis(), values, curves, false);
    List<String> names = values.stream().map(Points::series).toList();
    frame.open(figure.id(), figure.title(), Alternatives.of(figure), height(names));
    frame.band(plot.band(), x, BOTTOM);
    frame.horizontalAxis(x, plot.xAxis().label(), SvgFrame.LEFT, BOTTOM);
    frame.verticalAxis(y, plot.yAxis().label(), BOTTOM);
    for (int i = 0; i < values.size(); i++) {
      if (plot.kind() == Plot.Kind.SCATTER) {
        markers(i, values.get(i), x, y);
      } else {
        if (plot.smooth() != null) {
          dots(i, values.get(i), x, y);
        }
        curve(i, curves.get(i), x, y);
      }
    }
    frame.legend(names, BOTTOM + 48);
    frame.close();
  }

  private static AxisScale scale(
      Plot.Axis axis, List<Points> values, List<Points> curves, boolean horizontal) {
    List<double[]> all = new ArrayList<>();
    values.forEach(points -> all.add(horizontal ? points.x() : points.y()));
    curves.forEach(points -> all.add(horizontal ? points.x() : points.y()));
    DoubleStream numbers = all.stream().flatMapToDouble(Arrays::stream);
    return horizontal
        ? AxisScale.of(axis.spread(), numbers, SvgFrame.LEFT, SvgFrame.RIGHT)
        : AxisScale.of(axis.spread(), numbers, BOTTOM, SvgFrame.TOP);
  }

  /** Enough for the legend's rows below the axis. */
  private static double height(List<String> names) {
    double letters = names.stream().mapToDouble(name -> 26 + 6.6 * name.length()).sum();
    return BOTTOM + 58 + 17 * Math.ceil(letters / 330);
  }

  private void markers(int series, Points points, AxisScale x, AxisScale y) {
    for (int i = 0; i < points.size(); i++) {
      frame.marker(series, x.place(points.x()[i]), y.place(points.y()[i]), null);
    }
  }

  private void dots(int series, Points points, AxisScale x, AxisScale y) {
    for (int i = 0; i < points.size(); i++) {
      frame.dot(series, x.place(points.x()[i]), y.place(points.y()[i]));
    }
  }

  private void curve(int series, Points points, AxisScale x, AxisScale y) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < points.size(); i++) {
      path.append(i == 0 ? 'M' : 'L')
          .append(SvgFrame.n(x.place(points.x()[i])))
          .append(' ')
          .append(SvgFrame.n(y.place(points.y()[i])));
    }
    if (points.size() > 0) {
      frame.curve(series, path.toString());
    }
    if (points.size() > 0 && points.size() <= 12) {
      markers(series, points, x, y);
    }
  }

  private void intervals(Figure figure) {
    Plot plot = figure.plot();
    QueryResult data = figure.data();
    List<String> categories = data.distinct(plot.x());
    List<String> series = data.distinct(plot.by());
    double group = Math.max(24, series.size() * ROW + 8);
    double bottom = SvgFrame.TOP + categories.size() * (group + 16);
    AxisScale x =
        AxisScale.of(plot.xAxis().spread(), reach(data, plot), SvgFrame.EDGE, SvgFrame.RIGHT);
    frame.open(figure.id(), figure.title(), Alternatives.of(figure), bottom + 80);
    frame.horizontalAxis(x, plot.xAxis().label(), SvgFrame.EDGE, bottom);
    if (x.shows(0)) {
      frame.line("zero", x.place(0), SvgFrame.TOP, x.place(0), bottom);
    }
    for (int c = 0; c < categories.size(); c++) {
      double top = SvgFrame.TOP + c * (group + 16);
      frame.text("category", SvgFrame.EDGE, top + 11, categories.get(c));
      for (int row = 0; row < data.size(); row++) {
        if (data.text(row, plot.x()).equals(categories.get(c))) {
          int s = series.indexOf(data.text(row, plot.by()));
          interval(data, plot, row, s, x, top + 25 + s * ROW);
        }
      }
    }
    frame.legend(series, bottom + 50);
    frame.close();
  }

  /** All values, ends of intervals and zero. */
  private static DoubleStream reach(QueryResult data, Plot plot) {
    DoubleStream.Builder all = DoubleStream.builder();
    all.add(0);
    for (int row = 0; row < data.size(); row++) {
      for (String column : List.of(plot.y(), plot.low(), plot.high())) {
        Double value = data.number(row, column);
        if (value != null) {
          all.add(value);
        }
      }
    }
    return all.build();
  }

  private void interval(
      QueryResult data, Plot plot, int row, int series, AxisScale x, double height) {
    Double value = data.number(row, plot.y());
    Double low = data.number(row, plot.low());
    Double high = data.number(row, plot.high());
    if (value == null) {
      frame.text("tick", SvgFrame.EDGE, height + 4, "no value");
      return;
    }
    if (low != null && high != null) {
      html.open("g", "class", "whisker " + SvgFrame.colour(series));
      frame.line("", x.place(low), height, x.place(high), height);
      frame.line("", x.place(low), height - 3, x.place(low), height + 3);
      frame.line("", x.place(high), height - 3, x.place(high), height + 3);
      html.close();
    }
    frame.marker(series, x.place(value), height, Alternatives.interval(data, plot, row));
  }
}

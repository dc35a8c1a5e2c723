package org.gradienttransport.jobs.present.html;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.gradienttransport.jobs.io.Json;
import org.gradienttransport.jobs.present.Answer;
import org.gradienttransport.jobs.present.catalogue.Drawing;
import org.gradienttransport.jobs.present.catalogue.Plot;
import org.gradienttransport.jobs.present.catalogue.Series;

/**
 * A figure as a configuration of Chart.js: data sets with their points, and axes. Colours belong to
 * the page's style, and what a pointer or a key does to its script.
 */
final class ChartSpec {
  /** More marks than this on one curve cannot be told apart on a page. */
  private static final int MOST_POINTS = 600;

  /** Up to so many points, each is marked on its curve. */
  private static final int FEW = 12;

  /** About what a point takes in the page. */
  private static final int POINT_BYTES = 20;

  private static final MathContext DIGITS = new MathContext(7);

  private final Plot plot;
  private final int mostPoints;
  private final ObjectNode spec = Json.object();
  private final ArrayNode sets = spec.putArray("datasets");

  private ChartSpec(Drawing drawing, int mostBytes) {
    plot = drawing.plot();
    int sets = drawing.data().distinct(plot.by()).size() * (plot.smooth().isPresent() ? 2 : 1);
    mostPoints = Math.max(20, Math.min(MOST_POINTS, mostBytes / POINT_BYTES / Math.max(1, sets)));
  }

  /**
   * The configuration.
   *
   * @param mostBytes about what it may take; curves of more points are thinned evenly
   */
  static ObjectNode of(Drawing drawing, int mostBytes) {
    ChartSpec chart = new ChartSpec(drawing, mostBytes);
    chart.spec.put("kind", chart.plot.kind().name());
    chart.axis("x", chart.plot.xAxis());
    chart.axis("y", chart.plot.yAxis());
    chart
        .plot
        .band()
        .ifPresent(band -> chart.spec.putArray("band").add(band.from()).add(band.to()));
    switch (chart.plot.kind()) {
      case LINES -> chart.curves(drawing);
      case SCATTER -> chart.points(drawing);
      case INTERVALS -> chart.intervals(drawing.data());
      default -> throw new IllegalArgumentException("no chart for " + chart.plot.kind());
    }
    return chart.spec;
  }

  private void axis(String name, Plot.Axis axis) {
    spec.putObject(name)
        .put("type", axis.log() ? "logarithmic" : "linear")
        .put("label", axis.label());
  }

  /** A data set; those of one group are shown, hidden and coloured together. */
  private ObjectNode set(String label, int group) {
    return sets.addObject().put("label", label).put("group", group);
  }

  private static void point(ArrayNode points, Double x, Double y) {
    points.addArray().add(rounded(x)).add(rounded(y));
  }

  /** As exact as a pointer tells it. */
  private static BigDecimal rounded(Double value) {
    return value == null
        ? null
        : new BigDecimal(value)
            .round(value == Math.rint(value) ? MathContext.UNLIMITED : DIGITS)
            .stripTrailingZeros();
  }

  /** All curves have a point at every place, so that a pointer finds those above each other. */
  private void curves(Drawing drawing) {
    List<Series> values = Series.of(drawing);
    List<Double> places = places(values);
    for (int i = 0; i < values.size(); i++) {
      Series series = values.get(i);
      if (plot.banded()) {
        band(drawing, series.name(), i, places);
      }
      ObjectNode set = set(series.name(), i);
      aligned(set.putArray("data"), places, series);
      if (plot.smooth().isEmpty()) {
        set.put("showLine", true).put("pointRadius", series.y().size() <= FEW ? 3.5 : 0);
        set.put("spanGaps", plot.xAxis().log());
      } else {
        set.put("faint", true).put("pointRadius", 1.6);
        smoothed(drawing, series.name(), i, places);
      }
    }
  }

  /** Two edges, of which the upper one is filled down to the lower one. */
  private void band(Drawing drawing, String name, int group, List<Double> places) {
    for (String edge : List.of(Plot.LOW, Plot.HIGH)) {
      ObjectNode set = set(name, group).put("edge", true).put("showLine", true);
      set.put("pointRadius", 0).put("fill", edge.equals(Plot.HIGH) ? "-1" : "");
      ArrayNode points = set.putArray("data");
      Series.of(drawing, edge).stream()
          .filter(series -> series.name().equals(name))
          .findFirst()
          .ifPresentOrElse(
              series -> aligned(points, places, series),
              () -> places.forEach(place -> point(points, place, null)));
    }
  }

  private void smoothed(Drawing drawing, String name, int group, List<Double> places) {
    for (Series curve : Series.of(drawing, plot.smooth().orElseThrow())) {
      if (curve.name().equals(name)) {
        ObjectNode set = set(name + ", rolling median", group).put("showLine", true);
        set.put("pointRadius", 0).put("spanGaps", true);
        aligned(set.putArray("data"), places, curve);
      }
    }
  }

  private List<Double> places(List<Series> all) {
    TreeSet<Double> places = new TreeSet<>();
    all.forEach(series -> places.addAll(series.x()));
    return thinned(List.copyOf(places));
  }

  private <T> List<T> thinned(List<T> all) {
    if (all.size() <= mostPoints) {
      return all;
    }
    List<T> kept = new ArrayList<>();
    for (int i = 0; i < mostPoints; i++) {
      kept.add(all.get((int) ((long) i * (all.size() - 1) / (mostPoints - 1))));
    }
    return kept;
  }

  private static void aligned(ArrayNode points, List<Double> places, Series series) {
    Map<Double, Double> values = new HashMap<>();
    for (int i = 0; i < series.x().size(); i++) {
      values.put(series.x().get(i), series.y().get(i));
    }
    places.forEach(place -> point(points, place, values.get(place)));
  }

  private void points(Drawing drawing) {
    List<Series> all = Series.of(drawing);
    for (int i = 0; i < all.size(); i++) {
      Series series = all.get(i);
      ObjectNode set = set(series.name(), i);
      set.put("pointRadius", 3.2);
      ArrayNode points = set.putArray("data");
      ArrayNode names = set.putArray("names");
      String before = "";
      int stretches = 0;
      List<Integer> shown = thinned(IntStream.range(0, series.y().size()).boxed().toList());
      for (int p : shown) {
        int row = series.rows().get(p);
        String stretch = plot.joined().map(column -> drawing.data().text(row, column)).orElse("");
        if (!stretch.equals(before)) {
          stretches++;
          gap(points, names);
        }
        before = stretch;
        point(points, series.x().get(p), series.y().get(p));
        names.add(plot.name() + " " + name(drawing.data(), row));
      }
      if (stretches > 0) {
        set.put("showLine", true).put("pointRadius", shown.size() / stretches <= FEW ? 2.4 : 0);
        set.put("pointHitRadius", 6);
      }
    }
  }

  /** Ends a line before the next of its series begins. */
  private static void gap(ArrayNode points, ArrayNode names) {
    if (!points.isEmpty()) {
      point(points, null, null);
      names.addNull();
    }
  }

  /** The name of a point, which may be a number. */
  private String name(Answer data, int row) {
    return data.get(row, plot.name()) instanceof Double number
        ? String.format(Locale.ROOT, "%.4g", number)
        : data.text(row, plot.name());
  }

  /**
   * Every category has a line for its name and one for each of its rows, from top to bottom; the
   * vertical axis counts lines.
   */
  private void intervals(Answer data) {
    List<String> series = data.distinct(plot.by());
    ArrayNode marks = spec.putArray("marks");
    int line = 0;
    Map<Integer, Integer> lines = new HashMap<>();
    for (String category : data.distinct(plot.x())) {
      marks.addObject().put("value", line++).put("label", category);
      for (int row = 0; row < data.size(); row++) {
        if (data.text(row, plot.x()).equals(category)) {
          lines.put(row, line++);
        }
      }
    }
    spec.put("lines", line);
    for (int i = 0; i < series.size(); i++) {
      intervals(data, series.get(i), i, lines);
    }
  }

  private void intervals(Answer data, String series, int group, Map<Integer, Integer> lines) {
    ObjectNode values = set(series, group).put("pointRadius", 4);
    ObjectNode whiskers = set(series, group).put("whiskers", true).put("showLine", true);
    ArrayNode points = values.putArray("data");
    ArrayNode names = values.putArray("names");
    ArrayNode ends = whiskers.putArray("data");
    for (int row = 0; row < data.size(); row++) {
      Double value = data.number(row, plot.y());
      if (value != null && data.text(row, plot.by()).equals(series)) {
        double line = lines.get(row);
        point(points, value, line);
        names.add(data.text(row, plot.x()));
        Double low = data.number(row, Plot.LOW);
        Double high = data.number(row, Plot.HIGH);
        if (low != null && high != null) {
          point(ends, low, line);
          point(ends, high, line);
          point(ends, null, null);
        }
      }
    }
  }
}

package org.gradienttransport.jobs.present.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gradienttransport.jobs.present.Answer;
import org.gradienttransport.jobs.present.TextTable;
import org.gradienttransport.jobs.present.catalogue.Drawing;
import org.gradienttransport.jobs.present.catalogue.Plot;
import org.gradienttransport.jobs.present.catalogue.Series;
import org.gradienttransport.udfs.window.WindowStatistics;

/** A figure for a terminal: a line of blocks for each curve, and its numbers. */
public final class FigureText {
  private static final String BLOCKS = "▁▂▃▄▅▆▇█";
  private static final int WIDTH = 60;

  private FigureText() {}

  /** Title and table, ending in a line break. */
  public static String of(Drawing drawing) {
    if (drawing.data().isEmpty()) {
      return drawing.title() + "\n" + drawing.absent() + "\n";
    }
    Answer digest = Series.digest(drawing);
    return drawing.title()
        + "\n"
        + (drawing.plot().kind() == Plot.Kind.LINES ? curves(drawing, digest) : plain(digest));
  }

  private static TextTable plain(Answer digest) {
    TextTable table = new TextTable(digest.columns().toArray(String[]::new));
    digest.rows().forEach(row -> table.add(row.stream().map(FigureText::cell).toList()));
    return table;
  }

  private static String cell(Object value) {
    return value == null || value.toString().isEmpty() ? null : value.toString();
  }

  /** The digest with a line of blocks beside each name; all lines share their heights. */
  private static TextTable curves(Drawing drawing, Answer digest) {
    List<Series> series = Series.of(drawing);
    boolean log = drawing.plot().yAxis().log();
    List<List<Double>> heights =
        series.stream()
            .map(of -> of.y().stream().map(y -> log ? Math.log10(y) : y).toList())
            .toList();
    double low = heights.stream().flatMap(List::stream).min(Double::compare).orElse(0.0);
    double high = heights.stream().flatMap(List::stream).max(Double::compare).orElse(0.0);
    List<String> titles = new ArrayList<>(digest.columns());
    titles.add(1, axis(drawing.plot(), series));
    TextTable table = new TextTable(titles.toArray(String[]::new));
    for (int i = 0; i < series.size(); i++) {
      List<String> cells = new ArrayList<>();
      digest.rows().get(i).forEach(value -> cells.add(cell(value)));
      cells.add(1, blocks(heights.get(i), low, high));
      table.add(cells);
    }
    return table;
  }

  private static String axis(Plot plot, List<Series> series) {
    double first = series.stream().flatMap(of -> of.x().stream()).min(Double::compare).orElse(0.0);
    double last = series.stream().flatMap(of -> of.x().stream()).max(Double::compare).orElse(0.0);
    return String.format(Locale.ROOT, "%s %.0f to %.0f", plot.xAxis().label(), first, last);
  }

  /**
   * Values in their order as blocks of eight heights. Where there are more values than blocks, a
   * block is the median of its neighbours.
   *
   * @param low value of the lowest block
   * @param high value of the highest block
   */
  static String blocks(List<Double> values, double low, double high) {
    int columns = Math.min(WIDTH, values.size());
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < columns; i++) {
      int from = (int) ((long) i * values.size() / columns);
      int to = (int) ((i + 1L) * values.size() / columns);
      double[] of = values.subList(from, to).stream().mapToDouble(Double::doubleValue).toArray();
      line.append(block(WindowStatistics.of(of).median(), low, high));
    }
    return line.toString();
  }

  private static char block(double value, double low, double high) {
    if (!(high > low)) {
      return BLOCKS.charAt(BLOCKS.length() / 2);
    }
    int height = (int) Math.floor((value - low) / (high - low) * BLOCKS.length());
    return BLOCKS.charAt(Math.max(0, Math.min(BLOCKS.length() - 1, height)));
  }
}

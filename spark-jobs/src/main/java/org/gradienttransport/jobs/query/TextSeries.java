package org.gradienttransport.jobs.query;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.gradienttransport.udfs.window.WindowStatistics;

/** Values by ascending step, drawn as one line of blocks of eight heights. */
final class TextSeries {
  private static final String BLOCKS = "▁▂▃▄▅▆▇█";

  private final List<Long> steps = new ArrayList<>();
  private final List<Double> values = new ArrayList<>();

  void add(long step, double value) {
    steps.add(step);
    values.add(value);
  }

  double min() {
    return values.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
  }

  double max() {
    return values.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
  }

  /** Name, line, first and last value, mean. */
  List<String> cells(String name, double low, double high, int width) {
    double mean = WindowStatistics.of(array(values)).mean();
    return List.of(
        name,
        line(low, high, width),
        number(values.get(0)),
        number(values.get(values.size() - 1)),
        number(mean));
  }

  /** What the lines show: the range of values that the heights span, and of steps. */
  static String axis(Collection<TextSeries> all, double low, double high) {
    long first = all.stream().mapToLong(series -> series.steps.get(0)).min().orElse(0);
    long last =
        all.stream().mapToLong(series -> series.steps.get(series.steps.size() - 1)).max().orElse(0);
    return number(low) + " to " + number(high) + ", steps " + first + "-" + last;
  }

  /** Long series are drawn as medians of neighbouring steps. */
  private String line(double low, double high, int width) {
    int columns = Math.min(width, values.size());
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < columns; i++) {
      int from = (int) ((long) i * values.size() / columns);
      int to = (int) ((i + 1L) * values.size() / columns);
      line.append(block(WindowStatistics.of(array(values.subList(from, to))).median(), low, high));
    }
    return line.toString();
  }

  private static char block(double value, double low, double high) {
    if (!(high > low)) {
      return BLOCKS.charAt(0);
    }
    int height = (int) Math.floor((value - low) / (high - low) * BLOCKS.length());
    return BLOCKS.charAt(Math.max(0, Math.min(BLOCKS.length() - 1, height)));
  }

  private static double[] array(List<Double> list) {
    return list.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}

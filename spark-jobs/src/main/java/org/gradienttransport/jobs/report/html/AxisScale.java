package org.gradienttransport.jobs.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** Maps numbers to places along an axis, and chooses round numbers to mark. */
final class AxisScale {
  private final Plot.Spread spread;
  private final double least;
  private final double most;
  private final double start;
  private final double end;

  private AxisScale(Plot.Spread spread, double least, double most, double start, double end) {
    this.spread = spread;
    this.least = least;
    this.most = most;
    this.start = start;
    this.end = end;
  }

  /**
   * A scale that shows all values with a little room.
   *
   * @param start place of the smallest value
   * @param end place of the largest value
   */
  static AxisScale of(Plot.Spread spread, DoubleStream values, double start, double end) {
    var range = values.map(v -> spread == Plot.Spread.LOG ? Math.log10(v) : v).summaryStatistics();
    double least = range.getCount() == 0 ? 0 : range.getMin();
    double most = range.getCount() == 0 ? 1 : range.getMax();
    double room = most > least ? (most - least) * 0.04 : Math.max(Math.abs(most) * 0.1, 0.05);
    return new AxisScale(spread, least - room, most + room, start, end);
  }

  double place(double value) {
    double v = spread == Plot.Spread.LOG ? Math.log10(value) : value;
    return start + (end - start) * (v - least) / (most - least);
  }

  /** Whether a value lies on the axis. */
  boolean shows(double value) {
    double v = spread == Plot.Spread.LOG ? Math.log10(value) : value;
    return v >= least && v <= most;
  }

  /** Round numbers on the axis, at most about {@code wanted}. */
  List<Double> marks(int wanted) {
    return spread == Plot.Spread.LOG && most - least > 0.7 ? decades(wanted) : even(wanted);
  }

  private List<Double> decades(int wanted) {
    double[] steps = most - least < 2.2 ? new double[] {1, 2, 5} : new double[] {1};
    int stride = (int) Math.max(1, Math.ceil((most - least) / wanted));
    List<Double> marks = new ArrayList<>();
    for (int decade = (int) Math.floor(least); decade <= most; decade += stride) {
      for (double step : steps) {
        double value = step * Math.pow(10, decade);
        if (shows(value)) {
          marks.add(value);
        }
      }
    }
    return marks;
  }

  private List<Double> even(int wanted) {
    double low = spread == Plot.Spread.LOG ? Math.pow(10, least) : least;
    double high = spread == Plot.Spread.LOG ? Math.pow(10, most) : most;
    double raw = (high - low) / wanted;
    double power = Math.pow(10, Math.floor(Math.log10(raw)));
    double step = power;
    for (double factor : new double[] {1, 2, 5, 10}) {
      step = factor * power;
      if (step >= raw) {
        break;
      }
    }
    List<Double> marks = new ArrayList<>();
    for (long i = (long) Math.ceil(low / step); i * step <= high; i++) {
      marks.add(i * step);
    }
    return marks;
  }

  /** A mark's text: few digits, thousands as k. */
  static String label(double value) {
    double size = Math.abs(value);
    if (size < 1e-12) {
      return "0";
    }
    if (size >= 1e6) {
      return trimmed(value / 1e6) + "M";
    }
    if (size >= 1e4) {
      return trimmed(value / 1e3) + "k";
    }
    if (size < 1e-3) {
      return String.format(Locale.ROOT, "%.0e", value);
    }
    return trimmed(value);
  }

  private static String trimmed(double value) {
    String text = String.format(Locale.ROOT, "%.4f", value);
    return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
  }
}

package org.gradienttransport.jobs.report.html;

/**
 * How the columns of a figure's data become marks.
 *
 * @param kind of drawing
 * @param x column on the horizontal axis; the category for {@link Kind#INTERVALS}
 * @param y column of the values
 * @param by column that tells series apart
 * @param smooth column of a smoothed curve through the values, or null
 * @param low column of the lower ends of intervals, or null
 * @param high column of the upper ends, or null
 * @param xAxis horizontal axis
 * @param yAxis vertical axis
 * @param band shaded stretch of the horizontal axis, or null
 * @param name column that names a point, for {@link Kind#SCATTER}
 */
record Plot(
    Kind kind,
    String x,
    String y,
    String by,
    String smooth,
    String low,
    String high,
    Axis xAxis,
    Axis yAxis,
    Band band,
    String name) {

  /** Kinds of drawing. */
  enum Kind {
    /** Curves over a number. */
    LINES,
    /** Points in a plane, named by another column. */
    SCATTER,
    /** Values with intervals, one row per category and series. */
    INTERVALS
  }

  /** How numbers are spread along an axis. */
  enum Spread {
    LINEAR,
    LOG
  }

  /**
   * One axis.
   *
   * @param label with its unit
   * @param spread of the numbers
   */
  record Axis(String label, Spread spread) {
    static Axis linear(String label) {
      return new Axis(label, Spread.LINEAR);
    }

    static Axis log(String label) {
      return new Axis(label, Spread.LOG);
    }
  }

  /**
   * A shaded stretch.
   *
   * @param from first value
   * @param to last value
   * @param label what it is
   */
  record Band(double from, double to, String label) {}

  static Plot lines(String x, String y, String by, Axis xAxis, Axis yAxis) {
    return new Plot(Kind.LINES, x, y, by, null, null, null, xAxis, yAxis, null, null);
  }

  static Plot scatter(String x, String y, String by, String name, Axis xAxis, Axis yAxis) {
    return new Plot(Kind.SCATTER, x, y, by, null, null, null, xAxis, yAxis, null, name);
  }

  /** Categories from top to bottom, values from left to right. */
  static Plot intervals(String category, String value, String by, Axis axis) {
    return new Plot(
        Kind.INTERVALS,
        category,
        value,
        by,
        null,
        "low",
        "high",
        axis,
        Axis.linear(""),
        null,
        null);
  }

  Plot smoothedBy(String column) {
    return new Plot(kind, x, y, by, column, low, high, xAxis, yAxis, band, name);
  }

  Plot shading(Band stretch) {
    return new Plot(kind, x, y, by, smooth, low, high, xAxis, yAxis, stretch, name);
  }
}

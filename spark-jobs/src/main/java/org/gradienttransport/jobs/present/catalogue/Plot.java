package org.gradienttransport.jobs.present.catalogue;

import java.util.Optional;

/**
 * How the columns of a figure's data become marks.
 *
 * @param x column on the horizontal axis; the category for {@link Kind#INTERVALS}
 * @param y column of the values
 * @param by column that tells series apart
 * @param smooth column of a smoothed curve through the values, if there is one
 * @param name column that names a point of a {@link Kind#SCATTER}
 * @param joined column of a {@link Kind#SCATTER} whose equal values, within a series, are points of
 *     one line; null there for a point that stands alone
 * @param xAxis horizontal axis; that of the values for {@link Kind#INTERVALS}
 * @param band shaded stretch of the horizontal axis, if there is one
 * @param banded whether columns {@link #LOW} and {@link #HIGH} bound a band about each line
 */
public record Plot(
    Kind kind,
    String x,
    String y,
    String by,
    Optional<String> smooth,
    String name,
    Optional<String> joined,
    Axis xAxis,
    Axis yAxis,
    Optional<Band> band,
    boolean banded) {
  /** Columns of the lower and upper ends of {@link Kind#INTERVALS} and of bands. */
  public static final String LOW = "low";

  /** See {@link #LOW}. */
  public static final String HIGH = "high";

  /** Kinds of drawing. */
  public enum Kind {
    /** Curves over a number. */
    LINES,
    /** Points in a plane, named by another column. */
    SCATTER,
    /** Values with intervals, one row per category and series. */
    INTERVALS
  }

  /**
   * One axis.
   *
   * @param log whether equal lengths are equal factors
   */
  public record Axis(String label, boolean log) {
    static Axis linear(String label) {
      return new Axis(label, false);
    }

    static Axis log(String label) {
      return new Axis(label, true);
    }

    /** Whether a value has a place on the axis. */
    public boolean holds(Double value) {
      return value != null && (!log || value > 0);
    }
  }

  /** A shaded stretch. */
  public record Band(double from, double to, String label) {}

  static Plot lines(String x, String y, String by, Axis xAxis, Axis yAxis) {
    return plain(Kind.LINES, x, y, by, "", xAxis, yAxis);
  }

  static Plot scatter(String x, String y, String by, String name, Axis xAxis, Axis yAxis) {
    return plain(Kind.SCATTER, x, y, by, name, xAxis, yAxis);
  }

  /** Categories from top to bottom, values from left to right. */
  static Plot intervals(String category, String value, String by, Axis axis) {
    return plain(Kind.INTERVALS, category, value, by, "", axis, Axis.linear(""));
  }

  private static Plot plain(
      Kind kind, String x, String y, String by, String name, Axis xAxis, Axis yAxis) {
    return new Plot(
        kind,
        x,
        y,
        by,
        Optional.empty(),
        name,
        Optional.empty(),
        xAxis,
        yAxis,
        Optional.empty(),
        false);
  }

  /** Each line has a band about it, where its ends are known. */
  Plot withBands() {
    return new Plot(kind, x, y, by, smooth, name, joined, xAxis, yAxis, band, true);
  }

  /** Points with equal values in a column become lines, in the order of the data. */
  Plot joinedBy(String column) {
    return new Plot(kind, x, y, by, smooth, name, Optional.of(column), xAxis, yAxis, band, banded);
  }

  Plot smoothedBy(String column) {
    return new Plot(kind, x, y, by, Optional.of(column), name, joined, xAxis, yAxis, band, banded);
  }

  Plot shading(Optional<Band> stretch) {
    return new Plot(kind, x, y, by, smooth, name, joined, xAxis, yAxis, stretch, banded);
  }
}

package org.gradienttransport.jobs.report.html;

import java.util.List;
import java.util.Locale;

/** The parts all drawings share: box, grid, axes, shaded stretch, legend, text alternative. */
final class SvgFrame {
  static final double WIDTH = 440;
  static final double LEFT = 54;

  /** Where drawings without a vertical axis begin. */
  static final double EDGE = 14;

  static final double RIGHT = 428;
  static final double TOP = 8;
  private static final int MARKERS = 4;

  private final HtmlWriter html;

  SvgFrame(HtmlWriter html) {
    this.html = html;
  }

  void open(String id, String title, String alternative, double height) {
    html.open(
        "svg",
        "class",
        "drawing",
        "viewBox",
        "0 0 " + n(WIDTH) + " " + n(height),
        "role",
        "img",
        "aria-labelledby",
        id + "-name " + id + "-text");
    html.leaf("title", title, "id", id + "-name");
    html.leaf("desc", alternative, "id", id + "-text");
  }

  void close() {
    html.close();
  }

  void band(Plot.Band band, AxisScale x, double bottom) {
    if (band == null) {
      return;
    }
    double from = Math.max(LEFT, x.place(band.from()));
    double to = Math.min(RIGHT, x.place(band.to()));
    if (to > from) {
      html.empty(
          "rect",
          "class",
          "band",
          "x",
          n(from),
          "y",
          n(TOP),
          "width",
          n(to - from),
          "height",
          n(bottom - TOP));
    }
  }

  void horizontalAxis(AxisScale x, String label, double left, double bottom) {
    for (double mark : x.marks(6)) {
      line("grid", x.place(mark), TOP, x.place(mark), bottom);
      text("tick middle", x.place(mark), bottom + 15, AxisScale.label(mark));
    }
    line("axis", left, bottom, RIGHT, bottom);
    text("name middle", (left + RIGHT) / 2, bottom + 32, label);
  }

  void verticalAxis(AxisScale y, String label, double bottom) {
    for (double mark : y.marks(6)) {
      line("grid", LEFT, y.place(mark), RIGHT, y.place(mark));
      text("tick end", LEFT - 5, y.place(mark) + 4, AxisScale.label(mark));
    }
    line("axis", LEFT, TOP, LEFT, bottom);
    double middle = (TOP + bottom) / 2;
    html.leaf(
        "text",
        label,
        "class",
        "name middle",
        "transform",
        "translate(11 " + n(middle) + ") rotate(-90)");
  }

  /**
   * Names of the series with their marks.
   *
   * @return height it took
   */
  double legend(List<String> names, double top) {
    double x = LEFT;
    double y = top;
    for (int i = 0; i < names.size(); i++) {
      double width = 26 + 6.6 * names.get(i).length();
      if (x > LEFT && x + width > WIDTH) {
        x = LEFT;
        y += 17;
      }
      marker(i, x + 6, y, null);
      text("tick", x + 14, y + 4, names.get(i));
      x += width;
    }
    return y - top + 14;
  }

  /** A mark of a series: colour and shape both tell it apart. */
  void marker(int series, double x, double y, String tip) {
    String css = "mark " + colour(series);
    switch (series % MARKERS) {
      case 0 -> html.open("circle", "class", css, "cx", n(x), "cy", n(y), "r", "3.4");
      case 1 ->
          html.open(
              "rect", "class", css, "x", n(x - 3), "y", n(y - 3), "width", "6", "height", "6");
      case 2 -> html.open("path", "class", css, "d", shape(x, y, "l4 7h-8z", -4.2));
      default -> html.open("path", "class", css, "d", shape(x, y, "l4 4l-4 4l-4 -4z", -4));
    }
    if (tip != null) {
      html.leaf("title", tip);
    }
    html.close();
  }

  /** A small dot, for values behind a smoothed curve. */
  void dot(int series, double x, double y) {
    html.empty("circle", "class", "dot " + colour(series), "cx", n(x), "cy", n(y), "r", "1.5");
  }

  void line(String css, double x1, double y1, double x2, double y2) {
    html.empty("path", "class", css, "d", "M" + n(x1) + " " + n(y1) + "L" + n(x2) + " " + n(y2));
  }

  void curve(int series, String path) {
    html.empty("path", "class", "curve " + colour(series) + " dash" + series % MARKERS, "d", path);
  }

  void text(String css, double x, double y, String text) {
    html.leaf("text", text, "class", css, "x", n(x), "y", n(y));
  }

  /** Series beyond the palette reuse its colours with other shapes. */
  static String colour(int series) {
    return "s" + series % 8;
  }

  private static String shape(double x, double y, String rest, double up) {
    return "M" + n(x) + " " + n(y + up) + rest;
  }

  static String n(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}

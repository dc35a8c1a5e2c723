package org.gradienttransport.jobs.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Asks the queries of one family's figures. */
final class FigureBuilder {
  private static final String WINDOW =
      "select min(from_step) as from_step, max(to_step) as to_step from window_summary"
          + " where family = :family and window_name = 'stable' and field_kind = 'real'"
          + " and quantity = 'v_rel'";

  private final ReportSource source;
  private final String family;
  private final String idPrefix;
  private final Plot.Band window;
  private final List<Callable<Figure>> figures = new ArrayList<>();

  /**
   * @param family whose rows the queries are about
   * @param idPrefix start of the figures' ids
   */
  FigureBuilder(ReportSource source, String family, String idPrefix) {
    this.source = source;
    this.family = family;
    this.idPrefix = idPrefix;
    this.window = window(source.query(WINDOW, family));
  }

  private static Plot.Band window(QueryResult bounds) {
    Double from = bounds.number(0, "from_step");
    Double to = bounds.number(0, "to_step");
    return from == null || to == null ? null : new Plot.Band(from, to, "stable window");
  }

  /** The stable window, or null when there is none. */
  Plot.Band window() {
    return window;
  }

  /** Adds a figure, in the order of the page. */
  FigureBuilder add(
      String name, String title, String caption, String sql, Plot plot, String absent) {
    figures.add(
        () ->
            new Figure(
                idPrefix + name,
                title,
                caption,
                ReportSource.shown(sql, family),
                source.query(sql, family),
                plot,
                absent));
    return this;
  }

  /** Asks something about the family that is no figure. */
  QueryResult ask(String sql) {
    return source.query(sql, family);
  }

  /** Asks for all of them. */
  List<Figure> figures() {
    return source.sideBySide(figures);
  }
}

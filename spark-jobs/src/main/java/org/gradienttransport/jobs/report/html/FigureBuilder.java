package org.gradienttransport.jobs.report.html;

import java.util.ArrayList;
import java.util.List;

/** Collects the figures of one family. */
final class FigureBuilder {
  private final FamilyRows rows;
  private final String idPrefix;
  private final List<Figure> figures = new ArrayList<>();

  /**
   * @param rows of the family that the figures are about
   * @param idPrefix start of the figures' ids
   */
  FigureBuilder(FamilyRows rows, String idPrefix) {
    this.rows = rows;
    this.idPrefix = idPrefix;
  }

  /** The family's rows, which the figures' data are made from. */
  FamilyRows rows() {
    return rows;
  }

  /** The stable window, or null when there is none. */
  Plot.Band window() {
    return rows.window()
        .map(steps -> new Plot.Band(steps.from(), steps.to(), "stable window"))
        .orElse(null);
  }

  /**
   * Adds a figure, in the order of the page.
   *
   * @param sql the query by which a reader gets the same data
   */
  FigureBuilder add(
      String name,
      String title,
      String caption,
      String sql,
      QueryResult data,
      Plot plot,
      String absent) {
    figures.add(
        new Figure(
            idPrefix + name,
            title,
            caption,
            ReportSource.shown(sql, rows.family()),
            data,
            plot,
            absent));
    return this;
  }

  /** All of them. */
  List<Figure> figures() {
    return List.copyOf(figures);
  }
}

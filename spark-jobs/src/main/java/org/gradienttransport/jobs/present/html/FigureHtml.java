package org.gradienttransport.jobs.present.html;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.gradienttransport.jobs.io.Json;
import org.gradienttransport.jobs.present.Answer;
import org.gradienttransport.jobs.present.Csv;
import org.gradienttransport.jobs.present.catalogue.Drawing;
import org.gradienttransport.jobs.present.catalogue.Series;

/**
 * A figure on the page: caption, chart, its numbers where there is no chart, download and query.
 *
 * @param mostBytes of one figure's download, and of its chart: larger data are not kept in the
 *     page, and longer curves are thinned
 */
record FigureHtml(HtmlWriter html, int mostBytes) {

  /**
   * The most that one figure may take, so that all together take no more than there is: what small
   * figures leave is shared by the large ones.
   *
   * @param all figures of the page
   * @param bytes for all downloads
   */
  static int mostBytes(List<Drawing> all, int bytes) {
    int[] wanted =
        all.stream().mapToInt(drawing -> link(drawing.data()).length()).sorted().toArray();
    int left = bytes;
    for (int i = 0; i < wanted.length; i++) {
      int share = left / (wanted.length - i);
      if (wanted[i] > share) {
        return share;
      }
      left -= wanted[i];
    }
    return bytes;
  }

  /**
   * Writes a figure.
   *
   * @param id unique on the page
   */
  void write(String id, Drawing drawing) {
    boolean absent = drawing.data().isEmpty();
    String chart = absent ? null : Json.compact(ChartSpec.of(drawing, mostBytes));
    html.open("figure", "id", id, "class", absent ? "absent" : null, "data-chart", chart);
    html.open("figcaption");
    html.leaf("h4", drawing.title());
    html.leaf("p", absent ? drawing.absent() : drawing.caption());
    html.close();
    if (!absent) {
      digest(id, drawing);
    }
    html.open("div", "class", "under");
    if (!absent) {
      download(id, drawing.data());
    }
    html.open("details").leaf("summary", "Query");
    html.open("pre", "tabindex", "0").leaf("code", drawing.sql()).close();
    html.close().close().close();
  }

  /** What the figure shows in numbers: read aloud, and seen where scripts do not run. */
  private void digest(String id, Drawing drawing) {
    Answer digest = Series.digest(drawing);
    html.open("table", "class", "digest", "id", id + "-digest").open("thead").open("tr");
    digest.columns().forEach(column -> html.leaf("th", column, "scope", "col"));
    html.close().close().open("tbody");
    for (List<Object> row : digest.rows()) {
      html.open("tr");
      row.forEach(cell -> html.leaf("td", cell == null ? "" : cell.toString()));
      html.close();
    }
    html.close().close();
  }

  private static String link(Answer data) {
    return "data:text/csv;charset=utf-8,"
        + URLEncoder.encode(Csv.of(data), StandardCharsets.UTF_8)
            .replace("+", "%20")
            .replace("%2C", ",")
            .replace("%3A", ":");
  }

  private void download(String id, Answer data) {
    String link = link(data);
    if (link.length() > mostBytes) {
      html.leaf("span", "The " + data.size() + " rows are too many for this page: run the query.");
      return;
    }
    html.leaf(
        "a",
        "Data (CSV, " + data.size() + " rows)",
        "class",
        "data",
        "download",
        id + ".csv",
        "href",
        link);
  }
}

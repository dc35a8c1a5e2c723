package org.gradienttransport.jobs.report.html;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.gradienttransport.jobs.io.Json;

/** A figure on the page: drawing, caption, query and download. */
final class FigureHtml {
  private final HtmlWriter html;
  private final int mostDownloadBytes;

  /**
   * @param mostDownloadBytes larger data are not kept in the page
   */
  FigureHtml(HtmlWriter html, int mostDownloadBytes) {
    this.html = html;
    this.mostDownloadBytes = mostDownloadBytes;
  }

  void write(Figure figure) {
    if (figure.data().isEmpty()) {
      html.open("figure", "class", "absent");
    } else {
      html.open("figure", "data-plot", plot(figure));
    }
    html.open("figcaption");
    html.leaf("h4", figure.title());
    html.leaf("p", figure.data().isEmpty() ? figure.absent() : figure.caption());
    html.close();
    if (!figure.data().isEmpty()) {
      new SvgPlot(html).draw(figure);
    }
    html.open("div", "class", "under");
    if (!figure.data().isEmpty()) {
      download(figure);
    }
    html.open("details").leaf("summary", "Query");
    html.open("pre", "tabindex", "0").leaf("code", figure.sql()).close();
    html.close().close().close();
  }

  private void download(Figure figure) {
    String csv = figure.data().csv();
    String link =
        "data:text/csv;charset=utf-8,"
            + URLEncoder.encode(csv, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2C", ",")
                .replace("%3A", ":");
    if (link.length() > mostDownloadBytes) {
      html.leaf(
          "span",
          "The " + figure.data().size() + " rows are too many for this page: run the query.");
      return;
    }
    html.leaf(
        "a",
        "Data (CSV, " + figure.data().size() + " rows)",
        "class",
        "data",
        "download",
        figure.id() + ".csv",
        "href",
        link);
  }

  /** What the page's script needs to draw the same marks from the download. */
  private static String plot(Figure figure) {
    Plot plot = figure.plot();
    ObjectNode json =
        Json.object()
            .put("id", figure.id())
            .put("kind", plot.kind().name())
            .put("x", plot.x())
            .put("y", plot.y())
            .put("by", plot.by())
            .put("smooth", plot.smooth())
            .put("name", plot.name())
            .put("xLabel", plot.xAxis().label())
            .put("yLabel", plot.yAxis().label())
            .put("xLog", plot.xAxis().spread() == Plot.Spread.LOG)
            .put("yLog", plot.yAxis().spread() == Plot.Spread.LOG);
    if (plot.band() != null) {
      json.put("from", plot.band().from()).put("to", plot.band().to());
    }
    return json.toString();
  }
}

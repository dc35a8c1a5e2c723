package org.gradienttransport.jobs.report.html;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.gradienttransport.jobs.report.TextTable;

/** The report for a terminal: the same sentences, and small plots of letters. */
public final class TextReport {
  private static final int LETTERS = 60;

  private final ReportSource source;

  public TextReport(ReportSource source) {
    this.source = source;
  }

  /** The text, ending in a line break. */
  public String text() {
    StringBuilder text = new StringBuilder("Run " + source.runId() + "\n");
    for (FamilyText family : source.families()) {
      text.append('\n').append(family.name()).append('\n');
      Narrative narrative = new Narrative(new FamilyNumbers(source, family.name()));
      narrative.sentences().forEach(s -> text.append("  ").append(s).append('\n'));
      narrative.caveats(family).forEach(s -> text.append("  Mind: ").append(s).append('\n'));
      text.append('\n').append(plots(family.name()));
    }
    return text.append('\n')
        .append(checks())
        .append("\nTables: " + source.directory() + "\n")
        .toString();
  }

  private String plots(String family) {
    FigureBuilder builder = new FigureBuilder(source, family, "");
    TransportFigures.add(builder);
    PerformanceFigures.add(builder);
    TextTable table = new TextTable("figure", "series", "least", "over the steps", "most");
    for (Figure figure : builder.figures()) {
      if (figure.plot().kind() == Plot.Kind.LINES && !figure.data().isEmpty()) {
        addRows(table, figure);
      }
    }
    return table.toString();
  }

  private static void addRows(TextTable table, Figure figure) {
    for (Points points : Points.of(figure.data(), figure.plot(), figure.plot().y())) {
      if (points.size() > 0) {
        String line = Sparkline.of(heights(points, figure.plot()), LETTERS);
        table.add(
            List.of(
                figure.title(),
                points.series(),
                number(Arrays.stream(points.y()).min().getAsDouble()),
                line,
                number(Arrays.stream(points.y()).max().getAsDouble())));
      }
    }
  }

  private static double[] heights(Points points, Plot plot) {
    return plot.yAxis().spread() == Plot.Spread.LOG
        ? Arrays.stream(points.y()).map(Math::log10).toArray()
        : points.y();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }

  private String checks() {
    QueryResult failed =
        source.query(
            """
            select level, family, name, message from check_result where status = 'fail'
            order by case level when 'ERROR' then 0 when 'WARN' then 1 else 2 end, family, name""");
    if (failed.isEmpty()) {
      return "All checks passed.\n";
    }
    TextTable table = new TextTable("level", "family", "check", "found");
    for (int row = 0; row < failed.size(); row++) {
      table.add(
          List.of(
              failed.text(row, "level"),
              failed.text(row, "family"),
              failed.text(row, "name"),
              failed.text(row, "message")));
    }
    return table.toString();
  }
}

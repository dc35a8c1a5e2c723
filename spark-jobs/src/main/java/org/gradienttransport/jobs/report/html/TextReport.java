package org.gradienttransport.jobs.report.html;

import static java.util.Comparator.comparing;
import static java.util.Comparator.reverseOrder;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.gradienttransport.jobs.report.TextTable;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.vocabulary.Outcome;

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
      FamilyRows rows = FamilyRows.of(source.rows(), family.name());
      Narrative narrative = new Narrative(new FamilyNumbers(rows));
      narrative.sentences().forEach(s -> text.append("  ").append(s).append('\n'));
      narrative.caveats(family).forEach(s -> text.append("  Mind: ").append(s).append('\n'));
      text.append('\n').append(plots(rows));
    }
    return text.append('\n')
        .append(checks())
        .append("\nTables: " + source.location() + "\n")
        .toString();
  }

  private static String plots(FamilyRows rows) {
    FigureBuilder builder = new FigureBuilder(rows, "");
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
    List<CheckResult> failed =
        source.rows().of(CheckResult.ROWS).stream()
            .filter(row -> row.status() == Outcome.FAIL)
            .sorted(
                comparing(CheckResult::level, reverseOrder())
                    .thenComparing(CheckResult::family)
                    .thenComparing(CheckResult::name))
            .toList();
    if (failed.isEmpty()) {
      return "All checks passed.\n";
    }
    TextTable table = new TextTable("level", "family", "check", "found");
    for (CheckResult row : failed) {
      table.add(List.of(row.level().word(), row.family(), row.name(), row.message()));
    }
    return table.toString();
  }
}

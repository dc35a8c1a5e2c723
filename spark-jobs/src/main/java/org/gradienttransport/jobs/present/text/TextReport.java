package org.gradienttransport.jobs.present.text;

import static java.util.stream.Collectors.joining;

import org.gradienttransport.jobs.present.catalogue.Catalogue;
import org.gradienttransport.jobs.present.catalogue.FamilyRows;
import org.gradienttransport.jobs.present.catalogue.FamilyText;
import org.gradienttransport.jobs.present.catalogue.Narrative;
import org.gradienttransport.jobs.present.catalogue.ReportSource;

/** The report for a terminal: the page's sentences, figures and failed checks. */
public final class TextReport {
  private TextReport() {}

  /** The text, ending in a line break. */
  public static String of(ReportSource source) {
    StringBuilder text = new StringBuilder("Run " + source.runId() + "\n");
    for (FamilyText family : source.families()) {
      FamilyRows rows = FamilyRows.of(source.rows(), family.name());
      Narrative narrative = new Narrative(rows);
      text.append('\n').append(family.name()).append('\n');
      narrative.sentences().forEach(s -> text.append("  ").append(s).append('\n'));
      narrative.caveats(family).forEach(s -> text.append("  Mind: ").append(s).append('\n'));
      text.append('\n')
          .append(
              Catalogue.of(rows).stream()
                  .filter(drawing -> !drawing.data().isEmpty())
                  .map(FigureText::of)
                  .collect(joining("\n")));
    }
    return text.append('\n')
        .append(Summary.checks(source.rows()))
        .append("\nTables: " + source.location() + "\n")
        .toString();
  }
}

package org.gradienttransport.jobs.present.text;

import static java.util.stream.Collectors.joining;

import java.util.List;
import org.gradienttransport.jobs.present.catalogue.Catalogue;
import org.gradienttransport.jobs.present.catalogue.CohortNarrative;
import org.gradienttransport.jobs.present.catalogue.CohortRows;
import org.gradienttransport.jobs.present.catalogue.Drawing;
import org.gradienttransport.jobs.present.catalogue.FamilyRows;
import org.gradienttransport.jobs.present.catalogue.FamilyText;
import org.gradienttransport.jobs.present.catalogue.LawNarrative;
import org.gradienttransport.jobs.present.catalogue.LawRows;
import org.gradienttransport.jobs.present.catalogue.Narrative;
import org.gradienttransport.jobs.present.catalogue.ReportSource;
import org.gradienttransport.jobs.present.catalogue.RobustnessNarrative;

/** The report for a terminal: the page's sentences, figures and failed checks. */
public final class TextReport {
  private TextReport() {}

  /** The text, ending in a line break. */
  public static String of(ReportSource source) {
    StringBuilder text = new StringBuilder("Run " + source.runId() + "\n");
    RobustnessNarrative.comparing(
            source.families().stream()
                .map(family -> FamilyRows.of(source.rows(), family.name()))
                .toList())
        .ifPresent(of -> text.append('\n').append(of).append('\n'));
    for (String cohort : CohortRows.cohorts(source.rows())) {
      CohortRows rows = CohortRows.of(source.rows(), cohort);
      text.append('\n').append(cohort).append(": cohort of seeds\n");
      CohortNarrative.sentences(rows).forEach(s -> text.append("  ").append(s).append('\n'));
      text.append('\n').append(figures(Catalogue.of(rows)));
    }
    for (FamilyText family : source.families()) {
      FamilyRows rows = FamilyRows.of(source.rows(), family.name());
      Narrative narrative = new Narrative(rows);
      text.append('\n').append(family.name()).append('\n');
      narrative.sentences().forEach(s -> text.append("  ").append(s).append('\n'));
      narrative.caveats(family).forEach(s -> text.append("  Mind: ").append(s).append('\n'));
      text.append('\n').append(figures(Catalogue.of(rows)));
    }
    for (String name : LawRows.studies(source.rows())) {
      LawRows rows = LawRows.of(source.rows(), name);
      LawNarrative narrative = new LawNarrative(rows);
      text.append('\n').append(name).append(": scaling of the loss\n");
      String note = source.study(name).note().strip();
      text.append(note.isEmpty() ? "" : "  Mind: " + note + "\n");
      narrative.caveats().forEach(s -> text.append("  Mind: ").append(s).append('\n'));
      narrative.sentences().forEach(s -> text.append("  ").append(s).append('\n'));
      text.append('\n').append(figures(Catalogue.of(rows)));
    }
    return text.append('\n')
        .append(Summary.checks(source.rows()))
        .append("\nTables: " + source.location() + "\n")
        .toString();
  }

  private static String figures(List<Drawing> all) {
    return all.stream()
        .filter(drawing -> !drawing.data().isEmpty())
        .map(FigureText::of)
        .collect(joining("\n"));
  }
}

package org.gradienttransport.jobs.present.text;

import java.util.List;
import java.util.Locale;
import org.gradienttransport.jobs.aggregate.scaling.MeasuredStudy;
import org.gradienttransport.jobs.conf.study.Study;
import org.gradienttransport.jobs.scaling.StudyRows;
import org.gradienttransport.schemas.rows.ScalingRun;

/** What a run would do with a study, in lines of text. */
public final class StudyPlanText {
  private StudyPlanText() {}

  /**
   * The text, ending in a line break.
   *
   * @param rows of the study, as read
   */
  public static String of(Study study, StudyRows rows) {
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "Study %s: %,d losses in %d series from %d files; %,d refused, %,d inside the"
                    + " warm-up, %,d left out by where.%n",
                study.name(),
                rows.counts().usable(),
                rows.usable().size(),
                rows.counts().files(),
                rows.counts().refused(),
                rows.counts().warmUp(),
                rows.counts().leftOut()));
    rows.warnings().forEach(warning -> text.append("  ").append(warning).append('\n'));
    return text.toString();
  }

  /** The text of a family's losses, which are a study of its own; ends in a line break. */
  public static String ofFamily(MeasuredStudy losses) {
    List<ScalingRun> usable = losses.rows().stream().filter(ScalingRun::usable).toList();
    return String.format(
        Locale.ROOT,
        "Losses of %s: %,d in %d series; %,d enter no fit.%n",
        losses.name(),
        usable.size(),
        usable.stream().map(row -> row.key().series()).distinct().count(),
        losses.rows().size() - usable.size());
  }

  /**
   * How much is to be fitted.
   *
   * @param units of work that the store lacks
   * @param fits starts, replicates and training curves in them
   */
  public static String pending(long units, long fits) {
    return units == 0
        ? "All fits of these losses are in the store.\n"
        : String.format(
            Locale.ROOT,
            "To fit: %,d starts, replicates and curves in %,d units of work.%n",
            fits,
            units);
  }
}

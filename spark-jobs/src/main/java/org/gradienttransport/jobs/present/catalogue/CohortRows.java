package org.gradienttransport.jobs.present.catalogue;

import java.util.List;
import java.util.TreeSet;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.CohortStep;
import org.gradienttransport.schemas.rows.CohortSummary;
import org.gradienttransport.schemas.vocabulary.WindowName;
import org.gradienttransport.schemas.vocabulary.Word;

/**
 * The rows of families that differ only in their seed, in the order of their tables.
 *
 * @param steps exponents step by step that have a mean
 * @param summaries of the families as a whole over the stable window that have a mean
 */
public record CohortRows(String cohort, List<CohortStep> steps, List<CohortSummary> summaries) {
  /** Names of the cohorts that a run has, in alphabetical order. */
  public static List<String> cohorts(Rows rows) {
    TreeSet<String> names = new TreeSet<>();
    rows.of(CohortStep.ROWS).forEach(row -> names.add(row.cohort()));
    rows.of(CohortSummary.ROWS).forEach(row -> names.add(row.cohort()));
    return List.copyOf(names);
  }

  /** The rows of one cohort. */
  public static CohortRows of(Rows rows, String cohort) {
    Selection of = new Selection(rows, cohort);
    return new CohortRows(
        cohort,
        of.of(CohortStep.ROWS, CohortStep::cohort, row -> row.mean() != null),
        of.of(CohortSummary.ROWS, CohortSummary::cohort, CohortRows::whole));
  }

  private static boolean whole(CohortSummary row) {
    return row.mean() != null
        && row.windowName() == WindowName.STABLE
        && row.scale().equals(Word.ALL);
  }
}

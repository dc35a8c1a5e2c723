package org.gradienttransport.jobs.present.catalogue;

import java.util.ArrayList;
import java.util.List;
import org.gradienttransport.schemas.rows.CohortSummary;
import org.gradienttransport.schemas.vocabulary.CohortStatus;
import org.gradienttransport.schemas.vocabulary.Quantity;

/** What families that differ only in their seed say together. */
public final class CohortNarrative {
  private static final String SIGNED = "%+.3f";
  private static final String PLAIN = "%.3f";
  private static final String TABLE = CohortSummary.ROWS.name();

  private CohortNarrative() {}

  /** One sentence for each exponent. */
  public static List<Sentence> sentences(CohortRows rows) {
    List<Sentence> all = new ArrayList<>();
    for (Quantity quantity : List.of(Quantity.Z, Quantity.DELTA, Quantity.D)) {
      rows.summaries().stream()
          .filter(row -> row.quantity() == quantity)
          .forEach(row -> all.add(sentence(row)));
    }
    return all;
  }

  private static Sentence sentence(CohortSummary row) {
    String quantity = row.quantity().word();
    Sentence text =
        Sentence.of(quantity + " is ")
            .number(SIGNED, row.mean(), TABLE, row.cohort(), quantity, "mean");
    if (row.status() != CohortStatus.OK) {
      return text.words(" of one member alone: there is no interval over seeds.");
    }
    text.words(" in the mean over ")
        .count(row.members(), TABLE, row.cohort(), quantity, "members")
        .words(" seeds (interval ")
        .number(SIGNED, row.low(), TABLE, row.cohort(), quantity, "low")
        .words(" to ")
        .number(SIGNED, row.high(), TABLE, row.cohort(), quantity, "high")
        .words("), from ")
        .number(SIGNED, row.smallest(), TABLE, row.cohort(), quantity, "smallest")
        .words(" (" + row.smallestMember() + ") to ")
        .number(SIGNED, row.largest(), TABLE, row.cohort(), quantity, "largest")
        .words(" (" + row.largestMember() + "); standard deviation ")
        .number(PLAIN, row.betweenSd(), TABLE, row.cohort(), quantity, "between_sd")
        .words(" between seeds, ")
        .number(PLAIN, row.withinSd(), TABLE, row.cohort(), quantity, "within_sd")
        .words(" between the steps of one.");
    return row.smallest() < 0 && row.largest() > 0
        ? text.words(" Seeds do not agree on its sign.")
        : text;
  }
}

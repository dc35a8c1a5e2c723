package org.gradienttransport.udfs.scaling.fit;

import java.util.Optional;
import org.gradienttransport.schemas.vocabulary.LawVariable;
import org.gradienttransport.udfs.scaling.LossRows;
import org.gradienttransport.udfs.scaling.form.LossForm;

/** Whether rows are enough for a form (METHOD-SCALING section 3). */
final class Sufficiency {
  private static final int DISTINCT = 3;

  private Sufficiency() {}

  /** What is missing, as a sentence; empty if nothing is. */
  static Optional<String> lack(LossForm form, LossRows rows) {
    int parameters = form.parameters().size();
    if (rows.size() <= parameters) {
      return Optional.of(
          rows.size() + " rows cannot fit " + parameters + " parameters and say how well.");
    }
    for (LawVariable variable : form.variables()) {
      int distinct = rows.distinct(variable);
      // One amount of unique data shows its repeats as well as many do.
      if (distinct < DISTINCT && variable != LawVariable.UNIQUE_TOKENS) {
        return Optional.of(
            "A law of "
                + variable.word()
                + " needs "
                + DISTINCT
                + " different values, there "
                + (distinct == 1 ? "is 1." : "are " + distinct + "."));
      }
    }
    return Optional.empty();
  }

  /** What a fit of few rows is to be read with; empty if they are many. */
  static Optional<String> scarcity(LossForm form, LossRows rows) {
    int parameters = form.parameters().size();
    return rows.size() < 2 * parameters
        ? Optional.of(
            rows.size() + " rows for " + parameters + " parameters: fewer than two for each.")
        : Optional.empty();
  }
}

package org.gradienttransport.udfs.scaling.fit;

import java.util.ArrayList;
import java.util.List;
import org.gradienttransport.udfs.scaling.LossRows;
import org.gradienttransport.udfs.scaling.form.LossForm;
import org.gradienttransport.udfs.scaling.form.StartGrid;

/**
 * Forms fitted to the same rows and judged by the rows that were kept from them.
 *
 * @param split which rows
 * @param ranked forms that have a law, the one that predicts best first
 * @param refused forms that the rows are too few for, each with the reason
 */
public record HeldOutComparison(
    HeldOutSplit split, List<HeldOutError> ranked, List<LawFit> refused) {

  /** Compares, in this thread. */
  public static HeldOutComparison of(
      HeldOutSplit split, List<LossForm> forms, Objective objective, StartGrid grid) {
    LossRows train = split.train();
    return of(
        split, forms.stream().map(form -> LawFitter.fit(form, train, objective, grid)).toList());
  }

  /**
   * Compares fits made elsewhere.
   *
   * @param fits of the split's rows to fit
   */
  public static HeldOutComparison of(HeldOutSplit split, List<LawFit> fits) {
    List<HeldOutError> errors = new ArrayList<>();
    List<LawFit> refused = new ArrayList<>();
    for (LawFit fit : fits) {
      if (fit.estimate().isPresent()) {
        errors.add(HeldOutError.of(fit, split.test()));
      } else {
        refused.add(fit);
      }
    }
    return new HeldOutComparison(split, HeldOutError.ranked(errors), List.copyOf(refused));
  }
}

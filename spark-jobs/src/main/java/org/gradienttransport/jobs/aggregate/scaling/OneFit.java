package org.gradienttransport.jobs.aggregate.scaling;

import java.util.List;
import java.util.Optional;
import org.gradienttransport.schemas.vocabulary.LawStatus;
import org.gradienttransport.udfs.scaling.LossRows;
import org.gradienttransport.udfs.scaling.fit.LawFit;
import org.gradienttransport.udfs.scaling.fit.LawFitter;

/** One law fitted to one set of rows: its units of work, and the fit that their results make. */
final class OneFit {
  private final LawSpec law;
  private final LossRows rows;
  private final String hash;
  private final Optional<LawFit> refusal;
  private final List<FitUnit> units;
  private LawFit made;

  OneFit(LawSpec law, LossRows rows, FitData data) {
    this.law = law;
    this.rows = rows;
    this.refusal = refusal(law, rows);
    this.hash = refusal.isPresent() ? "" : data.add(rows);
    this.units = refusal.isPresent() ? List.of() : FitUnit.Starts.all(hash, law, rows);
  }

  private static Optional<LawFit> refusal(LawSpec law, LossRows rows) {
    return LawFitter.refusal(law.lossForm(), rows, law.objective());
  }

  LossRows rows() {
    return rows;
  }

  /** Key of the rows in the data. */
  String hash() {
    return hash;
  }

  /** Starts; none where the rows are too few. */
  List<FitUnit> units() {
    return units;
  }

  /** The fit, or why there is none. */
  LawFit of(FitResults results) {
    if (made == null) {
      made =
          refusal.orElseGet(
              () ->
                  LawFitter.combine(
                      law.lossForm(),
                      rows,
                      law.objective(),
                      results.of(units).stream().map(FitUnit::start).toList()));
    }
    return made;
  }

  /** Whether there are parameters that are a minimum. */
  static boolean converged(LawFit fit) {
    return fit.estimate().isPresent() && fit.status() != LawStatus.NOT_CONVERGED;
  }
}

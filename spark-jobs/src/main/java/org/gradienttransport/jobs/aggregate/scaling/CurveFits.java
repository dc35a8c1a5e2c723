package org.gradienttransport.jobs.aggregate.scaling;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.gradienttransport.jobs.plan.store.StoredFit;
import org.gradienttransport.udfs.scaling.time.TimeScaling;

/** The laws of time of some training curves, of which units of work made the searches. */
public final class CurveFits implements Serializable {
  private static final long serialVersionUID = 1;

  private final HashMap<String, StoredFit> searches = new HashMap<>();

  /** The fits that results of units make. */
  static CurveFits of(List<FitUnit> units, FitResults results) {
    CurveFits fits = new CurveFits();
    for (FitUnit unit : units) {
      results.of(List.of(unit)).forEach(search -> fits.searches.put(search.unitKey(), search));
    }
    return fits;
  }

  /** The unit of work of a curve; empty for one that cannot be fitted. */
  static Optional<FitUnit> unit(LossCurve curve, FitData data) {
    return TimeScaling.refusal(curve.x(), curve.loss()).isPresent()
        ? Optional.empty()
        : Optional.of(new FitUnit.Curve(data.add(curve.x(), curve.loss())));
  }

  /**
   * The law of a curve, or why there is none.
   *
   * @throws IllegalStateException if its search was not done
   */
  public TimeScaling of(LossCurve curve) {
    return TimeScaling.refusal(curve.x(), curve.loss()).orElseGet(() -> found(curve));
  }

  private TimeScaling found(LossCurve curve) {
    FitUnit unit = new FitUnit.Curve(RowHash.of(curve.x(), curve.loss()));
    StoredFit search = searches.get(unit.key());
    if (search == null) {
      throw new IllegalStateException("no results of " + unit.canonical());
    }
    return TimeScaling.of(curve.x(), curve.loss(), FitUnit.search(search));
  }
}

package org.gradienttransport.jobs.plan.store;

import java.io.Serializable;
import java.util.List;
import org.gradienttransport.schemas.Col;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Table;

/**
 * What one start or one bootstrap replicate of a fit of losses came to, kept across runs.
 *
 * @param unitKey key of the unit of work that made it
 * @param number of the start or replicate, from 0
 * @param sum what was minimised; null where there is no fit
 * @param values parameters or exponents, in the order that the unit's kind has; none without a fit
 */
@Table(
    name = "fit_store",
    row = "one start or one replicate of a fit ever made in a warehouse.",
    key = {"unit_key", "number"})
public record StoredFit(
    @Col("Key by which a unit of work finds its results.") String unitKey,
    @Col("Number of the start or replicate, from 0.") int number,
    @Col("What was minimised; null where there is no fit.") Double sum,
    @Col("Parameters or exponents; none where there is no fit.") List<Double> values)
    implements Serializable {

  /** How its rows are kept. */
  public static final RowType<StoredFit> ROWS = RowType.of(StoredFit.class);

  public StoredFit {
    values = List.copyOf(values);
  }

  /** Whether there is a fit. */
  public boolean fitted() {
    return !values.isEmpty();
  }
}

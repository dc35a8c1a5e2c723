package org.gradienttransport.jobs.check;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.rows.PooledExponent;
import org.gradienttransport.schemas.rows.StepwiseExponent;
import org.gradienttransport.schemas.rows.WindowSummary;
import org.gradienttransport.schemas.vocabulary.FitStatus;
import org.gradienttransport.schemas.vocabulary.Level;
import org.gradienttransport.schemas.vocabulary.Observable;
import org.gradienttransport.schemas.vocabulary.PooledQuantity;
import org.gradienttransport.schemas.vocabulary.PooledStatus;
import org.gradienttransport.schemas.vocabulary.Quantity;
import org.gradienttransport.schemas.vocabulary.WindowName;
import org.gradienttransport.schemas.vocabulary.Word;

/**
 * Regressions over all steps against the means of the steps' own fits: where every step has every
 * scale, both weigh the same fields alike, so D must be the same number.
 */
record PooledChecks(Rows rows, String family) {
  /** Largest difference that rounding explains. */
  static final Check SIZE = Check.of("pooled_size_exponent", Level.ERROR, 1e-10);

  /** One result for each family. */
  static List<CheckResult> of(Rows rows, Map<String, Family> families) {
    List<CheckResult> results = new ArrayList<>();
    for (Family family : new TreeMap<>(families).values()) {
      results.add(new PooledChecks(rows, family.name()).size(family.scales().size()));
    }
    return results;
  }

  private CheckResult size(int scales) {
    List<Double> differences =
        rows.of(PooledExponent.ROWS).stream()
            .filter(row -> row.family().equals(family) && row.quantity() == PooledQuantity.D)
            .filter(row -> row.status() == PooledStatus.OK && row.scales() == scales)
            .filter(row -> row.rows() == row.steps() * row.scales())
            .map(this::difference)
            .filter(Objects::nonNull)
            .toList();
    return SIZE.atMost(
        family,
        Metric.max(differences, difference -> difference),
        worst ->
            "D_pooled differs from the mean of the steps' D by at most %s, over %s complete grids."
                .formatted(Check.number(worst), differences.size()));
  }

  /** Null where the mean is over other steps. */
  private Double difference(PooledExponent pooled) {
    DoubleSummaryStatistics mean =
        pooled.windowName() == WindowName.FULL ? overAllSteps(pooled) : overTheWindow(pooled);
    return mean.getCount() == pooled.steps()
        ? (Double) Math.abs(mean.getAverage() - pooled.exponent())
        : null;
  }

  private DoubleSummaryStatistics overAllSteps(PooledExponent pooled) {
    return rows.of(StepwiseExponent.ROWS).stream()
        .filter(row -> row.family().equals(family) && row.observable() == Observable.SIZE)
        .filter(row -> row.realisation().equals(pooled.realisation()))
        .filter(row -> row.status() == FitStatus.OK)
        .mapToDouble(row -> row.law().exponent())
        .summaryStatistics();
  }

  private DoubleSummaryStatistics overTheWindow(PooledExponent pooled) {
    return rows.of(WindowSummary.ROWS).stream()
        .filter(row -> row.family().equals(family) && row.quantity() == Quantity.D)
        .filter(row -> row.windowName() == pooled.windowName() && row.scale().equals(Word.ALL))
        .filter(row -> row.realisation().equals(pooled.realisation()) && row.mean() != null)
        .map(
            row ->
                new DoubleSummaryStatistics(
                    row.count(), row.mean(), row.mean(), row.mean() * row.count()))
        .findFirst()
        .orElseGet(DoubleSummaryStatistics::new);
  }
}

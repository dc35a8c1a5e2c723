package org.gradienttransport.jobs.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.gradienttransport.jobs.SharedSpark;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.testing.SampleRows;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.rows.PerformanceAssociation;
import org.gradienttransport.schemas.rows.PerformanceExponent;
import org.gradienttransport.schemas.rows.StepwiseExponent;
import org.gradienttransport.schemas.rows.WindowSummary;
import org.gradienttransport.schemas.vocabulary.Observable;
import org.gradienttransport.schemas.vocabulary.Outcome;
import org.gradienttransport.udfs.association.Correlation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Published statistics beside those that Spark MLlib makes of the same rows. */
@Tag("spark")
class MllibAgreementTest {
  private static final int STEPS = 12;
  private static final List<Observable> FITTED =
      List.of(Observable.SIZE, Observable.DURATION, Observable.INTENSIVE);
  private static final String SCHEDULE =
      "schedule: {kind: linear_to_zero, peak: {d12: 1e-3, d18: 1e-3}, warmup_steps: 2,"
          + " total_steps: 100}";

  private static final Map<String, Family> FAMILIES =
      Map.of(
          "pico", SampleRows.family("pico", "gradient", SCHEDULE),
          "tiny", SampleRows.family("tiny", "gradient", SCHEDULE),
          "empty", SampleRows.family("empty", "gradient"));

  private static double[] series(int phase) {
    double[] values = new double[STEPS];
    for (int step = 0; step < STEPS; step++) {
      // Two equal values, so that ranks are tied.
      values[step] = 0.9 + 0.01 * Math.sin(phase + 2.3 * Math.max(1, step)) + 0.002 * step / phase;
    }
    values[1] = values[0];
    return values;
  }

  /** Tables of a family whose published means are off by an error. */
  private static Rows.InMemory tables(Rows.InMemory to, String family, double error) {
    double[] metric = series(5);
    double[] rates = new double[STEPS];
    List<StepwiseExponent> exponents = new ArrayList<>();
    List<WindowSummary> windows = new ArrayList<>();
    List<PerformanceAssociation> associations = new ArrayList<>();
    List<PerformanceExponent> external = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      rates[step] = FAMILIES.get(family).schedule().relativeRate(step).orElseThrow();
      external.add(
          SampleRows.row(
              PerformanceExponent.ROWS,
              Map.of("family", family, "step", (long) step, "exponent", metric[step])));
    }
    for (Observable observable : FITTED) {
      double[] values = series(1 + FITTED.indexOf(observable));
      for (int step = 0; step < STEPS; step++) {
        exponents.add(
            SampleRows.row(
                StepwiseExponent.ROWS,
                Map.of(
                    "family",
                    family,
                    "observable",
                    observable.word(),
                    "symbol",
                    observable.symbol(),
                    "step",
                    (long) step,
                    "exponent",
                    values[step])));
      }
      windows.add(
          SampleRows.row(
              WindowSummary.ROWS,
              Map.of(
                  "family",
                  family,
                  "quantity",
                  observable.symbol(),
                  "from_step",
                  0L,
                  "to_step",
                  STEPS - 1L,
                  "mean",
                  StatUtils.mean(values) + error,
                  "sd",
                  Math.sqrt(StatUtils.variance(values)))));
      associations.add(
          SampleRows.row(
              PerformanceAssociation.ROWS,
              Map.of(
                  "family", family,
                  "scope", "full",
                  "x", observable.symbol(),
                  "y", "beta_ppl",
                  "pearson", new PearsonsCorrelation().correlation(values, metric),
                  "spearman", new SpearmansCorrelation().correlation(values, metric),
                  "partial_r", Correlation.partialPearson(values, metric, rates).r())));
    }
    return to.add(StepwiseExponent.ROWS, exponents)
        .add(WindowSummary.ROWS, windows)
        .add(PerformanceAssociation.ROWS, associations)
        .add(PerformanceExponent.ROWS, external);
  }

  @Test
  void familiesAreHeldAgainstMllibEachByItself() {
    Rows rows = tables(tables(new Rows.InMemory(), "pico", 0), "tiny", 1e-8);

    List<CheckResult> found = MllibAgreement.of(SharedSpark.session(), rows, FAMILIES);

    assertThat(found).extracting(CheckResult::family).containsExactly("empty", "pico", "tiny");
    assertThat(found)
        .extracting(CheckResult::status)
        .containsExactly(Outcome.SKIPPED, Outcome.PASS, Outcome.FAIL);
    assertThat(found.get(1).value()).isLessThan(1e-12);
    assertThat(found.get(1).message())
        .contains("Spark MLlib's means, deviations and correlations", "over 13 statistics.");
    assertThat(found.get(2).value()).isBetween(0.9e-8, 1.1e-8);
  }
}

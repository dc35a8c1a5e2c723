package org.gradienttransport.jobs.present.catalogue;

import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.gradienttransport.jobs.check.ScalingChecks;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.rows.LawKey;
import org.gradienttransport.schemas.rows.ScalingCoefficient;
import org.gradienttransport.schemas.rows.ScalingEnvelope;
import org.gradienttransport.schemas.rows.ScalingExtrapolation;
import org.gradienttransport.schemas.rows.ScalingFit;
import org.gradienttransport.schemas.rows.ScalingIsoflop;
import org.gradienttransport.schemas.rows.ScalingOptimum;
import org.gradienttransport.schemas.rows.ScalingPublished;
import org.gradienttransport.schemas.rows.ScalingRun;
import org.gradienttransport.schemas.rows.TimeScaling;
import org.gradienttransport.schemas.vocabulary.Outcome;

/**
 * The rows of one study of the loss that figures and sentences are made from, in the order of their
 * tables. A family whose losses were fitted is such a study too, under its own name.
 *
 * @param study its name, the source of every row
 * @param runs measured losses that may enter fits
 * @param published what others found in the same rows
 * @param budgets of approach 2
 * @param envelope of approach 1
 * @param optima what to train with how much compute
 * @param extrapolations what each law predicts unseen
 * @param times how single runs scale with time
 * @param doubts what the checks doubt of its losses as a whole, in sentences
 */
public record LawRows(
    String study,
    List<ScalingRun> runs,
    List<ScalingFit> fits,
    List<ScalingCoefficient> coefficients,
    List<ScalingPublished> published,
    List<ScalingIsoflop> budgets,
    List<ScalingEnvelope> envelope,
    List<ScalingOptimum> optima,
    List<ScalingExtrapolation> extrapolations,
    List<TimeScaling> times,
    List<String> doubts) {

  /** Names of the studies that a run has rows of, in alphabetical order. */
  public static List<String> studies(Rows rows) {
    TreeSet<String> names = new TreeSet<>();
    rows.of(ScalingRun.ROWS).forEach(row -> names.add(row.key().source()));
    rows.of(ScalingFit.ROWS).forEach(row -> names.add(row.key().source()));
    rows.of(TimeScaling.ROWS).forEach(row -> names.add(row.source()));
    return List.copyOf(names);
  }

  /** The rows of one study. */
  public static LawRows of(Rows rows, String study) {
    Selection of = new Selection(rows, study);
    return new LawRows(
        study,
        of.of(ScalingRun.ROWS, row -> row.key().source(), LawRows::measured),
        of.of(ScalingFit.ROWS, row -> row.key().source()),
        of.of(ScalingCoefficient.ROWS, row -> row.key().source()),
        of.of(ScalingPublished.ROWS, ScalingPublished::source),
        of.of(ScalingIsoflop.ROWS, ScalingIsoflop::source),
        of.of(ScalingEnvelope.ROWS, ScalingEnvelope::source),
        of.of(ScalingOptimum.ROWS, ScalingOptimum::source),
        of.of(ScalingExtrapolation.ROWS, row -> row.key().source()),
        of.of(TimeScaling.ROWS, TimeScaling::source),
        of.of(CheckResult.ROWS, CheckResult::family, LawRows::doubted).stream()
            .map(CheckResult::message)
            .toList());
  }

  private static boolean doubted(CheckResult row) {
    return row.name().equals(ScalingChecks.LOSS_DOUBTS) && row.status() == Outcome.FAIL;
  }

  private static boolean measured(ScalingRun row) {
    return row.usable() && row.measured().loss() != null;
  }

  static String law(LawKey key) {
    return key.form().word() + " of " + key.variables().word();
  }

  /** A percentile of a coefficient over bootstrap replicates; null where there are none. */
  static Double percentile(
      ScalingCoefficient row, Function<ScalingCoefficient.Percentiles, Double> which) {
    return row.spread() == null || row.spread().percentiles() == null
        ? null
        : which.apply(row.spread().percentiles());
  }

  /** What others published for a coefficient of a fit, in the order of labels. */
  Stream<ScalingPublished> published(ScalingCoefficient of) {
    return published.stream()
        .filter(row -> row.isOf(of.key()) && row.coefficient() == of.coefficient())
        .sorted(Comparator.comparing(ScalingPublished::label));
  }

  /** The losses that a law of N and D can be held against. */
  List<ScalingRun> sized() {
    return runs.stream()
        .filter(
            row ->
                row.size().params() != null
                    && row.effort().tokens() != null
                    && row.effort().flops() != null)
        .toList();
  }
}

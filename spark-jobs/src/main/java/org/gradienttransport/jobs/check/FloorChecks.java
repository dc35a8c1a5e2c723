package org.gradienttransport.jobs.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gradienttransport.jobs.aggregate.FloorRealisation;
import org.gradienttransport.jobs.conf.Ladder;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.schemas.vocabulary.Level;
import org.gradienttransport.schemas.vocabulary.Observable;
import org.gradienttransport.schemas.vocabulary.Outcome;
import org.gradienttransport.udfs.fit.Closure;
import org.gradienttransport.udfs.window.WindowStatistics;

/** Checks of one ladder's null floor; on a published ladder also against what is known of it. */
public final class FloorChecks {
  /** How far the mean D of N0 may lie from 1: size is extensive. */
  static final double SIZE_BOUND = 0.001;

  /** How far the mean z of N0 may lie from the paper's. */
  static final double DURATION_BOUND = 0.03;

  private final Ladder ladder;
  private final List<FloorRealisation> realisations;
  private final List<FloorRealisation> fitted;
  private final List<CheckResult> found = new ArrayList<>();

  private FloorChecks(Ladder ladder, List<FloorRealisation> realisations) {
    this.ladder = ladder;
    this.realisations = realisations;
    this.fitted = realisations.stream().filter(FloorRealisation::fitted).toList();
  }

  /** Everything that is asked of a ladder's realisations. */
  public static List<CheckResult> of(Ladder ladder, List<FloorRealisation> realisations) {
    FloorChecks checks = new FloorChecks(ladder, realisations);
    checks.atMost(
        "floor_complete",
        Level.WARN,
        realisations.size() - (double) checks.fitted.size(),
        0,
        "Of %2$d realisations %1$.0f lack a size; run floors again to measure it.");
    if (!checks.fitted.isEmpty()) {
      checks.closure();
      ladder.publishedZ().ifPresent(checks::published);
    }
    return checks.found;
  }

  private void closure() {
    double worst =
        fitted.stream()
            .map(one -> one.exponents().closure())
            .mapToDouble(
                closure ->
                    Math.max(
                        Math.abs(closure.absoluteResidual()),
                        Math.abs(closure.intensiveResidual())))
            .max()
            .orElse(0);
    atMost(
        "closure",
        Level.ERROR,
        worst,
        Closure.BOUND,
        "The largest residual of beta = D - z and delta = D - z - 1 is %.3g over %d realisations.");
  }

  private void published(double paper) {
    atMost(
        "floor_size_exponent",
        Level.WARN,
        Math.abs(mean(Observable.SIZE) - 1),
        SIZE_BOUND,
        "The mean D of N0 lies %.3g from 1, over %d realisations.");
    atMost(
        "floor_duration_exponent",
        Level.WARN,
        Math.abs(mean(Observable.DURATION) - paper),
        DURATION_BOUND,
        "The mean z of N0 lies %.3g from the paper's, over %d realisations.");
  }

  private double mean(Observable observable) {
    return WindowStatistics.of(
            fitted.stream().mapToDouble(one -> one.exponents().fit(observable).slope()).toArray())
        .mean();
  }

  private void atMost(String name, Level level, double value, double bound, String sentence) {
    found.add(
        new CheckResult(
            ladder.name(),
            name,
            FieldKind.N0.word(),
            level,
            value <= bound ? Outcome.PASS : Outcome.FAIL,
            value,
            bound,
            String.format(Locale.ROOT, sentence, value, realisations.size())));
  }
}

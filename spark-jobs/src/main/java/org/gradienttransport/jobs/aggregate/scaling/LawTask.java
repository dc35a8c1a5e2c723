package org.gradienttransport.jobs.aggregate.scaling;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.gradienttransport.jobs.conf.study.HeldOut;
import org.gradienttransport.jobs.conf.study.StudyFits;
import org.gradienttransport.jobs.plan.store.StoredFit;
import org.gradienttransport.schemas.rows.LawKey;
import org.gradienttransport.schemas.rows.ScalingBootstrap;
import org.gradienttransport.schemas.rows.ScalingFit;
import org.gradienttransport.schemas.rows.ScalingRun;
import org.gradienttransport.schemas.vocabulary.Coefficient;
import org.gradienttransport.schemas.vocabulary.HeldOutRule;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.LawStatus;
import org.gradienttransport.schemas.vocabulary.ObjectiveKind;
import org.gradienttransport.udfs.scaling.LossRows;
import org.gradienttransport.udfs.scaling.fit.Estimate;
import org.gradienttransport.udfs.scaling.fit.HeldOutSplit;
import org.gradienttransport.udfs.scaling.fit.LawFit;
import org.gradienttransport.udfs.scaling.optimum.CriticalBatch;

/** One law of one series: its fit, its replicates, what it predicts, and the rows of all that. */
final class LawTask {
  /**
   * A fit of the smaller runs, to be held against the larger ones.
   *
   * @param split the rows; empty where nothing can be held out by the rule
   */
  record HeldOutFit(HeldOutRule rule, Optional<HeldOutSplit> split, Optional<OneFit> fit) {}

  private final LawKey key;
  private final LawSpec law;
  private final RowChoice choice;
  private final StudyFits fits;
  private final boolean main;
  private final String refused;
  private final Optional<OneFit> fit;
  private final List<HeldOutFit> heldOut = new ArrayList<>();

  /**
   * @param main whether replicates and predictions are wanted, as of the first delta
   * @param data to which the rows of units are added
   */
  LawTask(LawKey key, LawSpec law, RowChoice choice, StudyFits fits, boolean main, FitData data) {
    this.key = key;
    this.law = law;
    this.choice = choice;
    this.fits = fits;
    this.refused = choice.mixed();
    this.fit =
        refused.isEmpty()
            ? Optional.of(new OneFit(law, choice.lossRows(law.variables()), data))
            : Optional.empty();
    this.main = main;
    if (main) {
      fit.ifPresent(of -> holdOut(of.rows(), data));
    }
  }

  private void holdOut(LossRows rows, FitData data) {
    HeldOut wanted = fits.heldOut();
    if (wanted.computeShare() > 0.0) {
      holdOut(HeldOutRule.COMPUTE, rows, wanted.computeShare(), data);
    }
    if (wanted.largestN()) {
      holdOut(HeldOutRule.LARGEST_N, rows, HeldOutSplit.COMPUTE_SHARE, data);
    }
  }

  private void holdOut(HeldOutRule rule, LossRows rows, double share, FitData data) {
    Optional<HeldOutSplit> split = HeldOutSplit.of(rule, rows, share);
    heldOut.add(new HeldOutFit(rule, split, split.map(of -> new OneFit(law, of.train(), data))));
  }

  LawKey key() {
    return key;
  }

  LawSpec law() {
    return law;
  }

  RowChoice choice() {
    return choice;
  }

  List<HeldOutFit> heldOut() {
    return heldOut;
  }

  boolean main() {
    return main;
  }

  /** Starts of the fit of all rows, where replicates begin. */
  List<FitUnit> ownStarts() {
    return fit.map(OneFit::units).orElse(List.of());
  }

  /** Units that need nothing first. */
  List<FitUnit> starts() {
    List<FitUnit> units = new ArrayList<>(ownStarts());
    heldOut.forEach(of -> of.fit().ifPresent(one -> units.addAll(one.units())));
    return units;
  }

  /** Units that begin where the fit of all rows ended; none without such a fit. */
  private List<FitUnit> replicates(FitResults results) {
    Optional<LawFit> made = fit(results).filter(OneFit::converged);
    if (!main || made.isEmpty() || fits.bootstrap().replicates() == 0) {
      return List.of();
    }
    return replicateUnits(Numbers.of(made.get().law().theta()));
  }

  /** The same units once the results of all {@link #ownStarts} are there; none before. */
  List<FitUnit> readyReplicates(FitResults results) {
    return ownStarts().stream().allMatch(results::has) ? replicates(results) : List.of();
  }

  /**
   * The same units as far as they can be foreseen: before the fit is made they have no start, but
   * their keys are known.
   */
  List<FitUnit> plannedReplicates(FitResults known) {
    if (!main || ownStarts().isEmpty()) {
      return List.of();
    }
    return ownStarts().stream().allMatch(known::has)
        ? replicates(known)
        : replicateUnits(List.of());
  }

  private List<FitUnit> replicateUnits(List<Double> theta) {
    return FitUnit.Replicates.all(
        fit.orElseThrow().hash(),
        law,
        theta,
        fits.bootstrap().seed(),
        fits.bootstrap().replicates());
  }

  /** The fit; empty if the law is refused. */
  Optional<LawFit> fit(FitResults results) {
    return fit.map(of -> of.of(results));
  }

  LawStatus status(FitResults results) {
    return fit(results).map(LawFit::status).orElse(LawStatus.REFUSED);
  }

  /** Why the fit is as it is, and of which rows. */
  String message(FitResults results) {
    return Sentences.joined(fit(results).map(LawFit::message).orElse(refused), choice.remark());
  }

  /** Parameters of each replicate that has some. */
  List<double[]> thetas(FitResults results) {
    return stored(results).stream().filter(StoredFit::fitted).map(LawTask::theta).toList();
  }

  private List<StoredFit> stored(FitResults results) {
    return results.of(replicates(results));
  }

  private static double[] theta(StoredFit one) {
    return one.values().stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Adds rows of scaling_fit, scaling_coefficient and scaling_bootstrap. */
  void addTo(ScalingTables tables, MeasuredStudy study, FitResults results) {
    tables.fits.add(fitRow(results));
    Optional<LawFit> made = fit(results).filter(any -> any.estimate().isPresent());
    if (made.isEmpty()) {
      return;
    }
    List<Map<Coefficient, Double>> replicates =
        thetas(results).stream().map(theta -> Coefficients.of(law, theta)).toList();
    List<StoredFit> stored = stored(results);
    tables.coefficients.addAll(
        new CoefficientRows(
                key,
                status(results),
                message(results),
                study.published(),
                coefficient -> made.get().says(coefficient.word()))
            .of(
                Coefficients.of(law, made.get().law().theta().toArray()),
                replicates,
                stored.size(),
                fits.bootstrap().seed()));
    stored.forEach(one -> tables.bootstraps.add(bootstrap(one)));
  }

  private ScalingBootstrap bootstrap(StoredFit one) {
    return new ScalingBootstrap(
        key,
        one.number(),
        one.sum() == null ? null : (Double) law.objective().published(one.sum()),
        one.fitted() ? Coefficients.columns(law.form(), theta(one)) : Coefficients.NO_THETA,
        one.fitted() ? Coefficients.allocation(law, theta(one)) : Coefficients.NO_ALLOCATION,
        one.fitted() ? LawStatus.OK : LawStatus.TOO_FEW,
        one.fitted() ? Coefficients.factors(law, theta(one)) : ScalingBootstrap.Factors.NONE,
        one.fitted()
            ? Coefficients.repeats(law.form(), theta(one))
            : ScalingBootstrap.Repeats.NONE);
  }

  private ScalingFit fitRow(FitResults results) {
    Optional<LawFit> made = fit(results);
    return new ScalingFit(
        key,
        choice.rows().size(),
        choice.runs(),
        law.lossForm().parameters().size(),
        made.flatMap(of -> of.estimate().map(one -> minimum(of, one))).orElse(null),
        range(choice.rows()),
        first(choice.rows(), row -> row.size().paramsKind()),
        first(choice.rows(), row -> row.effort().flopsKind()),
        status(results),
        Sentences.orNull(message(results)),
        null,
        choice.stepsKind(law.variables()).orElse(null),
        law.form() == LawForm.KAPLAN_NS ? criticalBatch() : null);
  }

  private ScalingFit.CriticalBatch criticalBatch() {
    CriticalBatch batch = LawFrontiers.batch(fits);
    return new ScalingFit.CriticalBatch(batch.scale(), batch.exponent());
  }

  private ScalingFit.Minimum minimum(LawFit of, Estimate one) {
    return new ScalingFit.Minimum(
        one.objective(),
        law.kind() == ObjectiveKind.HUBER_LOG ? (Double) one.huberSum() : null,
        of.starts(),
        one.hitShare(),
        Numbers.finite(one.certificate().probe()),
        Numbers.finite(one.certificate().condition()),
        Numbers.finite(one.rmsRel()));
  }

  /** What some rows span. */
  static ScalingFit.Range range(List<ScalingRun> rows) {
    return new ScalingFit.Range(
        extreme(rows, row -> row.size().params(), true),
        extreme(rows, row -> row.size().params(), false),
        extreme(rows, row -> row.effort().tokens(), true),
        extreme(rows, row -> row.effort().tokens(), false),
        extreme(rows, row -> row.effort().flops(), true),
        extreme(rows, row -> row.effort().flops(), false));
  }

  private static Double extreme(
      List<ScalingRun> rows, Function<ScalingRun, Double> of, boolean least) {
    return rows.stream()
        .map(of)
        .filter(value -> value != null)
        .reduce(least ? Math::min : Math::max)
        .orElse(null);
  }

  /** The value that all rows which have one share. */
  static <T> T first(List<ScalingRun> rows, Function<ScalingRun, T> of) {
    return rows.stream().map(of).filter(value -> value != null).findFirst().orElse(null);
  }
}

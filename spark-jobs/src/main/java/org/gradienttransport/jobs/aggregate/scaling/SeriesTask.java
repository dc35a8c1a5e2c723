package org.gradienttransport.jobs.aggregate.scaling;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gradienttransport.jobs.conf.study.LawRequest;
import org.gradienttransport.jobs.conf.study.PublishedFit;
import org.gradienttransport.jobs.conf.study.StudyFits;
import org.gradienttransport.schemas.rows.LawKey;
import org.gradienttransport.schemas.rows.ScalingPublished;
import org.gradienttransport.schemas.rows.ScalingRun;
import org.gradienttransport.schemas.vocabulary.Approach;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.LawVariables;
import org.gradienttransport.udfs.scaling.LossRows;
import org.gradienttransport.udfs.scaling.optimum.PlannedBudgets;

/** Everything that is fitted to one series of a study. */
final class SeriesTask {
  private final MeasuredStudy study;
  private final String series;
  private final List<ScalingRun> rows;
  private final List<LawTask> laws = new ArrayList<>();
  private final List<Sweep> sweeps = new ArrayList<>();
  private final List<TimeTask> times;

  SeriesTask(MeasuredStudy study, String series, List<ScalingRun> rows, FitData data) {
    this.study = study;
    this.series = series;
    this.rows = rows;
    StudyFits fits = study.fits();
    for (LawRequest law : laws(fits)) {
      RowChoice choice = RowChoice.of(rows, law.variables(), fits);
      List<Double> deltas = fits.deltas().isEmpty() ? List.of(0.0) : fits.deltas();
      for (int i = 0; i < deltas.size(); i++) {
        laws.add(task(law, deltas.get(i), choice, i == 0, data));
      }
    }
    for (Approach approach : List.of(Approach.ENVELOPE, Approach.ISOFLOP)) {
      if (fits.approaches().contains(approach)) {
        sweeps.add(new Sweep(study.name(), series, approach, sweepRows(fits), fits, data));
      }
    }
    times = TimeTask.all(study.name(), rows, fits.time(), data);
  }

  /** The laws of a study, those that its approaches need among them. */
  private static Set<LawRequest> laws(StudyFits fits) {
    Set<LawRequest> laws = new LinkedHashSet<>(fits.laws());
    if (fits.approaches().contains(Approach.PARAMETRIC)) {
      laws.add(new LawRequest(LawForm.CHINCHILLA, LawVariables.N_D));
    }
    if (fits.approaches().contains(Approach.KAPLAN)) {
      laws.add(new LawRequest(LawForm.KAPLAN_NS, LawVariables.N_S));
    }
    return laws;
  }

  private LawTask task(LawRequest law, double delta, RowChoice choice, boolean main, FitData data) {
    StudyFits fits = study.fits();
    LawSpec spec =
        new LawSpec(law.form(), law.variables(), fits.objective(), delta, LawSpec.grid(fits));
    LawKey key =
        new LawKey(
            study.name(),
            series,
            approach(law),
            law.form(),
            law.variables(),
            fits.objective(),
            delta);
    return new LawTask(key, spec, choice, fits, main, data);
  }

  private static Approach approach(LawRequest law) {
    if (law.form() == LawForm.CHINCHILLA && law.variables() == LawVariables.N_D) {
      return Approach.PARAMETRIC;
    }
    return law.form() == LawForm.KAPLAN_NS ? Approach.KAPLAN : Approach.NONE;
  }

  /** Rows with N, D and C. */
  private RowChoice sweepRows(StudyFits fits) {
    RowChoice choice = RowChoice.of(rows, LawVariables.N_D, fits);
    return new RowChoice(
        choice.rows().stream()
            .filter(row -> row.effort().flops() != null)
            .filter(row -> LossRows.usable(row.effort().flops()))
            .toList(),
        choice.mixed(),
        choice.remark(),
        choice.batch());
  }

  /** Those of {@link #starts} that replicates wait for. */
  List<FitUnit> awaited() {
    return laws.stream().filter(LawTask::main).flatMap(law -> law.ownStarts().stream()).toList();
  }

  /** Units that need nothing first. */
  List<FitUnit> starts() {
    List<FitUnit> units = new ArrayList<>();
    laws.forEach(law -> units.addAll(law.starts()));
    sweeps.forEach(sweep -> units.addAll(sweep.units()));
    times.forEach(time -> time.unit().ifPresent(units::add));
    return units;
  }

  /** Units that begin where fits ended, of those fits that are known. */
  List<FitUnit> readyReplicates(FitResults results) {
    return laws.stream().flatMap(law -> law.readyReplicates(results).stream()).toList();
  }

  /** The same, as far as they can be foreseen. */
  List<FitUnit> plannedReplicates(FitResults known) {
    return laws.stream().flatMap(law -> law.plannedReplicates(known).stream()).toList();
  }

  void addTo(ScalingTables tables, FitResults results) {
    laws.forEach(law -> law.addTo(tables, study, results));
    sweeps.forEach(sweep -> sweep.addTo(tables, study, results));
    tables.extrapolations.addAll(Extrapolations.of(laws, results));
    times.forEach(time -> tables.times.add(time.row(results)));
    addPublished(tables);
    addOptima(tables, results);
  }

  /** Of one label's values for a coefficient of a law the first. */
  private void addPublished(ScalingTables tables) {
    Map<List<Object>, ScalingPublished> first = new LinkedHashMap<>();
    study.published().stream()
        .filter(fit -> fit.isAbout(series))
        .flatMap(fit -> rows(fit).stream())
        .forEach(row -> first.putIfAbsent(keyed(row), row));
    tables.published.addAll(first.values());
  }

  private static List<Object> keyed(ScalingPublished row) {
    return List.of(row.label(), row.approach(), row.form(), row.coefficient());
  }

  private List<ScalingPublished> rows(PublishedFit fit) {
    return fit.coefficients().entrySet().stream()
        .map(
            of ->
                new ScalingPublished(
                    study.name(),
                    series,
                    fit.label(),
                    fit.approach(),
                    fit.form(),
                    of.getKey(),
                    of.getValue()))
        .toList();
  }

  private void addOptima(ScalingTables tables, FitResults results) {
    double[] flops =
        rows.stream()
            .map(row -> row.effort().flops())
            .filter(of -> of != null && LossRows.usable(of))
            .mapToDouble(Double::doubleValue)
            .sorted()
            .toArray();
    if (flops.length == 0) {
      return;
    }
    double largest = flops[flops.length - 1];
    double[] budgets = PlannedBudgets.of(flops[0], largest, study.fits().budgets());
    for (Frontier frontier : frontiers(results)) {
      for (double budget : budgets) {
        tables.optima.add(frontier.row(study.name(), series, budget, largest));
      }
    }
  }

  private List<Frontier> frontiers(FitResults results) {
    List<Frontier> frontiers = new ArrayList<>();
    sweeps.forEach(sweep -> frontiers.add(sweep.frontier(results)));
    law(Approach.PARAMETRIC).ifPresent(law -> frontiers.add(LawFrontiers.parametric(law, results)));
    law(Approach.KAPLAN)
        .ifPresent(law -> frontiers.add(LawFrontiers.kaplan(law, study.fits(), results)));
    return frontiers;
  }

  /** The law that an approach of the study takes its optima from; empty if it is not asked for. */
  private Optional<LawTask> law(Approach approach) {
    return laws.stream()
        .filter(law -> study.fits().approaches().contains(approach))
        .filter(law -> law.main() && law.key().approach() == approach)
        .findFirst();
  }
}

package org.gradienttransport.jobs.aggregate;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.gradienttransport.jobs.aggregate.FamilySeries.Name;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.Scale;
import org.gradienttransport.jobs.tables.RowBuilder;
import org.gradienttransport.schemas.Column;
import org.gradienttransport.schemas.NullContrast;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.schemas.vocabulary.IntervalMethod;
import org.gradienttransport.udfs.contrast.ContrastEstimate;
import org.gradienttransport.udfs.contrast.NullReplicates;
import org.gradienttransport.udfs.resample.Interval;
import org.gradienttransport.udfs.window.StableWindow;
import org.gradienttransport.udfs.window.WindowThird;

/** Rows of null_contrast for one family (METHOD section 4, Eqs. 11-14). */
final class NullContrasts {
  /** Quantities that are contrasted. */
  static final List<String> OBSERVABLES = List.of("D", "z", "delta", "v_rel");

  private static final String FULL = "full";
  private static final String STEP = "step";

  private static final List<Column> TOTAL =
      List.of(
          NullContrast.DELTA_TOTAL,
          NullContrast.DELTA_TOTAL_SD,
          NullContrast.DELTA_TOTAL_LOW,
          NullContrast.DELTA_TOTAL_HIGH);
  private static final List<Column> DIST =
      List.of(
          NullContrast.DELTA_DIST,
          NullContrast.DELTA_DIST_SD,
          NullContrast.DELTA_DIST_LOW,
          NullContrast.DELTA_DIST_HIGH);
  private static final List<Column> ASSIGN =
      List.of(
          NullContrast.DELTA_ASSIGN,
          NullContrast.DELTA_ASSIGN_SD,
          NullContrast.DELTA_ASSIGN_LOW,
          NullContrast.DELTA_ASSIGN_HIGH);

  private final Family family;
  private final StableWindow window;
  private final List<Long> steps;
  private final List<Row> rows = new ArrayList<>();

  private NullContrasts(Family family, StableWindow window, List<Long> steps) {
    this.family = family;
    this.window = window;
    this.steps = steps;
  }

  /**
   * Contrasts everything.
   *
   * @param window null if the family has none
   * @param steps all of the family's steps, ascending: each gets its rows, with a status where
   *     values are missing
   */
  static List<Row> rows(
      Family family, NullObservations observations, StableWindow window, List<Long> steps) {
    NullContrasts contrasts = new NullContrasts(family, window, steps);
    List<String> scales = family.scales().stream().map(Scale::name).toList();
    for (Name name : names(scales)) {
      contrasts.add(name, new ContrastSeries(observations, name, scales));
    }
    return contrasts.rows;
  }

  private static List<Name> names(List<String> scales) {
    List<Name> names = new ArrayList<>();
    OBSERVABLES.forEach(observable -> names.add(new Name(observable, Observations.ALL_SCALES)));
    scales.forEach(scale -> names.add(new Name("v_rel", scale)));
    return names;
  }

  private void add(Name name, ContrastSeries series) {
    NullReplicates all = series.isEmpty() ? null : series.all();
    for (long step : steps) {
      RowBuilder row = start(STEP, step, step, name, series);
      rows.add(
          series.has(step)
              ? contrast(
                  row,
                  org.gradienttransport.udfs.contrast.NullContrast.at(all, step),
                  series,
                  new long[] {step})
              : refuse(row, "incomplete", incomplete(series, step)));
    }
    addSpan(FULL, all, name, series);
    NullReplicates stable =
        all == null || window == null ? null : all.between(window.from(), window.to());
    addSpan(WindowSummaries.STABLE, stable, name, series);
    for (WindowThird third : WindowThird.values()) {
      addSpan(third.label(), stable == null ? null : stable.third(third), name, series);
    }
  }

  private void addSpan(String scope, NullReplicates part, Name name, ContrastSeries series) {
    if (part == null || part.steps().length == 0) {
      boolean noWindow = !scope.equals(FULL) && window == null;
      long from = window == null ? steps.get(0) : window.from();
      long to = window == null ? steps.get(steps.size() - 1) : window.to();
      rows.add(
          refuse(
              start(scope, from, to, name, series),
              noWindow ? "no_window" : "incomplete",
              noWindow
                  ? "The family has no stable window; give 'window' bounds in its file."
                  : "No step of this span has the real field and both nulls."));
      return;
    }
    long[] covered = part.steps();
    String identifier =
        String.join("/", family.name(), "null_contrast", scope, name.quantity(), name.scale());
    rows.add(
        contrast(
            start(scope, covered[0], covered[covered.length - 1], name, series),
            org.gradienttransport.udfs.contrast.NullContrast.over(part, identifier),
            series,
            covered));
  }

  private RowBuilder start(String scope, long from, long to, Name name, ContrastSeries series) {
    return RowBuilder.of(NullContrast.TABLE)
        .set(NullContrast.FAMILY, family.name())
        .set(NullContrast.SCOPE, scope)
        .set(NullContrast.FROM_STEP, from)
        .set(NullContrast.TO_STEP, to)
        .set(NullContrast.OBSERVABLE, name.quantity())
        .set(NullContrast.SCALE, name.scale())
        .set(NullContrast.REPLICATES, series.replicates());
  }

  private static Row refuse(RowBuilder row, String status, String message) {
    return row.set(NullContrast.INTERVAL_METHOD, IntervalMethod.NONE.word())
        .set(NullContrast.STEPS, 0L)
        .set(NullContrast.STATUS, status)
        .set(NullContrast.MESSAGE, message)
        .build();
  }

  private static String incomplete(ContrastSeries series, long step) {
    return series.replicates() == 0
        ? "No null was measured; measure them with --nulls 1 or more."
        : "No value at this step for: " + String.join(", ", series.lacking(step)) + ".";
  }

  private static Row contrast(
      RowBuilder row,
      org.gradienttransport.udfs.contrast.NullContrast contrast,
      ContrastSeries series,
      long[] steps) {
    estimate(row, contrast.total(), TOTAL);
    estimate(row, contrast.dist(), DIST);
    estimate(row, contrast.assign(), ASSIGN);
    IntervalMethod method = contrast.total().method();
    return row.set(NullContrast.REAL_VALUE, series.mean(FieldKind.REAL, steps))
        .set(NullContrast.N0_VALUE, series.mean(FieldKind.N0, steps))
        .set(NullContrast.N2_VALUE, series.mean(FieldKind.N2, steps))
        .set(NullContrast.INTERVAL_METHOD, method.word())
        .set(NullContrast.INTERVAL_LEVEL, method == IntervalMethod.NONE ? null : Interval.LEVEL)
        .set(NullContrast.SHARE_DIST, contrast.distShare())
        .set(NullContrast.SHARE_ASSIGN, contrast.assignShare())
        .set(NullContrast.SUM_RULE_RESIDUAL, contrast.sumRuleResidual())
        .set(NullContrast.STEPS, (long) contrast.steps())
        .set(NullContrast.STATUS, "ok")
        .build();
  }

  private static void estimate(RowBuilder row, ContrastEstimate estimate, List<Column> columns) {
    row.set(columns.get(0), estimate.mean()).set(columns.get(1), estimate.sd());
    if (estimate.interval() != null) {
      row.set(columns.get(2), estimate.interval().low())
          .set(columns.get(3), estimate.interval().high());
    }
  }
}

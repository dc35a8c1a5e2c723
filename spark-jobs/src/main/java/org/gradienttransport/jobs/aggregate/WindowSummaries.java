package org.gradienttransport.jobs.aggregate;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.gradienttransport.jobs.aggregate.FamilySeries.Name;
import org.gradienttransport.jobs.tables.RowBuilder;
import org.gradienttransport.schemas.WindowSummary;
import org.gradienttransport.udfs.window.BoundSensitivity;
import org.gradienttransport.udfs.window.CrossModelCv;
import org.gradienttransport.udfs.window.Drift;
import org.gradienttransport.udfs.window.StableWindow;
import org.gradienttransport.udfs.window.StepSeries;
import org.gradienttransport.udfs.window.WindowStatistics;
import org.gradienttransport.udfs.window.WindowThird;

/** Rows of window_summary for one family, field kind and replicate (METHOD section 3). */
final class WindowSummaries {
  static final String STABLE = "stable";
  static final String CROSS_MODEL_CV = "cv_v_rel";
  private static final String V_REL = "v_rel";

  private final String family;
  private final String kind;
  private final int replicate;
  private final FamilySeries series;
  private final StableWindow window;
  private final List<Row> rows = new ArrayList<>();

  private WindowSummaries(
      String family, String kind, int replicate, FamilySeries series, StableWindow window) {
    this.family = family;
    this.kind = kind;
    this.replicate = replicate;
    this.series = series;
    this.window = window;
  }

  static List<Row> rows(
      String family, String kind, int replicate, FamilySeries series, StableWindow window) {
    WindowSummaries summaries = new WindowSummaries(family, kind, replicate, series, window);
    if (window == null) {
      summaries.addNone();
    } else {
      summaries.addAll();
    }
    return summaries.rows;
  }

  private void addNone() {
    rows.add(
        start(STABLE, V_REL, Observations.ALL_SCALES)
            .set(WindowSummary.RULE, "automatic: none found")
            .set(WindowSummary.COUNT, 0L)
            .set(WindowSummary.STATUS, "no_window")
            .set(
                WindowSummary.MESSAGE,
                "No stretch of steps is stable enough for the automatic rule. Give 'window' bounds"
                    + " in the family file to choose one.")
            .build());
  }

  private void addAll() {
    List<Double> means = new ArrayList<>();
    for (Name name : series.names()) {
      StepSeries whole = series.get(name);
      StepSeries stable = whole.between(window.from(), window.to());
      rows.add(summary(STABLE, name, stable, whole));
      for (WindowThird third : WindowThird.values()) {
        rows.add(summary(third.label(), name, third.of(stable), null));
      }
      if (name.quantity().equals(V_REL) && stable.size() > 0) {
        means.add(WindowStatistics.of(stable.values()).mean());
      }
    }
    addCrossModelCv(means);
  }

  private Row summary(String part, Name name, StepSeries values, StepSeries whole) {
    WindowStatistics statistics = WindowStatistics.of(values.values());
    RowBuilder row =
        start(part, name.quantity(), name.scale())
            .set(WindowSummary.FROM_STEP, first(values))
            .set(WindowSummary.TO_STEP, last(values))
            .set(WindowSummary.RULE, window.rule())
            .set(WindowSummary.MEAN, statistics.mean())
            .set(WindowSummary.SD, statistics.sd())
            .set(WindowSummary.MEDIAN, statistics.median())
            .set(WindowSummary.COUNT, (long) statistics.count())
            .set(WindowSummary.STATUS, statistics.count() == 0 ? "no_values" : "ok");
    Drift drift = Drift.of(values);
    if (drift != null) {
      row.set(WindowSummary.DRIFT_PER_1000_STEPS, drift.slopePerStep() * 1000)
          .set(
              WindowSummary.DRIFT_STD_ERROR,
              drift.stdError() == null ? null : drift.stdError() * 1000);
    }
    if (whole != null) {
      addSensitivity(row, statistics.mean(), BoundSensitivity.of(whole, window));
    }
    return row.build();
  }

  private static void addSensitivity(RowBuilder row, Double mean, BoundSensitivity moved) {
    if (moved == null || mean == null || moved.largest() == null) {
      return;
    }
    double min = mean;
    double max = mean;
    for (Double shift :
        new Double[] {moved.fromEarlier(), moved.fromLater(), moved.toEarlier(), moved.toLater()}) {
      if (shift != null) {
        min = Math.min(min, mean + shift);
        max = Math.max(max, mean + shift);
      }
    }
    row.set(WindowSummary.SHIFT_STEPS, BoundSensitivity.SHIFT)
        .set(WindowSummary.MIN_SHIFTED_MEAN, min)
        .set(WindowSummary.MAX_SHIFTED_MEAN, max)
        .set(WindowSummary.LARGEST_SHIFT, moved.largest());
  }

  private void addCrossModelCv(List<Double> means) {
    if (means.size() < 2) {
      return;
    }
    rows.add(
        start(STABLE, CROSS_MODEL_CV, Observations.ALL_SCALES)
            .set(WindowSummary.FROM_STEP, window.from())
            .set(WindowSummary.TO_STEP, window.to())
            .set(WindowSummary.RULE, window.rule())
            .set(
                WindowSummary.MEAN,
                CrossModelCv.of(means.stream().mapToDouble(Double::doubleValue).toArray()))
            .set(WindowSummary.COUNT, (long) means.size())
            .set(WindowSummary.STATUS, "ok")
            .build());
  }

  private RowBuilder start(String part, String quantity, String scale) {
    return RowBuilder.of(WindowSummary.TABLE)
        .set(WindowSummary.FAMILY, family)
        .set(WindowSummary.WINDOW_NAME, part)
        .set(WindowSummary.FIELD_KIND, kind)
        .set(WindowSummary.REPLICATE, replicate)
        .set(WindowSummary.QUANTITY, quantity)
        .set(WindowSummary.SCALE, scale);
  }

  private static Long first(StepSeries values) {
    return values.size() == 0 ? null : values.steps()[0];
  }

  private static Long last(StepSeries values) {
    return values.size() == 0 ? null : values.steps()[values.size() - 1];
  }
}

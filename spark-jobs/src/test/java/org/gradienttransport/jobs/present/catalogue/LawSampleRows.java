package org.gradienttransport.jobs.present.catalogue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.gradienttransport.jobs.io.TableDirectory;
import org.gradienttransport.jobs.testing.SampleRows;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.Tables;
import org.gradienttransport.schemas.rows.LossExponentStep;
import org.gradienttransport.schemas.rows.ScalingAssociation;
import org.gradienttransport.schemas.rows.ScalingCoefficient;
import org.gradienttransport.schemas.rows.ScalingEnvelope;
import org.gradienttransport.schemas.rows.ScalingExtrapolation;
import org.gradienttransport.schemas.rows.ScalingFit;
import org.gradienttransport.schemas.rows.ScalingIsoflop;
import org.gradienttransport.schemas.rows.ScalingOptimum;
import org.gradienttransport.schemas.rows.ScalingPublished;
import org.gradienttransport.schemas.rows.ScalingRun;
import org.gradienttransport.schemas.rows.TimeExponentStep;
import org.gradienttransport.schemas.rows.TimeScaling;
import org.gradienttransport.schemas.vocabulary.ScalingRunStatus;
import org.gradienttransport.schemas.vocabulary.Word;

/**
 * Rows of the tables of scaling laws that readers ask, written by hand with every kind of gap:
 * refused losses, missing sizes, budgets without optimum, fits without a floor or without numbers.
 */
public final class LawSampleRows {
  private static final double[] SIZES = {1e7, 3e7, 1e8, 3e8, 1e9, 3e9};
  private static final List<ScalingRunStatus> STATUSES = List.of(ScalingRunStatus.values());
  private static final double[] BUDGETS = {1e18, 1e19, 1e20};

  /** The width that the studies name first, which is not the widest. */
  private static final double MAIN_DELTA = 1e-4;

  private final BiConsumer<RowType<?>, Record> rows;
  private final Random random = new Random(17);

  private LawSampleRows(BiConsumer<RowType<?>, Record> rows) {
    this.rows = rows;
  }

  /** Hands over rows of studies with two series, one of which has no law that can be drawn. */
  public static void add(BiConsumer<RowType<?>, Record> rows, String... studies) {
    LawSampleRows sample = new LawSampleRows(rows);
    for (String study : studies) {
      for (String series : List.of("web", "co'de")) {
        sample.measured(study, series);
        sample.optima(study, series);
        sample.fitted(study, series, series.equals("web"));
        sample.published(study, series);
        sample.timed(study, series);
      }
    }
  }

  /** The same rows in memory. */
  public static Rows.InMemory of(String... studies) {
    Rows.InMemory tables = new Rows.InMemory();
    add((type, row) -> addTo(tables, type, row), studies);
    return tables;
  }

  /** Puts a row with the others of its table. */
  @SuppressWarnings("unchecked") // a row comes with its own type
  public static <R extends Record> void addTo(Rows.InMemory tables, RowType<R> type, Record row) {
    tables.add(type, List.of((R) row));
  }

  private <R extends Record> void add(RowType<R> type, Map<String, Object> values) {
    rows.accept(type, SampleRows.row(type, values));
  }

  private void measured(String study, String series) {
    for (double budget : BUDGETS) {
      for (double params : SIZES) {
        ScalingRunStatus status =
            random.nextInt(8) > 0
                ? ScalingRunStatus.OK
                : STATUSES.get(random.nextInt(STATUSES.size()));
        double flops = budget * (1 + 0.004 * random.nextInt(3));
        measured(study, series, params, flops, status);
      }
    }
    for (int step = 1; step <= 90; step++) {
      curve(study, series, "long", step);
      if (step % 6 == 0) {
        curve(study, series, "short", step);
      }
    }
  }

  private void measured(
      String study, String series, double params, double flops, ScalingRunStatus status) {
    double tokens = flops / 6 / params;
    double loss = loss(params, tokens) * (1 + 0.01 * random.nextGaussian());
    boolean usable = status == ScalingRunStatus.OK;
    add(
        ScalingRun.ROWS,
        values(
            "source",
            study,
            "series",
            series,
            "run",
            "N" + params,
            "ordinal",
            (int) (flops / 1e16),
            "params",
            random.nextInt(12) > 0 ? params : null,
            "params_kind",
            "non_embedding",
            "tokens",
            random.nextInt(12) > 0 ? tokens : null,
            "flops",
            random.nextInt(12) > 0 ? flops : null,
            "flops_kind",
            "6nd",
            "schedule_state",
            List.of("final", "constant", "decaying").get(random.nextInt(3)),
            "loss",
            usable ? loss : null,
            "input",
            "file",
            "status",
            status.word()));
  }

  private static double loss(double params, double tokens) {
    return 1.7 + 400 / Math.pow(params, 0.34) + 410 / Math.pow(tokens, 0.28);
  }

  private void curve(String study, String series, String run, int step) {
    double tau = step * 0.01;
    add(
        ScalingRun.ROWS,
        values(
            "source",
            study,
            "series",
            series,
            "run",
            run,
            "ordinal",
            step,
            "params",
            5e7,
            "params_kind",
            "non_embedding",
            "tokens",
            step * 1e8,
            "steps",
            step * 100L,
            "tau",
            random.nextInt(9) > 0 ? tau : null,
            "flops",
            6 * 5e7 * step * 1e8,
            "flops_kind",
            "6nd",
            "loss",
            2 + 0.7 * Math.pow(tau, -0.3) + 0.001 * random.nextGaussian(),
            "input",
            "file",
            "status",
            "ok"));
  }

  private void optima(String study, String series) {
    String[] statuses = {"ok", "edge", "not_convex"};
    for (int i = 0; i < BUDGETS.length; i++) {
      boolean ok = statuses[i].equals("ok");
      add(
          ScalingIsoflop.ROWS,
          values(
              "source",
              study,
              "series",
              series,
              "budget",
              BUDGETS[i],
              "models",
              6,
              "points",
              5,
              "n_opt",
              ok ? 9e7 : null,
              "d_opt",
              ok ? 1e10 : null,
              "loss_opt",
              ok ? 3.1 : null,
              "curvature",
              ok && series.equals("web") ? 0.2 : null,
              "status",
              statuses[i],
              "message",
              ok ? null : "least loss at the end"));
      add(
          ScalingEnvelope.ROWS,
          values(
              "source",
              study,
              "series",
              series,
              "flops",
              BUDGETS[i] * 1.5,
              "run",
              "N" + SIZES[i],
              "n",
              SIZES[i],
              "loss",
              3.5 - 0.2 * i,
              "status",
              i == 0 ? "edge" : "ok"));
    }
    for (String approach : List.of("1", "2", "3", "kaplan")) {
      boolean some = !approach.equals("kaplan");
      add(
          ScalingOptimum.ROWS,
          values(
              "source",
              study,
              "series",
              series,
              "approach",
              approach,
              "flops",
              1e21,
              "n_opt",
              some ? 2e9 : null,
              "d_opt",
              some ? 8e10 : null,
              "tokens_per_param",
              some ? 40.0 : null,
              "loss",
              some ? 2.4 : null,
              "n_opt_p10",
              approach.equals("3") ? 1.5e9 : null,
              "n_opt_p90",
              approach.equals("3") ? 2.6e9 : null,
              "far",
              false,
              "status",
              some ? "ok" : "too_few"));
    }
  }

  private void fitted(String study, String series, boolean whole) {
    for (double delta : new double[] {1e-3, 1e-4}) {
      Map<String, Object> key = key(study, series, "3", "chinchilla", "n_d", "huber_log", delta);
      add(
          ScalingFit.ROWS,
          with(
              key,
              "rows",
              18,
              "runs",
              6,
              "k",
              5,
              "objective",
              20.5,
              "starts",
              243,
              "hit_share",
              0.3,
              "probe",
              whole ? 1e-12 : -1e-4,
              "condition",
              1e4,
              "rms_rel",
              0.01,
              "n_min",
              1e7,
              "n_max",
              3e9,
              "d_min",
              1e8,
              "d_max",
              1e11,
              "c_min",
              1e18,
              "c_max",
              1e20,
              "params_kind",
              "non_embedding",
              "flops_kind",
              "6nd",
              "status",
              whole ? "no_floor" : "not_converged"));
      coefficients(key, whole, delta == MAIN_DELTA);
    }
    for (String approach : List.of("1", "2")) {
      allocation(key(study, series, approach, "power", "c", "lsq_log", 0), true, true, 0.45);
    }
    allocation(
        key(study, series, "none", "chinchilla_tied", "n_d", "huber_log", 1e-3), true, true, 0.5);
    Map<String, Object> power = key(study, series, "none", "power", "c_min", "huber_log", 1e-3);
    for (String name : List.of("alpha_c", "C_c")) {
      add(
          ScalingCoefficient.ROWS,
          with(
              power,
              "coefficient",
              name,
              "value",
              name.equals("C_c") ? 1e27 : 0.05,
              "status",
              "ok"));
    }
    for (String form : List.of("chinchilla", "kaplan_nd", "power_floor")) {
      for (String rule : List.of("compute", "largest_n")) {
        boolean some = random.nextInt(4) > 0;
        add(
            ScalingExtrapolation.ROWS,
            with(
                key(study, series, "3", form, "n_d", "huber_log", MAIN_DELTA),
                "rule",
                rule,
                "cut",
                1e19,
                "train_rows",
                12,
                "test_rows",
                some ? 6 : 0,
                "mean_abs_rel",
                some ? 0.02 * random.nextDouble() : null,
                "max_abs_rel",
                some ? 0.05 : null,
                "bias_rel",
                some ? -0.01 : null,
                "place",
                some ? 1 + random.nextInt(3) : null,
                "status",
                some ? "ok" : "too_few"));
      }
    }
  }

  private void coefficients(Map<String, Object> key, boolean whole, boolean main) {
    Map<String, Double> values =
        Map.of("A", main ? 400.0 : 440.0, "B", 410.0, "alpha", 0.34, "beta", 0.28, "G", 0.7);
    values.forEach(
        (name, value) ->
            add(
                ScalingCoefficient.ROWS,
                with(
                    key,
                    "coefficient",
                    name,
                    "value",
                    whole ? value : null,
                    "status",
                    whole ? "ok" : "not_converged")));
    add(ScalingCoefficient.ROWS, with(key, "coefficient", "E", "status", "no_floor"));
    allocation(key, whole, main, 0.28 / 0.62);
  }

  private void allocation(Map<String, Object> key, boolean whole, boolean main, double a) {
    for (String name : List.of("a", "b")) {
      double value = name.equals("a") ? a : 1 - a;
      boolean spread = whole && main && (key.get("series").equals("web") || random.nextInt(4) > 0);
      add(
          ScalingCoefficient.ROWS,
          with(
              key,
              "coefficient",
              name,
              "value",
              whole ? value : null,
              "sd",
              spread ? 0.02 : null,
              "p2_5",
              spread ? value - 0.04 : null,
              "p10",
              spread ? value - 0.03 : null,
              "p50",
              spread ? value : null,
              "p90",
              spread ? value + 0.03 : null,
              "p97_5",
              spread ? value + 0.04 : null,
              "replicates",
              spread ? 1000 : null,
              "failed",
              spread ? 0 : null,
              "published",
              name.equals("a") ? 0.5 : null,
              "status",
              "ok"));
    }
  }

  /**
   * Three fits of others for the same law, one of any approach, and one of a law we did not fit.
   */
  private void published(String study, String series) {
    published(study, series, "as printed", "3", "chinchilla", Map.of("alpha", 0.34, "a", 0.46));
    published(study, series, "unrounded", "3", "chinchilla", Map.of("alpha", 0.339, "beta", 0.285));
    published(
        study, series, "fitted anew", "none", "chinchilla", Map.of("alpha", 0.348, "a", 0.513));
    published(study, series, "a blog", "kaplan", "kaplan_ns", Map.of("alpha_n", 0.077));
  }

  private void published(
      String study,
      String series,
      String label,
      String approach,
      String form,
      Map<String, Double> coefficients) {
    coefficients.forEach(
        (coefficient, value) ->
            add(
                ScalingPublished.ROWS,
                values(
                    "source",
                    study,
                    "series",
                    series,
                    "label",
                    label,
                    "approach",
                    approach,
                    "form",
                    form,
                    "coefficient",
                    coefficient,
                    "value",
                    value)));
  }

  private void timed(String study, String series) {
    for (String run : List.of("long", "short", "absent")) {
      for (String clock : List.of("step", "tokens", "tau")) {
        boolean fit = !(clock.equals("tau") && run.equals("short")) && !run.equals("absent");
        double unit = clock.equals("tau") ? 0.01 : clock.equals("step") ? 100 : 1e8;
        add(
            TimeScaling.ROWS,
            values(
                "source",
                study,
                "series",
                series,
                "scale",
                run,
                "clock",
                clock,
                "window_start",
                2 * unit,
                "window_end",
                88 * unit,
                "rows",
                80,
                "bins",
                30,
                "c",
                fit ? 0.7 : null,
                "gamma",
                fit ? 0.3 : null,
                "gamma_lo",
                fit ? 0.28 : null,
                "gamma_hi",
                fit ? 0.31 : null,
                "l_inf",
                fit && !clock.equals("tokens") ? 1.9 : null,
                "sse",
                fit ? 1e-3 : null,
                "sse_third",
                fit ? 2e-3 : null,
                "third_inside",
                fit ? false : null,
                "zero_floor_slope",
                0.12,
                "status",
                fit ? "ok" : "too_few"));
      }
    }
  }

  /** Rows that join a family's losses with its transport. */
  public static void link(BiConsumer<RowType<?>, Record> rows, String family) {
    new LawSampleRows(rows).link(family);
  }

  private void link(String family) {
    for (long step = 0; step < 17; step += 2) {
      for (String metric : List.of("loss", "ln kjv")) {
        boolean fit = random.nextInt(4) > 0;
        add(
            LossExponentStep.ROWS,
            values(
                "family",
                family,
                "metric",
                metric,
                "step",
                step,
                "scales",
                3,
                "alpha_n",
                fit ? 0.07 + 0.01 * random.nextGaussian() : null,
                "std_error",
                fit && step > 4 ? 0.01 : null,
                "scale_names",
                List.of("a"),
                "status",
                fit ? "ok" : "too_few_scales"));
      }
      for (String scale : List.of("a", "b")) {
        boolean fit = random.nextInt(4) > 0;
        add(
            TimeExponentStep.ROWS,
            values(
                "family",
                family,
                "metric",
                "loss",
                "scale",
                scale,
                "step",
                step,
                "tau",
                0.1,
                "gamma_local",
                fit ? 0.3 + 0.1 * random.nextGaussian() : null,
                "v_rel",
                random.nextInt(3) > 0 ? random.nextDouble() : null,
                "status",
                fit ? "ok" : "too_few"));
      }
    }
    for (String y : List.of("alpha_n", "gamma_local")) {
      for (String scope : List.of("full", "stable")) {
        for (String scale : List.of(Word.ALL, "b")) {
          add(
              ScalingAssociation.ROWS,
              values(
                  "family",
                  family,
                  "scope",
                  scope,
                  "scale",
                  scale,
                  "x",
                  "D",
                  "y",
                  y,
                  "level",
                  y.equals("alpha_n") ? "exponent" : "channel",
                  "n",
                  9,
                  "matched",
                  9,
                  "pearson",
                  -0.5,
                  "p",
                  0.1,
                  "partial_r",
                  scale.equals("b") ? null : -0.2,
                  "boot_low",
                  -0.9,
                  "boot_high",
                  0.1,
                  "diff_r",
                  0.05,
                  "status",
                  random.nextInt(4) > 0 ? "ok" : "no_variation"));
        }
      }
    }
  }

  private static Map<String, Object> key(
      String study,
      String series,
      String approach,
      String form,
      String variables,
      String objective,
      double delta) {
    return values(
        "source",
        study,
        "series",
        series,
        "approach",
        approach,
        "form",
        form,
        "variables",
        variables,
        "objective_kind",
        objective,
        "delta",
        delta);
  }

  private static Map<String, Object> values(Object... namesAndValues) {
    return with(Map.of(), namesAndValues);
  }

  private static Map<String, Object> with(Map<String, Object> values, Object... more) {
    Map<String, Object> all = new HashMap<>(values);
    for (int i = 0; i < more.length; i += 2) {
      all.put((String) more[i], more[i + 1]);
    }
    return all;
  }

  /** Writes rows of a study and of a family's losses as a run does. */
  static Rows write(Path directory) throws Exception {
    Rows.InMemory rows = of("lab");
    link((type, row) -> addTo(rows, type, row), "pico");
    TableDirectory files =
        new TableDirectory(
            FileSystem.getLocal(new Configuration()),
            new org.apache.hadoop.fs.Path(directory.toUri()));
    for (RowType<?> type : Tables.ROW_TYPES) {
      write(files, type, rows);
    }
    return rows;
  }

  private static <R extends Record> void write(TableDirectory files, RowType<R> type, Rows rows)
      throws Exception {
    if (!rows.of(type).isEmpty()) {
      files.write(type, rows.of(type));
    }
  }
}

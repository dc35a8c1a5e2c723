package org.gradienttransport.jobs.present.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.SharedSpark;
import org.gradienttransport.jobs.conf.study.StudyFiles;
import org.gradienttransport.jobs.measure.WaveSize;
import org.gradienttransport.jobs.present.Answer;
import org.gradienttransport.jobs.run.TestRuns;
import org.gradienttransport.udfs.scaling.optimum.ChinchillaOptimum;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The SQL functions of scaling laws make a published run's tables out of its losses. */
@Tag("spark")
class ScalingFunctionsOnARunTest {
  private static final double[] BUDGETS = {1e19, 1e20, 1e21, 1e22};

  /** Hoffmann et al.'s printed law. */
  private static final ChinchillaOptimum LAW =
      new ChinchillaOptimum(406.4, 410.7, 1.69, 0.34, 0.28);

  private static QueryEngine spark;

  /** Seven sizes around the optimum of each budget, then two runs with twenty losses each. */
  private static List<String> losses() {
    List<String> lines = new ArrayList<>();
    lines.add("series,run,params,tokens,steps,flops,loss");
    for (double flops : BUDGETS) {
      double best = LAW.at(flops).params();
      for (int size = -3; size <= 3; size++) {
        double params = Math.rint(best * StrictMath.pow(2.0, size / 2.0));
        double tokens = flops / (6.0 * params);
        String run = "grid,%s,%s,%s,1,%s,%s";
        lines.add(run.formatted(lines.size(), params, tokens, flops, loss(params, tokens)));
      }
    }
    for (double params : new double[] {1e8, 3e8}) {
      for (int at = 1; at <= 20; at++) {
        double tokens = 5e8 * at * at;
        String run = "curves,%s,%s,%s,%s,%s,%s";
        double flops = 6.0 * params * tokens;
        lines.add(
            run.formatted(params, params, tokens, 100 * at * at, flops, loss(params, tokens)));
      }
    }
    return lines;
  }

  /** The law with an error of half a thousandth that is no noise. */
  private static double loss(double params, double tokens) {
    double law =
        1.69 + 406.4 * StrictMath.pow(params, -0.34) + 410.7 * StrictMath.pow(tokens, -0.28);
    return law * (1 + 5e-4 * StrictMath.sin(params / 1e6 + tokens / 1e7));
  }

  @BeforeAll
  static void run(@TempDir Path directory) throws IOException {
    Files.write(directory.resolve("losses.csv"), losses(), StandardCharsets.UTF_8);
    Path study = directory.resolve("study.yaml");
    Files.writeString(
        study,
        """
        study: made-up
        title: A made-up sweep
        rows: {root: ., files: [losses.csv]}
        columns:
          series: series
          run: run
          params: params
          params_kind: total
          tokens: tokens
          steps: steps
          flops: flops
          flops_kind: 6nd
          loss: loss
        fits:
          laws: [chinchilla]
          approaches: [2, 3]
          bootstrap: {replicates: 0}
          time: {clocks: [step, tokens]}
        """,
        StandardCharsets.UTF_8);
    Path warehouse = directory.resolve("warehouse");
    TestRuns.run(
        warehouse,
        TestRuns.settings(List.of(), 1, 0, 0, WaveSize.DEFAULT)
            .withStudies(List.of(StudyFiles.load(study.toString(), new Configuration()))));
    spark = Engines.spark(SharedSpark.session(), TestRuns.warehouse(warehouse));
  }

  @AfterAll
  static void close() {
    spark.close();
  }

  private static List<Map<String, Object>> rows(String sql) {
    Answer result = spark.query(sql);
    return result.rows().stream()
        .map(
            row -> {
              Map<String, Object> named = new HashMap<>();
              for (int i = 0; i < row.size(); i++) {
                named.put(result.columns().get(i), row.get(i));
              }
              return named;
            })
        .toList();
  }

  /** Rows of which some pair of columns, the function's and the table's, is not the same. */
  private static List<Map<String, Object>> unlike(String joined, String... pairs) {
    List<String> different = new ArrayList<>();
    for (String pair : pairs) {
      different.add("NOT (" + pair + ")");
    }
    return rows("SELECT * FROM " + joined + " WHERE " + String.join(" OR ", different));
  }

  @Test
  void chinchillaFitOfASeriesIsItsLawOfApproachThree() {
    List<Map<String, Object>> fits =
        rows(
            "SELECT m.f.*, f.objective AS their_objective, f.starts AS their_starts, f.rows AS"
                + " their_rows, f.status AS their_status FROM (SELECT series,"
                + " chinchilla_fit(params, tokens, loss) AS f FROM latest_scaling_run WHERE status"
                + " = 'ok' GROUP BY series) m JOIN latest_scaling_fit f ON f.series = m.series AND"
                + " f.form = 'chinchilla'");
    assertThat(fits).hasSize(2);
    for (Map<String, Object> fit : fits) {
      assertThat(((Number) fit.get("rows")).longValue())
          .isEqualTo(((Number) fit.get("their_rows")).longValue());
      assertThat(fit.get("status")).isEqualTo(fit.get("their_status"));
    }
    List<Map<String, Object>> found =
        fits.stream().filter(fit -> fit.get("their_objective") != null).toList();
    assertThat(found).as("two sizes are too few for a law").hasSize(1);
    double objective = (Double) found.get(0).get("their_objective");
    assertThat((Double) found.get(0).get("objective"))
        .isCloseTo(objective, within(1e-9 * objective));
    assertThat(((Number) found.get(0).get("starts")).longValue())
        .isEqualTo(((Number) found.get(0).get("their_starts")).longValue());
    List<Map<String, Object>> coefficients =
        rows(
            "SELECT c.coefficient, c.value, CASE c.coefficient WHEN 'alpha' THEN f.alpha WHEN"
                + " 'beta' THEN f.beta WHEN 'a' THEN f.a WHEN 'b' THEN f.b WHEN 'E' THEN f.floor"
                + " WHEN 'A' THEN f.factor_n WHEN 'B' THEN f.factor_d END AS made FROM (SELECT"
                + " series, chinchilla_fit(params, tokens, loss) AS f FROM latest_scaling_run WHERE"
                + " status = 'ok' GROUP BY series) m JOIN latest_scaling_coefficient c ON c.series ="
                + " m.series AND c.approach = '3' AND c.coefficient IN ('A', 'B', 'E', 'alpha',"
                + " 'beta', 'a', 'b')");
    assertThat(coefficients).hasSize(7);
    for (Map<String, Object> row : coefficients) {
      double value = (Double) row.get("value");
      assertThat((Double) row.get("made"))
          .as("%s", row.get("coefficient"))
          .isCloseTo(value, within(1e-5 * Math.abs(value)));
    }
  }

  @Test
  void isoflopOptimumOfABudgetIsItsParabola() {
    String joined =
        "(SELECT series, flops, isoflop_optimum(params, loss) AS o FROM latest_scaling_run WHERE"
            + " status = 'ok' GROUP BY series, flops) m JOIN latest_scaling_isoflop i ON i.series ="
            + " m.series AND i.budget = m.flops";
    assertThat(rows("SELECT i.series FROM " + joined + " WHERE i.status = 'ok'"))
        .hasSize(BUDGETS.length);
    assertThat(rows("SELECT i.series FROM " + joined + " WHERE i.status <> 'ok'"))
        .as("a budget of one model of a curve")
        .isNotEmpty();
    assertThat(
            unlike(
                joined,
                "m.o.n_opt <=> i.n_opt",
                "m.o.loss_opt <=> i.loss_opt",
                "m.o.curvature <=> i.curvature",
                "m.o.rms <=> i.rms",
                "m.o.models = i.models",
                "m.o.points = i.points",
                "m.o.status = i.status"))
        .isEmpty();
  }

  @Test
  void powerLawFloorFitOfARunIsItsRowOfTimeScaling() {
    for (String clock : List.of("step", "tokens")) {
      String x = clock.equals("step") ? "steps" : "tokens";
      String joined =
          "(SELECT series, run, power_law_floor_fit("
              + x
              + ", loss) AS f FROM latest_scaling_run WHERE status = 'ok' GROUP BY series, run) m"
              + " JOIN latest_time_scaling t ON t.series = m.series AND t.scale = m.run AND t.clock"
              + " = '"
              + clock
              + "'";
      assertThat(rows("SELECT t.scale FROM " + joined + " WHERE t.status = 'ok'")).hasSize(2);
      assertThat(rows("SELECT t.scale FROM " + joined + " WHERE t.status = 'too_few'"))
          .hasSize(7 * BUDGETS.length);
      assertThat(
              unlike(
                  joined,
                  "m.f.c <=> t.c",
                  "m.f.gamma <=> t.gamma",
                  "m.f.gamma_lo <=> t.gamma_lo",
                  "m.f.gamma_hi <=> t.gamma_hi",
                  "m.f.l_inf <=> t.l_inf",
                  "m.f.sse <=> t.sse",
                  "m.f.sse_third <=> t.sse_third",
                  "m.f.third_inside <=> t.third_inside",
                  "m.f.zero_floor_slope <=> t.zero_floor_slope",
                  "m.f.bins = t.bins",
                  "m.f.rows = t.rows",
                  "m.f.status = t.status"))
          .isEmpty();
    }
  }

  /** Published coefficients of a series in one row, beside its optima of approach 3. */
  private static final String OPTIMA =
      "latest_scaling_optimum o JOIN (SELECT series, max(CASE WHEN coefficient = 'A' THEN value END)"
          + " AS a, max(CASE WHEN coefficient = 'B' THEN value END) AS b, max(CASE WHEN coefficient"
          + " = 'E' THEN value END) AS e, max(CASE WHEN coefficient = 'alpha' THEN value END) AS"
          + " alpha, max(CASE WHEN coefficient = 'beta' THEN value END) AS beta FROM"
          + " latest_scaling_coefficient WHERE approach = '3' GROUP BY series) c ON c.series ="
          + " o.series AND o.approach = '3'";

  @Test
  void computeOptimalOfPublishedCoefficientsIsScalingOptimum() {
    String joined =
        "(SELECT o.*, compute_optimal(o.flops, c.a, c.b, c.e, c.alpha, c.beta) AS best FROM "
            + OPTIMA
            + ")";
    assertThat(rows("SELECT flops FROM " + joined)).hasSizeGreaterThan(BUDGETS.length);
    assertThat(
            unlike(
                joined,
                "abs(best.n_opt / n_opt - 1) < 1e-12",
                "abs(best.d_opt / d_opt - 1) < 1e-12",
                "abs(best.tokens_per_param / tokens_per_param - 1) < 1e-12",
                "abs(best.loss / loss - 1) < 1e-12",
                "best.status = status"))
        .isEmpty();
  }

  @Test
  void scalingLawAtAnOptimumIsTheLossToBeExpectedThere() {
    String joined =
        "(SELECT o.loss, scaling_law('chinchilla', o.n_opt, o.d_opt, c.a, c.b, c.e, c.alpha, c.beta)"
            + " AS made FROM "
            + OPTIMA
            + ")";
    assertThat(unlike(joined, "abs(made / loss - 1) < 1e-12")).isEmpty();
    assertThat(rows("SELECT * FROM " + joined)).hasSizeGreaterThan(BUDGETS.length);
  }
}

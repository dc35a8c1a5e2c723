package org.gradienttransport.jobs.present.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gradienttransport.jobs.present.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The SQL functions make one published table out of another, to the last bit. */
@Tag("slow")
class SqlFunctionsOnARunTest {
  private static final Map<String, String> COLUMNS =
      Map.of("size", "d", "duration", "z", "absolute", "beta", "intensive", "delta");
  private static QueryEngine spark;

  @BeforeAll
  static void open() {
    spark = SampleWarehouse.spark();
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

  @Test
  void cascadeExponentsOfFieldTransportAreStepwiseExponent() {
    Map<String, Map<String, Object>> made = new HashMap<>();
    rows("SELECT family, step, cascade_exponents(n, s, n_steps).* FROM latest_field_transport"
            + " WHERE status = 'ok' AND field_kind = 'real' GROUP BY family, step")
        .forEach(row -> made.put(row.get("family") + " " + row.get("step"), row));
    int compared = 0;
    for (Map<String, Object> fit :
        rows(
            "SELECT * FROM latest_stepwise_exponent WHERE field_kind = 'real' AND status = 'ok'")) {
      Map<String, Object> row = made.get(fit.get("family") + " " + fit.get("step"));
      String symbol = COLUMNS.get(fit.get("observable"));
      assertThat(row.get(symbol)).isEqualTo(fit.get("exponent"));
      assertThat(row.get(symbol + "_std_error")).isEqualTo(fit.get("std_error"));
      assertThat(row.get(symbol + "_intercept")).isEqualTo(fit.get("intercept"));
      assertThat(row.get("r2_" + fit.get("observable"))).isEqualTo(fit.get("r2"));
      assertThat(row.get("scales")).isEqualTo(fit.get("scales"));
      assertThat(row.get("status")).isEqualTo("ok");
      compared++;
    }
    assertThat(compared).isEqualTo(4 * (16 + 15));
    assertThat(made).hasSize(16 + 15);
  }

  @Test
  void theSameGoesForEveryNull() {
    List<Map<String, Object>> wrong =
        rows(
            "SELECT e.family FROM (SELECT family, step, field_kind, replicate, cascade_exponents(n,"
                + " s, n_steps) AS e FROM latest_field_transport WHERE status = 'ok' GROUP BY"
                + " family, step, field_kind, replicate) m JOIN latest_stepwise_exponent e ON"
                + " e.family = m.family AND e.step = m.step AND e.field_kind = m.field_kind AND"
                + " e.replicate = m.replicate AND e.symbol = 'z' WHERE NOT (m.e.z <=> e.exponent"
                + " AND m.e.z_std_error <=> e.std_error)");
    assertThat(wrong).isEmpty();
  }

  @Test
  void logLogFitOfOneObservableIsItsRow() {
    List<Map<String, Object>> wrong =
        rows(
            "SELECT f.family FROM (SELECT family, step, loglog_fit(n, v_rel) AS f FROM"
                + " latest_field_transport WHERE status = 'ok' AND field_kind = 'real' GROUP BY"
                + " family, step) f JOIN latest_stepwise_exponent e ON e.family = f.family AND"
                + " e.step = f.step AND e.field_kind = 'real' AND e.symbol = 'delta' WHERE NOT"
                + " (f.f.slope <=> e.exponent AND f.f.r2 <=> e.r2 AND f.f.n = e.scales)");
    assertThat(wrong).isEmpty();
  }

  @Test
  void windowStatsOfStepwiseExponentAreWindowSummary() {
    List<Map<String, Object>> compared =
        rows(
            "SELECT s.quantity, w.mean <=> s.mean AND w.sd <=> s.sd AND w.median <=> s.median AND"
                + " w.count = s.count AS equal FROM (SELECT e.family, e.field_kind, e.replicate,"
                + " e.symbol, window_stats(e.step, e.exponent, b.from_step, b.to_step) AS w FROM"
                + " latest_stepwise_exponent e JOIN latest_window_summary b ON b.family = e.family"
                + " AND b.window_name = 'stable' AND b.quantity = 'cv_v_rel' AND b.field_kind ="
                + " 'real' GROUP BY e.family, e.field_kind, e.replicate, e.symbol) m JOIN"
                + " latest_window_summary s ON s.family = m.family AND s.field_kind = m.field_kind"
                + " AND s.replicate = m.replicate AND s.quantity = m.symbol AND s.window_name ="
                + " 'stable'");
    assertThat(compared)
        .hasSize(2 * 4 * 4)
        .allSatisfy(row -> assertThat(row.get("equal")).isEqualTo(true));
  }

  @Test
  void windowThirdsAreTheirRowsOfWindowSummary() {
    List<Map<String, Object>> compared =
        rows(
            "SELECT s.window_name, CASE s.window_name WHEN 'early' THEN t.early.mean WHEN 'mid' THEN"
                + " t.mid.mean ELSE t.late.mean END AS made, s.mean FROM (SELECT f.family, f.scale,"
                + " window_thirds(f.step, f.v_rel, b.from_step, b.to_step) AS t FROM"
                + " latest_field_transport f JOIN latest_window_summary b ON b.family = f.family AND"
                + " b.window_name = 'stable' AND b.quantity = 'cv_v_rel' AND b.field_kind = 'real'"
                + " WHERE f.field_kind = 'real' AND f.status = 'ok' GROUP BY f.family, f.scale) m"
                + " JOIN latest_window_summary s ON s.family = m.family AND s.scale = m.scale AND"
                + " s.quantity = 'v_rel' AND s.field_kind = 'real' AND s.window_name IN ('early',"
                + " 'mid', 'late')");
    assertThat(compared).hasSize(3 * 9);
    compared.forEach(row -> assertThat(row.get("made")).isEqualTo(row.get("mean")));
  }

  @Test
  void nullContrastOfStepwiseExponentIsNullContrast() {
    List<Map<String, Object>> compared =
        rows(
            "SELECT n.observable, c.total AS total, n.delta_total, c.dist AS dist, n.delta_dist,"
                + " c.assign AS assign, n.delta_assign, c.steps AS made_steps, n.steps FROM (SELECT"
                + " e.family, e.symbol, null_contrast(e.step, e.field_kind, e.replicate, e.exponent)"
                + " AS c FROM latest_stepwise_exponent e JOIN latest_window_summary b ON b.family ="
                + " e.family AND b.window_name = 'stable' AND b.quantity = 'cv_v_rel' AND"
                + " b.field_kind = 'real' WHERE e.step BETWEEN b.from_step AND b.to_step GROUP BY"
                + " e.family, e.symbol) m JOIN latest_null_contrast n ON n.family = m.family AND"
                + " n.observable = m.symbol AND n.scope = 'stable' AND n.scale = 'all'");
    assertThat(compared).hasSize(2 * 3);
    for (Map<String, Object> row : compared) {
      assertThat(row.get("total")).isEqualTo(row.get("delta_total"));
      assertThat(row.get("dist")).isEqualTo(row.get("delta_dist"));
      assertThat(row.get("assign")).isEqualTo(row.get("delta_assign"));
      assertThat(row.get("made_steps")).isEqualTo(row.get("steps"));
    }
  }

  @Test
  void crossModelCvOfWindowMeansIsItsRow() {
    List<Map<String, Object>> far =
        rows(
            "SELECT c.family, c.mean, m.cv FROM (SELECT family, field_kind, replicate,"
                + " cross_model_cv(mean) AS cv FROM latest_window_summary WHERE quantity = 'v_rel'"
                + " AND window_name = 'stable' GROUP BY family, field_kind, replicate) m JOIN"
                + " latest_window_summary c ON c.family = m.family AND c.field_kind = m.field_kind"
                + " AND c.replicate = m.replicate AND c.quantity = 'cv_v_rel' WHERE NOT (abs(c.mean"
                + " - m.cv) < 1e-12)");
    assertThat(far).isEmpty();
  }
}

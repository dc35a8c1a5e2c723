package org.gradienttransport.jobs.present.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gradienttransport.jobs.present.catalogue.LawSampleRows;
import org.gradienttransport.jobs.testing.SampleRows;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.ScalingCoefficient;
import org.gradienttransport.schemas.rows.ScalingFit;
import org.junit.jupiter.api.Test;

/** What the terminal's table of scaling laws calls exponents. */
class ScalingTextTest {
  private final Rows.InMemory rows = new Rows.InMemory();

  private void law(String form, String variables, Map<String, Double> coefficients) {
    Map<String, Object> key = new HashMap<>();
    key.put("source", "lab");
    key.put("series", "all");
    key.put("approach", form.equals("kaplan_ns") ? "kaplan" : "3");
    key.put("form", form);
    key.put("variables", variables);
    key.put("objective_kind", "huber_log");
    key.put("delta", 1e-3);
    key.put("status", "ok");
    Map<String, Object> fit = new HashMap<>(key);
    List.of("rows", "runs", "k").forEach(name -> fit.put(name, 9));
    LawSampleRows.addTo(rows, ScalingFit.ROWS, SampleRows.row(ScalingFit.ROWS, fit));
    coefficients.forEach(
        (name, value) -> {
          Map<String, Object> row = new HashMap<>(key);
          row.put("coefficient", name);
          row.put("value", value);
          LawSampleRows.addTo(
              rows, ScalingCoefficient.ROWS, SampleRows.row(ScalingCoefficient.ROWS, row));
        });
  }

  @Test
  void kaplansExponentsUnderOtherNamesAreNamedBelow() {
    law("chinchilla", "n_d", Map.of("alpha", 0.34, "beta", 0.28));
    law("kaplan_ns", "n_s", Map.of("alpha_n", 0.077, "alpha_s", 0.76));

    assertThat(ScalingText.of("lab", rows))
        .containsPattern("kaplan_ns .* 0\\.077 +0\\.760 ")
        .endsWith("Of kaplan_ns alpha is its alpha_n, beta is its alpha_s.\n");
  }

  @Test
  void chinchillasNeedNoOtherNames() {
    law("chinchilla", "n_d", Map.of("alpha", 0.34, "beta", 0.28));

    assertThat(ScalingText.of("lab", rows)).doesNotContain("is its");
  }

  @Test
  void ofSeveralWidthsTheOneWithIntervalsIsShown() {
    List<String> laws =
        ScalingText.of("lab", LawSampleRows.of("lab"))
            .lines()
            .takeWhile(line -> !line.startsWith("Published for"))
            .filter(line -> line.startsWith("web"))
            .toList();

    assertThat(laws).singleElement().asString().contains("0.452 [0.412, 0.492]");
  }
}

package org.gradienttransport.jobs.present.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gradienttransport.jobs.testing.SampleRows;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.PooledExponent;
import org.junit.jupiter.api.Test;

/** What a family's summary says first. */
class NarrativeTest {
  private static String first(Map<String, Object> numbers) {
    Map<String, Object> values = new HashMap<>(numbers);
    values.put("window_name", "stable");
    values.put("quantity", "z_excess");
    values.put("steps", 56);
    values.put("rows", 448);
    values.put("scales", 4);
    Rows rows = SampleRows.rows(PooledExponent.ROWS, SampleRows.row(PooledExponent.ROWS, values));
    List<Sentence> sentences = new Narrative(FamilyRows.of(rows, "pico")).sentences();
    return sentences.get(0).toString();
  }

  @Test
  void theExcessOverTheNullFloorComesFirstWithItsErrors() {
    assertThat(
            first(
                Map.of(
                    "exponent",
                    0.166,
                    "std_error",
                    0.01,
                    "low",
                    0.146,
                    "high",
                    0.186,
                    "block_low",
                    0.12,
                    "block_high",
                    0.21)))
        .isEqualTo(
            "Over the stable window the excess of z over its Gaussian null floor is +0.166 ± 0.010"
                + " (one regression over 56 steps, standard error; interval +0.146 to +0.186, by"
                + " blocks of steps +0.120 to +0.210): larger models relax longer than chance on"
                + " their sizes explains.");
  }

  @Test
  void anIntervalThatHoldsZeroDecidesWhicheverItIs() {
    assertThat(
            first(
                Map.of(
                    "exponent",
                    -0.03,
                    "std_error",
                    0.01,
                    "low",
                    -0.05,
                    "high",
                    -0.01,
                    "block_low",
                    -0.07,
                    "block_high",
                    0.01)))
        .endsWith("it cannot be told from its null floor.");
    assertThat(first(Map.of("exponent", -0.03, "std_error", 0.01, "low", -0.05, "high", -0.01)))
        .contains("interval -0.050 to -0.010)")
        .endsWith("larger models relax shorter than chance on their sizes explains.");
  }

  @Test
  void withoutARegressionTheSummaryBeginsWithWhatWasMeasured() {
    assertThat(
            new Narrative(FamilyRows.of(new Rows.InMemory(), "pico")).sentences().get(0).toString())
        .startsWith("0 real fields");
  }
}

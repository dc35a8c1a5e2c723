package org.gradienttransport.jobs.present.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gradienttransport.jobs.testing.SampleRows;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.RobustnessChange;
import org.gradienttransport.schemas.rows.RobustnessSummary;
import org.gradienttransport.schemas.rows.RobustnessVariance;
import org.gradienttransport.schemas.vocabulary.Quantity;
import org.junit.jupiter.api.Test;

/** Whether a regime, and the order of several, survive other probes, in words. */
class RobustnessNarrativeTest {
  private final List<RobustnessChange> changes = new ArrayList<>();

  private void change(String family, String factor, String level, double baseline, Double mean) {
    Map<String, Object> values = new HashMap<>();
    values.put("family", family);
    values.put("factor", factor);
    values.put("level", level);
    values.put("quantity", Quantity.Z_MINUS_Z_N0.word());
    values.put("status", mean == null ? "no_values" : "ok");
    if (mean != null) {
      values.put("baseline_mean", baseline);
      values.put("mean", mean);
      values.put("change", mean - baseline);
      values.put("sign_kept", Math.signum(mean) == Math.signum(baseline));
    }
    changes.add(SampleRows.row(RobustnessChange.ROWS, values));
  }

  private FamilyRows rows(String family) {
    return rows(family, 0.05);
  }

  private FamilyRows rows(String family, double sd) {
    Rows.InMemory rows =
        new Rows.InMemory()
            .add(RobustnessChange.ROWS, changes)
            .add(
                RobustnessSummary.ROWS,
                List.of(
                    SampleRows.row(
                        RobustnessSummary.ROWS,
                        Map.ofEntries(
                            Map.entry("family", "a"),
                            Map.entry("factor", "all"),
                            Map.entry("quantity", "z_minus_z_n0"),
                            Map.entry("baseline_mean", 0.1),
                            Map.entry("baseline_sd", sd),
                            Map.entry("largest_change", -0.3),
                            Map.entry("largest_change_in_sd", -2.5),
                            Map.entry("largest_change_at", "alpha=0.2"),
                            Map.entry("levels", 2L),
                            Map.entry("levels_asked", 3L),
                            Map.entry("steps", 8L)))))
            .add(
                RobustnessVariance.ROWS,
                List.of(
                    SampleRows.row(
                        RobustnessVariance.ROWS,
                        Map.of("family", "a", "quantity", "z", "graph_share", 0.25, "seeds", 8L))));
    return FamilyRows.of(rows, family);
  }

  @Test
  void theSentenceCountsWhatSurvivesAndNamesWhatDoesNot() {
    change("a", "alpha", "0.2", 0.1, -0.2);
    change("a", "graph", "torus", 0.1, 0.3);
    change("a", "quantile", "0.85", 0.1, null);

    assertThat(RobustnessNarrative.of(rows("a")).orElseThrow().toString())
        .isEqualTo(
            "Under other choices of the probe z minus z of N0 keeps its sign in 1 of 2 variations"
                + " (not under alpha=0.2); 1 more could not be measured: quantile=0.85; the largest change from +0.100 is -0.300, under"
                + " alpha=0.2, 2.5 standard deviations of the baseline over steps; the graph's seed"
                + " makes 25 % of the variance of z.");
  }

  /** Student's quantile for seven degrees of freedom is 2.364624. */
  @Test
  void aSignThatMayBeNoiseIsSaidToBeOneFirst() {
    change("a", "alpha", "0.2", 0.1, -0.2);
    double bound = 0.1 * Math.sqrt(8) / 2.364624;

    assertThat(RobustnessNarrative.of(rows("a", 1.001 * bound)).orElseThrow().toString())
        .startsWith(
            "At the 8 steps of its variations z minus z of N0 cannot be told from 0 (+0.100), so"
                + " chance decides its sign. Under other choices of the probe it keeps that in 0 of"
                + " 1 variations (not under alpha=0.2); the largest change");
    assertThat(RobustnessNarrative.of(rows("a", 0.999 * bound)).orElseThrow().toString())
        .startsWith("Under other choices of the probe z minus z of N0 keeps its sign in 0 of 1");
  }

  @Test
  void withoutVariationsNothingIsSaid() {
    assertThat(RobustnessNarrative.of(rows("b"))).isEmpty();
    assertThat(RobustnessNarrative.comparing(List.of(rows("a"), rows("b")))).isEmpty();
  }

  @Test
  void anOrderSurvivesOnlyWhereEveryFamilyKeepsItsPlace() {
    change("a", "alpha", "0.2", 0.1, -0.2);
    change("b", "alpha", "0.2", 0.0, 0.1);
    change("a", "graph", "torus", 0.1, 0.3);
    change("b", "graph", "torus", 0.0, 0.1);
    change("a", "quantile", "0.85", 0.1, 0.2);

    assertThat(
            RobustnessNarrative.comparing(List.of(rows("a"), rows("b"))).orElseThrow().toString())
        .isEqualTo(
            "By z minus z of N0 the families' order is b < a; it is the same in 1 of 2 variations of"
                + " the probe that all of them were measured under, and not under alpha=0.2.");
  }

  @Test
  void familiesWithoutACommonVariationHaveNoOrderToLose() {
    change("a", "alpha", "0.2", 0.1, 0.2);
    change("b", "graph", "torus", 0.0, 0.1);

    assertThat(
            RobustnessNarrative.comparing(List.of(rows("a"), rows("b"))).orElseThrow().toString())
        .startsWith("No variation of the probe was measured of all families");
  }
}

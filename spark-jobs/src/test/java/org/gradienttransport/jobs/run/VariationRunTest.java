package org.gradienttransport.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.SharedSpark;
import org.gradienttransport.jobs.aggregate.Robustness;
import org.gradienttransport.jobs.aggregate.VariedField;
import org.gradienttransport.jobs.aggregate.VariedMeasurements;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.Ladder;
import org.gradienttransport.jobs.conf.Variations;
import org.gradienttransport.jobs.io.TableDirectory;
import org.gradienttransport.jobs.measure.MeasureSettings;
import org.gradienttransport.jobs.measure.WaveSize;
import org.gradienttransport.jobs.plan.Plan;
import org.gradienttransport.jobs.plan.VariationPlan;
import org.gradienttransport.jobs.plan.store.MeasurementStore;
import org.gradienttransport.jobs.publish.FloorPipeline;
import org.gradienttransport.jobs.publish.FloorSettings;
import org.gradienttransport.jobs.publish.RunContext;
import org.gradienttransport.jobs.publish.RunOutcome;
import org.gradienttransport.jobs.publish.RunPipeline;
import org.gradienttransport.jobs.publish.RunSettings;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.RobustnessChange;
import org.gradienttransport.schemas.rows.RobustnessFit;
import org.gradienttransport.schemas.rows.RobustnessSummary;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.schemas.vocabulary.ProbeFactor;
import org.gradienttransport.schemas.vocabulary.RobustnessStatus;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.gradienttransport.udfs.robustness.ProbeVariation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Variations of the probe through the whole path: planned, measured, stored, published. */
@Tag("slow")
class VariationRunTest {
  @TempDir private Path warehouse;

  private static RunSettings settings(Variations asked, int partitions) {
    Family family = TestRuns.family("pico-mini-sample").withVariations(Optional.of(asked));
    return TestRuns.settings(List.of(family), 1, 1, partitions, WaveSize.DEFAULT);
  }

  private List<VariedField> measured(VariationPlan plan) throws IOException {
    return VariedMeasurements.of(
        plan,
        new MeasurementStore(TestRuns.warehouse(warehouse)).committedFiles(),
        new Configuration());
  }

  private TableDirectory tables(RunOutcome outcome) {
    return TestRuns.warehouse(warehouse).tables(outcome.runId());
  }

  @Test
  void fieldsOfPicoMiniAtStepZeroAreThoseOfTheMethod() throws IOException {
    Variations asked =
        new Variations(
            List.of(
                ProbeVariation.graphSeed(43),
                ProbeVariation.attachment(1),
                ProbeVariation.attachment(4),
                ProbeVariation.torus(),
                ProbeVariation.alpha(0.2),
                ProbeVariation.quantile(0.95)),
            8,
            List.of(0L),
            Set.of(FieldKind.N0));
    RunPipeline pipeline = TestRuns.pipeline(warehouse, settings(asked, 0));

    RunOutcome outcome = pipeline.run();

    Plan plan = pipeline.plan();
    VariationPlan variations = pipeline.variations(plan, List.of());
    Map<String, String> found = new TreeMap<>();
    for (VariedField one : measured(variations)) {
      FieldTransport field = one.field();
      if (field.key().scale().equals("d12") && field.key().realisation().isReal()) {
        found.put(one.variation().label(), field.cascade().s() + " in " + field.cascade().nSteps());
        if (one.variation().factor() == ProbeFactor.QUANTILE) {
          assertThat(field.cascade().tau()).isEqualTo(0.006721743382513523);
        }
      }
    }
    assertThat(found)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "graph_seed=43", "4796 in 19",
                "attachment=1", "12211 in 148",
                "attachment=4", "3659 in 15",
                "graph=torus", "4983 in 28",
                "alpha=0.2", "7085 in 28",
                "quantile=0.95", "1345 in 13"));
    assertThat(outcome.measured()).isEqualTo(plan.relaxations() + 6 * 4 * 2);
    assertThat(tables(outcome).of(RobustnessFit.ROWS)).hasSize(7 * 2 * 4);
    assertThat(tables(outcome).of(RobustnessChange.ROWS))
        .hasSize(6 * 6)
        .allMatch(row -> row.status() == RobustnessStatus.FEW_STEPS);
    assertThat(tables(outcome).of(RobustnessSummary.ROWS)).hasSize(6 * 6);
  }

  @Test
  void aNightWhoseVariationsTheStoreHoldsMeasuresNothing() throws IOException {
    Variations few =
        new Variations(
            List.of(ProbeVariation.graphSeed(43), ProbeVariation.alpha(0.2)),
            8,
            List.of(),
            Set.of(FieldKind.N0));
    RunOutcome first = TestRuns.run(warehouse, settings(few, 0));
    assertThat(first.measured()).isEqualTo(16 * 4 * 4 + 2 * 8 * 4 * 2);
    Map<String, List<String>> values = TestRuns.values(warehouse, Set.of());
    assertThat(values).containsKeys("robustness_fit", "robustness_variance");

    RunOutcome second = TestRuns.run(warehouse, settings(few, 0));
    assertThat(second.kind()).isEqualTo(RunOutcome.Kind.UNCHANGED);
    assertThat(second.measured()).isZero();

    // One variation more costs that variation alone.
    Variations more =
        new Variations(
            List.of(
                ProbeVariation.graphSeed(43),
                ProbeVariation.alpha(0.2),
                ProbeVariation.quantile(0.85)),
            8,
            List.of(),
            Set.of(FieldKind.N0));
    RunPipeline pipeline = TestRuns.pipeline(warehouse, settings(more, 3));
    Plan plan = pipeline.plan();
    assertThat(pipeline.pending(plan)).isEmpty();
    VariationPlan variations = pipeline.variations(plan, List.of());
    assertThat(pipeline.pending(variations)).hasSize(8 * 4);
    RunOutcome third = pipeline.run();
    assertThat(third.measured()).isEqualTo(8 * 4 * 2);
    assertThat(tables(third).of(CheckResult.ROWS))
        .filteredOn(check -> check.name().equals("regime_robust"))
        .hasSize(1)
        .allMatch(check -> check.message().contains("of 3 variations of the probe"));

    // A published run without its variations is no reason not to measure them.
    Path other = warehouse.resolve("other");
    TestRuns.run(
        other,
        TestRuns.settings(List.of(TestRuns.family("pico-mini-sample")), 1, 1, 0, WaveSize.DEFAULT));
    RunOutcome bare = TestRuns.pipeline(other, settings(few, 0)).aggregate();
    assertThat(bare.measured()).isZero();
    RunOutcome made = TestRuns.run(other, settings(few, 5));
    assertThat(made.measured()).isEqualTo(2 * 8 * 4 * 2);
    Map<String, List<String>> again = TestRuns.values(other, Set.of());
    Robustness.TABLES.forEach(
        type -> assertThat(again.get(type.name())).isEqualTo(values.get(type.name())));
  }

  @Test
  void gaussianFieldsUnderEveryVariationAreThoseOfTheMethod() throws IOException {
    List<ProbeVariation> levels =
        ProbeVariation.defaults().stream()
            .filter(one -> one.factor() != ProbeFactor.GRAPH_SEED || one.level().equals("43"))
            .toList();
    FloorSettings settings =
        new FloorSettings(
            List.of(new Ladder("known", List.of(1_000L, 10_000L, 100_000L))),
            List.of(1_000L),
            1,
            new MeasureSettings("cpu", 1, "", ProbeParameters.PAPER),
            LocalDate.of(2026, 11, 21),
            Duration.ofMinutes(10),
            levels);
    FloorPipeline pipeline =
        new FloorPipeline(
            TestRuns.context(
                SharedSpark.session(),
                TestRuns.warehouse(warehouse),
                Clock.systemUTC(),
                RunContext.LONGEST_STALL),
            settings);

    RunOutcome outcome = pipeline.run();

    Map<String, String> found = new TreeMap<>();
    for (VariedField one : measured(VariationPlan.ofFloors(settings.plan(), levels))) {
      FieldTransport.Cascade cascade = one.field().cascade();
      if (one.field().n() == 100_000L) {
        found.put(
            one.variation().label(),
            cascade.activeCounts().stream().limit(5).toList()
                + " "
                + cascade.s()
                + " "
                + cascade.nSteps());
      }
    }
    assertThat(found)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "graph_seed=43", "[10000, 2671, 614, 128, 21] 13435 6",
                "attachment=1", "[10000, 2982, 1166, 620, 323] 15432 21",
                "attachment=3", "[10000, 2581, 484, 88, 9] 13163 6",
                "attachment=4", "[10000, 2414, 373, 44, 7] 12838 5",
                "graph=torus", "[10000, 2635, 546, 119, 20] 13326 6",
                "alpha=0.2", "[10000, 4492, 1666, 500, 165] 16871 8",
                "alpha=0.4", "[10000, 1729, 423, 82, 14] 12248 5",
                "quantile=0.85", "[15000, 5365, 1635, 525, 133] 22696 9",
                "quantile=0.95", "[5000, 825, 138, 8, 1] 5972 5"));
    assertThat(outcome.measured()).isEqualTo(3 * 10);
    assertThat(pipeline.published().tables(outcome.runId()).of(RobustnessChange.ROWS))
        .hasSize(9 * 5)
        .allMatch(row -> row.fieldKind() == FieldKind.N0 && row.family().equals("known"));
    // Their N0 is that of a family of the size: nothing of it is left to measure.
    assertThat(
            VariationPlan.ofFloors(settings.plan(), levels)
                .pending(new MeasurementStore(TestRuns.warehouse(warehouse)).known()))
        .isEmpty();
  }
}

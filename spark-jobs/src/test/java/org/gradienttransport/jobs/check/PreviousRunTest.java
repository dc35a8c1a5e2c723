package org.gradienttransport.jobs.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.gradienttransport.jobs.testing.SampleRows.difference;
import static org.gradienttransport.jobs.testing.SampleRows.field;
import static org.gradienttransport.jobs.testing.SampleRows.input;
import static org.gradienttransport.jobs.testing.SampleRows.row;
import static org.gradienttransport.jobs.testing.SampleRows.rows;
import static org.gradienttransport.jobs.testing.SampleRows.withInput;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.Tables;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.StepwiseExponent;
import org.gradienttransport.schemas.rows.WindowSummary;
import org.gradienttransport.schemas.vocabulary.Level;
import org.gradienttransport.schemas.vocabulary.Outcome;
import org.junit.jupiter.api.Test;

/** Snapshots and figures of two runs beside one another. */
class PreviousRunTest {
  private static final Set<String> PICO = Set.of("pico");

  private static List<CheckResult> compare(Rows before, Rows now) {
    return compare(before, now, Set.of());
  }

  private static List<CheckResult> compare(
      Rows before, Rows now, Set<SnapshotChanges.Snapshot> listed) {
    Optional<Rows> previous = Optional.ofNullable(before);
    return PreviousRun.check(
        now, PICO, previous, SnapshotChanges.between(previous, now, PICO, listed));
  }

  private static CheckResult named(List<CheckResult> results, String name) {
    return results.stream().filter(result -> result.name().equals(name)).findFirst().orElseThrow();
  }

  private static StepwiseExponent exponent(long step, double exponent, Double error) {
    Map<String, Object> values = new HashMap<>(Map.of("step", step, "exponent", exponent));
    values.put("std_error", error);
    return row(StepwiseExponent.ROWS, values);
  }

  private static WindowSummary window(String quantity, double mean, Double sd) {
    Map<String, Object> values = new HashMap<>(Map.of("quantity", quantity, "mean", mean));
    values.put("sd", sd);
    return row(WindowSummary.ROWS, values);
  }

  @Test
  void withoutAnEarlierRunThereIsOneResultForAFamily() {
    List<CheckResult> found = compare(null, rows(StepwiseExponent.ROWS, exponent(8, 0.9, 0.02)));
    assertThat(found).hasSize(1);
    assertThat(found.get(0).name()).isEqualTo("previous_run");
    assertThat(found.get(0).status()).isEqualTo(Outcome.SKIPPED);
    assertThat(found.get(0).message()).contains("No earlier run of this family");
  }

  @Test
  void whatTheEarlierRunLackedIsNamedInOneResult() {
    Rows run = rows(StepwiseExponent.ROWS, exponent(8, 0.9, 0.02));
    List<CheckResult> found = compare(run, run);
    assertThat(found)
        .extracting(CheckResult::name)
        .containsExactlyInAnyOrder("previous_run", "stepwise_exponent_drift");
    assertThat(named(found, "previous_run").message())
        .contains("closure_check (beta_residual, delta_residual)", "window_summary (mean)")
        .doesNotContain("stepwise_exponent");
  }

  @Test
  void figuresComparedAreColumnsOfTheirTables() {
    FigureDrift.figures()
        .forEach(
            (table, figures) ->
                assertThat(Tables.rowType(table).table().columnNames())
                    .as(table)
                    .containsAll(figures));
  }

  @Test
  void aFigureThatMovedWithoutItsInputsIsAWarningThatNamesItsRow() {
    CheckResult found =
        named(
            compare(
                rows(StepwiseExponent.ROWS, exponent(8, 0.90, 0.02), exponent(16, 0.95, 0.02)),
                rows(StepwiseExponent.ROWS, exponent(8, 0.96, 0.02), exponent(16, 0.95, 0.02))),
            "stepwise_exponent_drift");
    assertThat(found.status()).isEqualTo(Outcome.FAIL);
    assertThat(found.level()).isEqualTo(Level.WARN);
    assertThat(found.scope()).isEqualTo("exponent");
    assertThat(found.value()).isCloseTo(3, within(1e-9));
    assertThat(found.message())
        .isEqualTo(
            "Of 2 values of exponent, that of field kind real, replicate 0, observable size, step 8"
                + " moved most since the previous run: from 0.90000 to 0.96000, 3.00 standard"
                + " errors.");
  }

  @Test
  void ofFiguresThatMovedAsFarTheFirstStepAsANumberIsNamed() {
    CheckResult found =
        named(
            compare(
                rows(StepwiseExponent.ROWS, exponent(1000, 0.5, 0.25), exponent(20, 0.5, 0.25)),
                rows(StepwiseExponent.ROWS, exponent(1000, 0.75, 0.25), exponent(20, 0.75, 0.25))),
            "stepwise_exponent_drift");
    assertThat(found.status()).as("at the bound").isEqualTo(Outcome.PASS);
    assertThat(found.message()).contains("step 20 moved most");
  }

  @Test
  void withoutAnErrorAFigureMovesRelativeToItsSizeAndFromZeroAsItIs() {
    CheckResult sized =
        named(
            compare(
                rows(StepwiseExponent.ROWS, exponent(8, -0.5, null)),
                rows(StepwiseExponent.ROWS, exponent(8, -0.55, null))),
            "stepwise_exponent_drift");
    assertThat(sized.value()).isCloseTo(0.1, within(1e-9));
    CheckResult zero =
        named(
            compare(
                rows(StepwiseExponent.ROWS, exponent(8, 0, 0.0)),
                rows(StepwiseExponent.ROWS, exponent(8, 0.25, 0.0))),
            "stepwise_exponent_drift");
    assertThat(zero.value()).isEqualTo(0.25);
  }

  @Test
  void figuresThatStayAreSaidToStay() {
    Rows run = rows(StepwiseExponent.ROWS, exponent(8, 0.9, 0.02));
    assertThat(named(compare(run, run), "stepwise_exponent_drift").message())
        .isEqualTo("All 1 values of exponent are as in the previous run.");
  }

  @Test
  void theWindowFigureThatMovedMostIsNamedWithBothValues() {
    CheckResult found =
        named(
            compare(
                rows(WindowSummary.ROWS, window("z", 0.22, 0.02), window("D", 0.988, 0.01)),
                rows(WindowSummary.ROWS, window("z", 0.26, 0.02), window("D", 0.99, 0.01))),
            "window_drift");
    assertThat(found.status()).isEqualTo(Outcome.FAIL);
    assertThat(found.scope()).isEqualTo("all");
    assertThat(found.value()).isCloseTo(2.0, within(1e-12));
    assertThat(found.message())
        .isEqualTo(
            "Of 2 window figures, z of pico (stable window, real, scale all) moved most since the"
                + " previous run: from 0.22000 to 0.26000, 2.00 standard deviations of its steps.");
  }

  private static FieldTransport content(long step, String hash, String path) {
    return withInput(field("pico", "d12", step), input(hash, path));
  }

  @Test
  void snapshotsAreNewChangedMovedDamagedOrVanished() {
    Rows before =
        rows(
            FieldTransport.ROWS,
            content(1, "a", "p1"),
            content(2, "b", "p2"),
            content(3, "c", "p3"),
            content(1000, "d", "p1000"),
            content(20, "e", "p20"),
            content(5, "same", "p5"));
    Rows now =
        rows(
            FieldTransport.ROWS,
            content(1, "other", "p1"),
            content(2, "b", "elsewhere"),
            content(4, "f", "p4"),
            content(5, "same", "p5"));
    Set<SnapshotChanges.Snapshot> listed = Set.of(new SnapshotChanges.Snapshot("pico", "d12", 3));
    SnapshotChanges changes = SnapshotChanges.between(Optional.of(before), now, PICO, listed);
    Map<SnapshotChanges.Kind, List<Long>> steps = new HashMap<>();
    for (SnapshotChanges.Kind kind : SnapshotChanges.Kind.values()) {
      steps.put(kind, changes.of(kind).stream().map(SnapshotChanges.Change::step).toList());
    }
    assertThat(steps)
        .containsEntry(SnapshotChanges.Kind.NEW, List.of(4L))
        .containsEntry(SnapshotChanges.Kind.CHANGED, List.of(1L))
        .containsEntry(SnapshotChanges.Kind.MOVED, List.of(2L))
        .containsEntry(SnapshotChanges.Kind.DAMAGED, List.of(3L))
        .containsEntry(SnapshotChanges.Kind.VANISHED, List.of(20L, 1000L));
    List<CheckResult> results = compare(before, now, listed);
    assertThat(named(results, "snapshots_unchanged").message())
        .isEqualTo(
            "1 snapshots have another content than in the previous run and were measured again: d12"
                + " step 1 (p1).");
    assertThat(named(results, "snapshots_present").message())
        .contains("2 snapshots", ": d12 step 20 (p20), d12 step 1000 (p1000).");
  }

  @Test
  void figuresThatMovedWithTheirInputsAreOnlyWorthKnowing() {
    Rows before =
        rows(FieldTransport.ROWS, content(1, "a", "p"))
            .add(StepwiseExponent.ROWS, List.of(exponent(1, 0.5, 0.01)));
    Rows now =
        rows(FieldTransport.ROWS, content(1, "b", "p"))
            .add(StepwiseExponent.ROWS, List.of(exponent(1, 0.6, 0.01)));
    CheckResult found = named(compare(before, now), "stepwise_exponent_drift");
    assertThat(found.status()).isEqualTo(Outcome.FAIL);
    assertThat(found.level()).isEqualTo(Level.INFO);
  }

  @Test
  void aCheckpointIsKnownByEitherOfItsTwoDifferences() {
    FieldTransport difference =
        withInput(
            difference("pico", "d12", 0, 2),
            new FieldTransport.Input("b", "a", null, "p2", "p0", null));
    Rows before = rows(FieldTransport.ROWS, difference);
    SnapshotChanges changes =
        SnapshotChanges.between(
            Optional.of(before), rows(FieldTransport.ROWS, content(3, "c", "p3")), PICO, Set.of());
    assertThat(changes.of(SnapshotChanges.Kind.VANISHED))
        .extracting(SnapshotChanges.Change::step)
        .containsExactly(0L, 2L);
  }
}

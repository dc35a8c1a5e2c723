package org.gradienttransport.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.gradienttransport.jobs.aggregate.scaling.MeasuredStudy;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.measure.WaveSize;
import org.gradienttransport.jobs.present.text.Summary;
import org.gradienttransport.jobs.publish.RunOutcome;
import org.gradienttransport.jobs.publish.RunPipeline;
import org.gradienttransport.jobs.publish.RunSettings;
import org.gradienttransport.jobs.testing.RunTables;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The whole way on the bundled sample of both mini families. */
@TestInstance(Lifecycle.PER_CLASS)
@Tag("spark")
class SampleRunTest {
  private Path directory;

  private final RunSettings settings =
      TestRuns.settings(TestRuns.family("pico-mini-sample"), TestRuns.family("pythia-mini-sample"));
  private RunOutcome outcome;
  private RunTables tables;

  @BeforeAll
  void run(@TempDir Path temporary) throws IOException {
    directory = temporary;
    outcome = TestRuns.run(directory.resolve("first"), settings);
    tables = TestRuns.current(directory.resolve("first"));
    for (String table :
        List.of(
            "field_transport",
            "stepwise_exponent",
            "closure_check",
            "compressibility",
            "window_summary",
            "check_result",
            "run")) {
      tables.register(org.gradienttransport.schemas.Tables.rowType(table).table());
    }
  }

  @Test
  void measuresAndPublishesEveryFieldOfTheSample() {
    assertThat(outcome.kind()).isEqualTo(RunOutcome.Kind.PUBLISHED);
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(outcome.measured()).isEqualTo(4 * 16 + 5 * 16);
    assertThat(tables.rows(FieldTransport.ROWS.table()).count()).isEqualTo(outcome.measured());
  }

  @Test
  void everyFieldEqualsAnIndependentImplementation() throws IOException {
    Map<ExpectedRows.Field, ExpectedRows.Numbers> expected = ExpectedRows.all();
    int compared = 0;
    for (Row row : tables.rows(FieldTransport.ROWS.table()).collectAsList()) {
      String family = row.<String>getAs("family").replace("-sample", "");
      // Differences of the sample that span several saved checkpoints exist only in the sample.
      ExpectedRows.Numbers numbers = expected.get(ExpectedRows.field(row, family));
      if (numbers != null) {
        assertThat(ExpectedRows.numbers(row)).as(row.toString()).isEqualTo(numbers);
        compared++;
      }
    }
    assertThat(compared).isGreaterThanOrEqualTo(4 * 16 + 5 * 5);
  }

  @Test
  void nothingIsLeftToFitOfTheFamiliesLosses() throws IOException {
    RunPipeline pipeline = TestRuns.pipeline(directory.resolve("first"), settings);
    List<MeasuredStudy> losses = pipeline.familyLosses(pipeline.plan());

    assertThat(losses)
        .extracting(MeasuredStudy::name)
        .containsExactly("pico-mini-sample", "pythia-mini-sample");
    assertThat(losses).allMatch(study -> !study.curves().isEmpty());
    assertThat(TestRuns.pipeline(directory.resolve("empty"), settings).pendingFits(losses))
        .hasSizeGreaterThan(10);
    assertThat(pipeline.pendingFits(losses)).isEmpty();
  }

  @Test
  void closureHoldsAtEveryFittedStep() {
    Row worst =
        tables
            .query(
                "select max(abs(beta_residual)), max(abs(delta_residual)), count(beta_residual)"
                    + " from closure_check where status = 'ok'")
            .head();
    assertThat(worst.getDouble(0)).isLessThan(1e-10);
    assertThat(worst.getDouble(1)).isLessThan(1e-10);
    assertThat(worst.getLong(2)).isEqualTo(16 + 15);
  }

  @Test
  void aStepWithDegenerateFieldsKeepsItsRowsWithAStatus() {
    List<Row> rows =
        tables
            .query(
                "select status, exponent, message from stepwise_exponent"
                    + " where family = 'pythia-mini-sample' and step = 1")
            .collectAsList();
    assertThat(rows).hasSize(4);
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(row.getString(0)).isEqualTo("too_few_scales");
              assertThat(row.isNullAt(1)).isTrue();
              assertThat(row.getString(2)).contains("0 of 5 scales").contains("no_activity");
            });
  }

  @Test
  void identicalCheckpointsUnderTwoStepsAreFlagged() {
    List<Row> rows =
        tables
            .query(
                "select step, duplicate_of_step from field_transport"
                    + " where duplicate_of_step is not null")
            .collectAsList();
    assertThat(rows).hasSize(5);
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(row.getLong(0)).isEqualTo(1);
              assertThat(row.getLong(1)).isZero();
            });
  }

  @Test
  void aSecondRunWithoutChangesPublishesNothing() throws IOException {
    RunOutcome again = TestRuns.run(directory.resolve("first"), settings);
    assertThat(again.kind()).isEqualTo(RunOutcome.Kind.UNCHANGED);
    assertThat(again.runId()).isEqualTo(outcome.runId());
    assertThat(again.exitCode()).isEqualTo(ExitCode.OK);
  }

  @Test
  void anyThreadsPartitionsAndWavesGiveTheSameTables() throws IOException {
    Map<String, List<String>> first = TestRuns.values(directory.resolve("first"), Set.of());
    int[][] shapes = {{4, 1, 2000}, {1, 7, 50}, {2, 64, 2000}};
    for (int[] shape : shapes) {
      Path warehouse = directory.resolve("shape-" + shape[0] + "-" + shape[1]);
      TestRuns.run(
          warehouse,
          TestRuns.settings(
              settings.families(), shape[0], 0, shape[1], new WaveSize(shape[2], Long.MAX_VALUE)));
      assertThat(TestRuns.values(warehouse, Set.of()))
          .as("threads %d, partitions %d, units per wave %d", shape[0], shape[1], shape[2])
          .isEqualTo(first);
    }
  }

  @Test
  void theSummarySaysWhatTheTablesSay() {
    String text =
        Summary.text(
            TestRuns.warehouse(directory.resolve("first")).tables(outcome.runId()),
            settings.families(),
            List.of());
    Row row =
        tables
            .query(
                "select mean from window_summary where family = 'pico-mini-sample'"
                    + " and window_name = 'stable' and quantity = 'z' and field_kind = 'real'")
            .head();
    assertThat(text)
        .contains("pico-mini-sample")
        .contains(String.format(java.util.Locale.ROOT, "%+.3f", row.getDouble(0)))
        .contains("Not Pico-LM");
  }
}

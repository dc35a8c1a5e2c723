package org.gradienttransport.jobs.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Row;
import org.gradienttransport.jobs.SharedSpark;
import org.gradienttransport.jobs.conf.Ladder;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.measure.MeasureSettings;
import org.gradienttransport.jobs.measure.WaveSize;
import org.gradienttransport.jobs.plan.Plan;
import org.gradienttransport.jobs.run.TestRuns;
import org.gradienttransport.jobs.testing.RunTables;
import org.gradienttransport.jobs.warehouse.Warehouse;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.rows.NullFloor;
import org.gradienttransport.schemas.rows.NullFloorSummary;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Null floors of small ladders. */
class FloorPipelineTest {
  private static final Ladder MINI = new Ladder("mini", List.of(9216L, 20736L, 36864L, 82944L));

  @TempDir Path directory;

  private RunTables run(List<Ladder> ladders, List<Long> steps, int replicates) throws IOException {
    FloorSettings settings =
        new FloorSettings(
            ladders,
            steps,
            replicates,
            new MeasureSettings("cpu", 1, "", ProbeParameters.PAPER),
            LocalDate.of(2026, 11, 21),
            Duration.ofMinutes(10),
            List.of());
    FloorPipeline pipeline =
        new FloorPipeline(
            TestRuns.context(
                SharedSpark.session(),
                TestRuns.warehouse(directory),
                Clock.systemUTC(),
                RunContext.LONGEST_STALL),
            settings);
    RunTables tables =
        new RunTables(SharedSpark.session(), pipeline.published().run(pipeline.run().runId()));
    tables.register(NullFloor.ROWS.table());
    tables.register(NullFloorSummary.ROWS.table());
    tables.register(CheckResult.ROWS.table());
    return tables;
  }

  @Test
  @Tag("slow")
  void eachStepAndReplicateIsOneRealisationOnTheWholeLadder() throws IOException {
    RunTables tables = run(List.of(MINI), List.of(0L, 8L, 40L), 2);

    List<Row> rows =
        tables.query("select * from null_floor order by step, replicate").collectAsList();
    assertThat(rows).hasSize(6);
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(row.<String>getAs("status")).isEqualTo("ok");
              assertThat(row.<Long>getAs("seed")).isEqualTo(42 + row.<Long>getAs("step"));
              assertThat(row.getList(row.fieldIndex("sizes"))).hasSize(4);
              assertThat(row.<Double>getAs("intensive_exponent"))
                  .isCloseTo(
                      row.<Double>getAs("size_exponent")
                          - row.<Double>getAs("duration_exponent")
                          - 1,
                      org.assertj.core.api.Assertions.within(1e-12));
            });
    Row mean =
        tables
            .query(
                "select s.mean - avg(f.duration_exponent), s.count, s.low < s.mean and"
                    + " s.mean < s.high from null_floor f, null_floor_summary s"
                    + " where s.quantity = 'z' group by s.mean, s.count, s.low, s.high")
            .head();
    assertThat(mean.getDouble(0)).isBetween(-1e-12, 1e-12);
    assertThat(mean.getLong(1)).isEqualTo(6);
    assertThat(mean.getBoolean(2)).isTrue();
    assertThat(tables.query("select 1 from check_result where status = 'fail'").count()).isZero();
  }

  @Test
  @Tag("spark")
  void aKnownRealisationComesBack() throws IOException {
    RunTables tables =
        run(List.of(new Ladder("known", List.of(1000L, 5000L, 100000L))), List.of(1000L), 1);

    Row row = tables.query("select * from null_floor").head();
    assertThat(row.<Long>getList(row.fieldIndex("sizes")).get(2)).isEqualTo(13537);
    assertThat(row.<Long>getList(row.fieldIndex("durations")).get(2)).isEqualTo(6);
  }

  @Test
  @Tag("slow")
  void whatIsMeasuredOnceIsNeverMeasuredAgainAndServesRunsOfThoseSizes() throws IOException {
    run(List.of(MINI), List.of(0L, 8L), 1);
    Warehouse floors =
        Warehouse.at(
            directory.resolve("floors").toUri().toString(),
            SharedSpark.session().sparkContext().hadoopConfiguration());
    String first = floors.requireCurrentRun();
    assertThat(floors.runDescription(first).orElseThrow()).contains("\"measured\" : 8");

    run(List.of(MINI), List.of(0L, 8L, 40L), 1);
    String second = floors.requireCurrentRun();
    assertThat(second).isNotEqualTo(first);
    assertThat(floors.runDescription(second).orElseThrow()).contains("\"measured\" : 4");

    RunPipeline pipeline =
        TestRuns.pipeline(
            directory,
            TestRuns.settings(
                List.of(TestRuns.family("pico-mini-sample")), 1, 1, 0, WaveSize.DEFAULT));
    Plan plan = pipeline.plan();
    long pending = pipeline.pending(plan).stream().mapToLong(work -> work.variants().size()).sum();
    assertThat(pending).isEqualTo(plan.relaxations() - 4 * 3);
  }

  @Test
  void publishedLaddersAreKnownByNameAndBySizes() {
    assertThat(Ladder.parse("pico-lm").publishedZ()).contains(0.057);
    assertThat(Ladder.parse("x=150994944,589824,9437184,37748736").publishedZ()).contains(0.057);
    assertThat(Ladder.parse("PYTHIA").publishedZ()).contains(0.053);
    assertThat(MINI.publishedZ()).isEmpty();
  }

  @Test
  void aLadderNeedsThreeDifferentSizes() {
    assertThatThrownBy(() -> Ladder.parse("two=1000,2000,1000"))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("two")
        .hasMessageContaining("three or more different sizes");
    assertThatThrownBy(() -> Ladder.parse("pico"))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("NAME=N,N,N");
    assertThatThrownBy(() -> Ladder.parse("x=10,2e3,5"))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("is no ladder");
  }
}

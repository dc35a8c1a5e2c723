package org.gradienttransport.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.gradienttransport.jobs.SharedSpark;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.Repository;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.io.Json;
import org.gradienttransport.jobs.measure.MeasureSettings;
import org.gradienttransport.jobs.measure.WaveSize;
import org.gradienttransport.jobs.publish.RunOutcome;
import org.gradienttransport.jobs.publish.RunSettings;
import org.gradienttransport.jobs.testing.RunTables;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Night after night over a growing, changing, shrinking, broken and moved set of snapshots. */
@Tag("slow")
@Tag("nightly")
@TestInstance(Lifecycle.PER_CLASS)
class NightsTest {
  private final List<RunOutcome> nights = new ArrayList<>();
  private Path directory;
  private Path input;
  private Path warehouse;
  private Map<String, List<String>> original;
  private Map<String, List<String>> moved;

  private void copySample() throws IOException {
    input = directory.resolve("input");
    warehouse = directory.resolve("warehouse");
    copy(Repository.root().resolve("samples/pico-mini"), input);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  private Path step(String scale, long step) {
    return input.resolve(
        "pico-mini-%s/checkpoints/step_%d/learning_dynamics/train_gradients.pt"
            .formatted(scale, step));
  }

  /** One night over the input, for a day of November. */
  private RunOutcome night(int day) throws IOException {
    Family family = TestRuns.family("pico-mini-sample").withRoot(input.toUri().toString());
    RunSettings settings =
        new RunSettings(
            List.of(family),
            new MeasureSettings("cpu", 1, "", ProbeParameters.PAPER),
            1,
            WaveSize.DEFAULT,
            0,
            LocalDate.of(2026, 11, day),
            Duration.ofMinutes(10),
            false,
            List.of());
    return TestRuns.pipeline(
            SharedSpark.session(), TestRuns.warehouse(warehouse), settings, Clock.systemUTC())
        .run();
  }

  private JsonNode file(int night, String name) throws IOException {
    Path file = warehouse.resolve("runs").resolve(at(night).runId()).resolve(name);
    return Json.parse(Files.readString(file), name);
  }

  private List<String> named(int night, String file, String kind) throws IOException {
    List<String> names = new ArrayList<>();
    file(night, file)
        .path("snapshots")
        .path(kind)
        .path("first")
        .forEach(one -> names.add(one.path("scale").asText() + " " + one.path("step").asText()));
    return names;
  }

  private RunTables tables(int night) {
    return new RunTables(
        SharedSpark.session(), TestRuns.warehouse(warehouse).run(at(night).runId()));
  }

  private Row check(int night, String name, String scope) {
    return tables(night)
        .rows(CheckResult.ROWS.table())
        .where("name = '" + name + "' and scope = '" + scope + "'")
        .head();
  }

  private Map<String, List<String>> values() throws IOException {
    // Where a file lies is no result, and checks compare with another run.
    Map<String, List<String>> values =
        TestRuns.values(warehouse, Set.of("input_path", "input", "source", "message"));
    values.remove("check_result");
    return values;
  }

  @BeforeAll
  void sixNights(@TempDir Path temporary) throws IOException {
    directory = temporary;
    copySample();
    Path later = Files.move(step("d24", 992), directory.resolve("later.pt"));
    nights.add(night(1));
    Files.move(later, step("d24", 992));
    nights.add(night(2));
    original = values();

    Path sound = Files.copy(step("d36", 8), directory.resolve("sound.pt"));
    Path before = Files.copy(step("d18", 400), directory.resolve("before.pt"));
    Path gone = Files.move(step("d12", 160), directory.resolve("gone.pt"));
    Files.write(step("d36", 8), new byte[100]);
    Files.copy(step("d18", 80), step("d18", 400), StandardCopyOption.REPLACE_EXISTING);
    nights.add(night(3));

    Files.copy(sound, step("d36", 8), StandardCopyOption.REPLACE_EXISTING);
    Files.copy(before, step("d18", 400), StandardCopyOption.REPLACE_EXISTING);
    Files.move(gone, step("d12", 160));
    nights.add(night(4));

    input = Files.move(input, directory.resolve("elsewhere"));
    nights.add(night(6));
    moved = values();
    nights.add(night(5));
    nights.add(night(5));
  }

  private RunOutcome at(int night) {
    return nights.get(night - 1);
  }

  @Test
  void theFirstNightHasNothingToCompareWith() throws IOException {
    assertThat(at(1).exitCode()).isEqualTo(ExitCode.MISSING_INPUT);
    assertThat(at(1).measured()).isEqualTo(63 * 4);
    assertThat(check(1, "previous_run", "all").<String>getAs("status")).isEqualTo("skipped");
    assertThat(named(1, "_RUN.json", "new")).isEmpty();
  }

  @Test
  void aNewSnapshotIsPickedUpAndIsNoCauseForAlarm() throws IOException {
    assertThat(at(2).exitCode()).isEqualTo(ExitCode.OK);
    assertThat(at(2).measured()).as("its field and three nulls").isEqualTo(4);
    assertThat(named(2, "_RUN.json", "new")).containsExactly("d24 992");
    assertThat(file(2, "alerts.json").path("alerts").toString())
        .doesNotContain("snapshots_")
        .doesNotContain("null_contrast_drift");
  }

  @Test
  void aChangedSnapshotIsMeasuredAgainAndNamed() throws IOException {
    assertThat(named(3, "_RUN.json", "changed")).containsExactly("d18 400");
    assertThat(named(3, "alerts.json", "changed")).containsExactly("d18 400");
    Row changed = check(3, "snapshots_unchanged", "all");
    assertThat(changed.<String>getAs("status")).isEqualTo("fail");
    assertThat(changed.<String>getAs("level")).isEqualTo("WARN");
    assertThat(changed.<String>getAs("message"))
        .contains("1 snapshots", "d18 step 400", "step_400");
    Row drift = check(3, "stepwise_exponent_drift", "exponent");
    assertThat(drift.<Double>getAs("value")).isPositive();
    assertThat(drift.<String>getAs("message")).contains("values of exponent", "moved most");
  }

  @Test
  void aVanishedSnapshotIsNamedAndItsNumbersLeaveTheTables() throws IOException {
    assertThat(named(3, "_RUN.json", "vanished")).containsExactly("d12 160");
    Row vanished = check(3, "snapshots_present", "all");
    assertThat(vanished.<String>getAs("status")).isEqualTo("fail");
    assertThat(vanished.<String>getAs("message")).contains("d12 step 160", "step_160");
    Row row =
        tables(3)
            .rows(FieldTransport.ROWS.table())
            .where("scale = 'd12' and step = 160 and field_kind = 'real'")
            .head();
    assertThat(row.<String>getAs("status")).isEqualTo("missing");
    assertThat(row.isNullAt(row.fieldIndex("s"))).isTrue();
  }

  @Test
  void aDamagedSnapshotIsNamedAndTheExitCodeSaysSo() throws IOException {
    assertThat(at(3).exitCode()).isEqualTo(ExitCode.BAD_DATA);
    assertThat(named(3, "_RUN.json", "damaged")).containsExactly("d36 8");
    assertThat(named(3, "alerts.json", "damaged")).containsExactly("d36 8");
    assertThat(file(3, "alerts.json").path("alerts").toString()).contains("readable_inputs");
  }

  @Test
  void whatComesBackWithTheSameContentIsNotRelaxedAgain() throws IOException {
    assertThat(at(4).exitCode()).isEqualTo(ExitCode.OK);
    assertThat(at(4).measured()).isZero();
    assertThat(named(4, "_RUN.json", "new")).containsExactly("d12 160", "d36 8");
    assertThat(named(4, "_RUN.json", "changed")).containsExactly("d18 400");
  }

  @Test
  void aMovedDataSetIsReadButNotRelaxedAgainAndItsTablesStay() throws IOException {
    assertThat(at(5).kind()).isEqualTo(RunOutcome.Kind.PUBLISHED);
    assertThat(at(5).measured()).isZero();
    JsonNode snapshots = file(5, "_RUN.json").path("snapshots");
    assertThat(snapshots.path("moved").path("count").asInt()).isEqualTo(64);
    assertThat(snapshots.path("changed").path("count").asInt()).isZero();
    assertThat(snapshots.path("vanished").path("count").asInt()).isZero();
    assertThat(moved).isEqualTo(original);
    Row drift = check(5, "stepwise_exponent_drift", "exponent");
    assertThat(drift.<String>getAs("level")).isEqualTo("WARN");
    assertThat(drift.<Double>getAs("value")).isZero();
    assertThat(drift.<String>getAs("message")).contains("are as in the previous run");
  }

  @Test
  void anEarlierDayIsMadeOnceWithoutTakingTheLaterOneFromReaders() throws IOException {
    assertThat(at(6).kind()).isEqualTo(RunOutcome.Kind.BACKFILLED);
    assertThat(at(7).kind()).isEqualTo(RunOutcome.Kind.UNCHANGED);
    assertThat(at(7).runId()).isEqualTo(at(6).runId());
    assertThat(TestRuns.warehouse(warehouse).requireCurrentRun()).isEqualTo(at(5).runId());
    assertThat(TestRuns.warehouse(warehouse).completeRuns()).hasSize(6);
  }
}

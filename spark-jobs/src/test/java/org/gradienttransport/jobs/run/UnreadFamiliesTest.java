package org.gradienttransport.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.io.TableDirectory;
import org.gradienttransport.jobs.publish.OtherFamilies;
import org.gradienttransport.jobs.publish.RunOutcome;
import org.gradienttransport.jobs.publish.RunOutcome.Kind;
import org.gradienttransport.jobs.publish.RunPipeline;
import org.gradienttransport.jobs.publish.RunSettings;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.rows.Compressibility;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.PooledExponent;
import org.gradienttransport.schemas.rows.StepwiseExponent;
import org.gradienttransport.schemas.rows.WindowSummary;
import org.gradienttransport.schemas.vocabulary.FieldStatus;
import org.gradienttransport.schemas.vocabulary.Level;
import org.gradienttransport.schemas.vocabulary.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A family of which nothing can be read one night, while others of the same run can. */
@Tag("spark")
class UnreadFamiliesTest {
  private static final List<RowType<?>> TABLES =
      List.of(
          FieldTransport.ROWS,
          StepwiseExponent.ROWS,
          Compressibility.ROWS,
          WindowSummary.ROWS,
          PooledExponent.ROWS);

  @TempDir Path directory;
  private TinyCheckpoints files;
  private Family sound;
  private Family failing;

  @BeforeEach
  void describeTwoFamilies() throws IOException {
    sound =
        new TinyCheckpoints(directory.resolve("sound")).write(1, 2, 3).family("sound", "[1, 2, 3]");
    files = new TinyCheckpoints(directory.resolve("failing")).write(5, 7, 9);
    failing = files.family("failing", "[5, 7, 9]");
  }

  @Test
  void itsLastGoodRowsStayAndTheNightSaysWhy() throws IOException {
    RunOutcome good = run();
    files(hidden -> Files.move(hidden, aside(hidden)));

    RunOutcome night = run();

    assertThat(night.kind()).isEqualTo(Kind.PUBLISHED);
    assertThat(night.exitCode()).isEqualTo(ExitCode.MISSING_INPUT);
    assertThat(current()).isEqualTo(night.runId());
    for (RowType<?> type : TABLES) {
      requireSameRows(type, good, night);
    }
    CheckResult check = readable(night);
    assertThat(check.status()).isEqualTo(Outcome.FAIL);
    assertThat(check.level()).isEqualTo(Level.WARN);
    assertThat(check.value()).isEqualTo(6);
    assertThat(check.message())
        .contains(
            "None of the 6 real fields was measured",
            "w16 step 7 missing",
            "rows of run " + good.runId());
    requireNothingTwice(night);
    String description = description(night);
    assertThat(description)
        .contains("\"nothing_read_of\"", "\"rows_from_run\" : \"" + good.runId())
        .contains("\"MISSING_INPUT\"");
    assertThat(directory.resolve("warehouse/runs/" + night.runId() + "/alerts.json"))
        .content(StandardCharsets.UTF_8)
        .contains("readable_inputs");
  }

  @Test
  void theyStayForAsManyNightsAsItTakes() throws IOException {
    RunOutcome good = run();
    files(hidden -> Files.move(hidden, aside(hidden)));
    RunOutcome first = run();

    assertThat(run().kind()).as("the same day").isEqualTo(Kind.UNCHANGED);
    // Another reason, and so another night.
    files.write("w8", 5, TinyCheckpoints.tensors(8), 5);
    Files.writeString(files.file("w8", 5), "<html>not found</html>", StandardCharsets.UTF_8);
    RunOutcome second = run();

    assertThat(second.runId()).isNotEqualTo(first.runId());
    for (RowType<?> type : TABLES) {
      requireSameRows(type, good, second);
    }
    assertThat(readable(second).message()).contains("rows of run " + good.runId());
    requireNothingTwice(second);
  }

  @Test
  void freshRowsComeWithTheFirstReadableFile() throws IOException {
    RunOutcome good = run();
    files(hidden -> Files.move(hidden, aside(hidden)));
    RunOutcome night = run();
    files(hidden -> Files.move(aside(hidden), hidden));
    files.write("w8", 9, TinyCheckpoints.tensors(8), 11);

    RunOutcome morning = run();

    assertThat(morning.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(morning.measured()).as("the changed file alone").isEqualTo(1);
    List<FieldTransport> before = fields("failing", night);
    List<FieldTransport> now = fields("failing", morning);
    assertThat(now).hasSize(before.size()).doesNotContainSequence(before);
    assertThat(now).filteredOn(field -> field.key().step() == 7).isEqualTo(at(7, before));
    assertThat(readable(morning).status()).isEqualTo(Outcome.PASS);
    assertThat(description(morning)).doesNotContain("nothing_read_of", "rows_from_run");
    requireNothingTwice(morning);
    assertThat(good.runId()).isNotEqualTo(morning.runId());
  }

  @Test
  void theSameFilesBackMakeARunWithoutTheFinding() throws IOException {
    RunOutcome good = run();
    files(hidden -> Files.move(hidden, aside(hidden)));
    run();
    files(hidden -> Files.move(aside(hidden), hidden));

    RunOutcome morning = run();

    assertThat(morning.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(current()).isEqualTo(morning.runId());
    assertThat(morning.runId()).as("everything is as it was").isEqualTo(good.runId());
  }

  @Test
  void damagedFilesAreHeldLikeMissingOnes() throws IOException {
    RunOutcome good = run();
    files(file -> Files.writeString(file, "{\"error\": \"unavailable\"}", StandardCharsets.UTF_8));

    RunOutcome night = run();

    assertThat(night.exitCode()).isEqualTo(ExitCode.BAD_DATA);
    requireSameRows(FieldTransport.ROWS, good, night);
    assertThat(readable(night).message()).contains("corrupt", "rows of run " + good.runId());
  }

  @Test
  void oneReadableFieldIsEnoughForTheNightsOwnRows() throws IOException {
    run();
    for (String scale : List.of("w16", "w32")) {
      for (long step : new long[] {5, 7, 9}) {
        Files.delete(files.file(scale, step));
      }
    }

    RunOutcome night = run();

    assertThat(fields("failing", night))
        .filteredOn(field -> field.status() == FieldStatus.MISSING)
        .hasSize(4);
    assertThat(description(night)).doesNotContain("nothing_read_of");
  }

  @Test
  void refusedRowsOfAFamilyThatWasNeverReadArePublished() throws IOException {
    files(hidden -> Files.move(hidden, aside(hidden)));

    RunOutcome first = run();
    Files.createDirectories(files.file("w8", 5).getParent());
    RunOutcome second = run(sound, failing.withRoot(directory.resolve("nowhere").toString()));

    for (RunOutcome outcome : List.of(first, second)) {
      assertThat(outcome.exitCode()).isEqualTo(ExitCode.MISSING_INPUT);
      assertThat(fields("failing", outcome))
          .hasSize(6)
          .allSatisfy(field -> assertThat(field.status()).isEqualTo(FieldStatus.MISSING));
    }
  }

  @Test
  void refusedRowsOfTheSameDayDoNotComeBackInPlaceOfGoodOnes() throws IOException {
    files(hidden -> Files.move(hidden, aside(hidden)));
    run();
    files(hidden -> Files.move(aside(hidden), hidden));
    RunOutcome good = run();
    files(hidden -> Files.move(hidden, aside(hidden)));

    RunOutcome night = run();

    assertThat(current()).isEqualTo(night.runId());
    requireSameRows(FieldTransport.ROWS, good, night);
  }

  @Test
  void theyGoOnWhenTheFamilyIsLeftOutNext() throws IOException {
    RunOutcome good = run();
    files(hidden -> Files.move(hidden, aside(hidden)));
    run();
    Files.delete(new TinyCheckpoints(directory.resolve("sound")).file("w8", 1));

    RunOutcome without = run(sound);

    requireSameRows(FieldTransport.ROWS, good, without);
    assertThat(description(without)).contains("\"rows_from_run\" : \"" + good.runId());
    requireNothingTwice(without);
  }

  @Test
  void aFamilyOfDiscoveredStepsWithoutAnyIsHeldAlike() throws IOException {
    failing = files.family("failing", "{discover: true}");
    RunOutcome good = run();
    files(hidden -> Files.move(hidden.getParent(), asideStep(hidden)));

    RunOutcome night = run();

    assertThat(night.exitCode()).isEqualTo(ExitCode.MISSING_INPUT);
    requireSameRows(FieldTransport.ROWS, good, night);
    assertThat(readable(night).message())
        .contains("No snapshot is there", "0 usable step(s) discovered", good.runId());
    assertThat(TestRuns.pipeline(warehouse(), settings()).plan().unlisted())
        .containsOnlyKeys("failing");
    assertThatThrownBy(() -> run(failing))
        .as("a run of nothing else stops before any work")
        .isInstanceOf(JobException.class)
        .hasMessageContaining("0 usable step(s) discovered");
  }

  private static Path asideStep(Path file) {
    return file.getParent().resolveSibling("aside-" + file.getParent().getFileName());
  }

  @Test
  void planSaysSoBefore() throws IOException {
    RunOutcome good = run();
    files(hidden -> Files.move(hidden, aside(hidden)));
    RunPipeline pipeline = TestRuns.pipeline(warehouse(), settings());
    var plan = pipeline.plan();

    OtherFamilies others = pipeline.others(plan, List.of(), pipeline.pending(plan));

    assertThat(others.unreadSentences())
        .singleElement()
        .asString()
        .startsWith("failing: None of the 6 real fields was measured")
        .contains(good.runId());
    assertThat(others.sentence()).isEmpty();
  }

  /** What is done to each of the failing family's files. */
  private interface ToFile {
    void with(Path file) throws IOException;
  }

  private void files(ToFile action) throws IOException {
    for (String scale : List.of("w8", "w16", "w32")) {
      for (long step : new long[] {5, 7, 9}) {
        action.with(files.file(scale, step));
      }
    }
  }

  private static Path aside(Path file) {
    return file.resolveSibling("aside");
  }

  private RunSettings settings() {
    return TestRuns.settings(sound, failing);
  }

  private RunOutcome run() throws IOException {
    return TestRuns.run(warehouse(), settings());
  }

  private RunOutcome run(Family... families) throws IOException {
    return TestRuns.run(warehouse(), TestRuns.settings(families));
  }

  private <R extends Record> void requireSameRows(
      RowType<R> type, RunOutcome good, RunOutcome later) {
    int family = type.table().columnNames().indexOf("family");
    assertThat(of(type, family, later)).as(type.name()).isEqualTo(of(type, family, good));
    assertThat(of(type, family, good)).as(type.name()).isNotEmpty();
  }

  private <R extends Record> List<R> of(RowType<R> type, int family, RunOutcome run) {
    return tables(run).of(type).stream()
        .filter(row -> type.values(row)[family].equals("failing"))
        .toList();
  }

  private void requireNothingTwice(RunOutcome run) {
    Set<Object> keys = new HashSet<>();
    tables(run).of(FieldTransport.ROWS).forEach(row -> assertThat(keys.add(row.key())).isTrue());
    tables(run)
        .of(CheckResult.ROWS)
        .forEach(
            row ->
                assertThat(keys.add(List.of(row.family(), row.name(), row.scope())))
                    .as("%s %s", row.family(), row.name())
                    .isTrue());
  }

  private CheckResult readable(RunOutcome run) {
    return tables(run).of(CheckResult.ROWS).stream()
        .filter(check -> check.family().equals("failing") && check.name().equals("readable_inputs"))
        .findFirst()
        .orElseThrow();
  }

  private List<FieldTransport> fields(String family, RunOutcome run) {
    return tables(run).of(FieldTransport.ROWS).stream()
        .filter(field -> field.key().family().equals(family))
        .toList();
  }

  private static List<FieldTransport> at(long step, List<FieldTransport> fields) {
    return fields.stream().filter(field -> field.key().step() == step).toList();
  }

  private String description(RunOutcome outcome) throws IOException {
    return TestRuns.warehouse(warehouse()).runDescription(outcome.runId()).orElseThrow();
  }

  private TableDirectory tables(RunOutcome outcome) {
    return TestRuns.warehouse(warehouse()).tables(outcome.runId());
  }

  private String current() {
    return TestRuns.warehouse(warehouse()).requireCurrentRun();
  }

  private Path warehouse() {
    return directory.resolve("warehouse");
  }
}

package org.gradienttransport.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.io.TableDirectory;
import org.gradienttransport.jobs.publish.RunOutcome;
import org.gradienttransport.jobs.publish.RunOutcome.Kind;
import org.gradienttransport.jobs.publish.RunSettings;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.Run;
import org.gradienttransport.schemas.rows.StepwiseExponent;
import org.gradienttransport.schemas.rows.WindowSummary;
import org.gradienttransport.schemas.vocabulary.Level;
import org.gradienttransport.schemas.vocabulary.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of families of a warehouse that a run does not cover, or cannot read. */
@Tag("spark")
class OtherFamiliesTest {
  @TempDir Path directory;
  private Family first;
  private Family second;

  @BeforeEach
  void describeTwoFamilies() throws IOException {
    first =
        new TinyCheckpoints(directory.resolve("first")).write(1, 2, 3).family("first", "[1, 2, 3]");
    second =
        new TinyCheckpoints(directory.resolve("second")).write(5, 7).family("second", "[5, 7]");
  }

  @Test
  void rowsOfAFamilyThatARunDoesNotCoverGoOnIntoIt() throws IOException {
    RunOutcome one = run(first);
    RunOutcome two = run(second);

    TableDirectory before = tables(one);
    TableDirectory now = tables(two);
    assertThat(current()).isEqualTo(two.runId());
    assertThat(families(now)).containsExactly("first", "second");
    assertThat(of("first", now.of(FieldTransport.ROWS)))
        .isEqualTo(before.of(FieldTransport.ROWS))
        .hasSize(6);
    assertThat(now.of(StepwiseExponent.ROWS)).containsAll(before.of(StepwiseExponent.ROWS));
    assertThat(now.of(WindowSummary.ROWS)).containsAll(before.of(WindowSummary.ROWS));
    assertThat(now.of(CheckResult.ROWS)).containsAll(before.of(CheckResult.ROWS));
    Run row = now.of(Run.ROWS).get(0);
    assertThat(row.families()).containsExactly("first", "second");
    assertThat(row.inputPaths()).hasSize(2);
    assertThat(row.fields()).isEqualTo(9);
    CheckResult check = check(now);
    assertThat(check.level()).isEqualTo(Level.INFO);
    assertThat(check.status()).isEqualTo(Outcome.PASS);
    assertThat(check.message()).contains(one.runId(), ": first.", "--drop-other-families");
    assertThat(description(two)).contains("\"rows_from_run\" : \"" + one.runId());
  }

  @Test
  void takingTurnsPublishesNothingAnew() throws IOException {
    run(first);
    RunOutcome both = run(second);

    RunOutcome again = run(first);

    assertThat(again.kind()).isEqualTo(Kind.UNCHANGED);
    assertThat(current()).isEqualTo(both.runId());
  }

  @Test
  void otherFamiliesLeaveWhenThatIsAsked() throws IOException {
    run(first);
    RunOutcome alone = TestRuns.run(warehouse(), settings(TestRuns.settings(second), true));

    assertThat(families(tables(alone))).containsExactly("second");
    CheckResult check = check(tables(alone));
    assertThat(check.level()).isEqualTo(Level.WARN);
    assertThat(check.status()).isEqualTo(Outcome.FAIL);
    assertThat(check.message()).contains(": first. They leave with it");
  }

  @Test
  void aRunThatCouldReadNothingDoesNotBecomeCurrent() throws IOException {
    RunOutcome good = run(first);
    Family nowhere = second.withRoot(directory.resolve("nowhere").toUri().toString());

    RunOutcome outcome = run(nowhere);

    assertThat(outcome.kind()).isEqualTo(Kind.WITHHELD);
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.MISSING_INPUT);
    assertThat(current()).isEqualTo(good.runId());
    assertThat(of("second", tables(outcome).of(FieldTransport.ROWS)))
        .as("its rows say why")
        .hasSize(3)
        .allSatisfy(field -> assertThat(field.message()).contains("nowhere"));

    assertThat(run(nowhere).kind()).isEqualTo(Kind.STILL_WITHHELD);
    assertThat(current()).as("nor when it is asked for again").isEqualTo(good.runId());
  }

  @Test
  void aFirstRunThatCouldReadNothingIsNotShownEither() throws IOException {
    RunOutcome outcome = run(first.withRoot(directory.resolve("nowhere").toUri().toString()));
    assertThat(outcome.kind()).isEqualTo(Kind.WITHHELD);
    assertThat(TestRuns.warehouse(warehouse()).currentRun()).isEmpty();
  }

  private RunOutcome run(Family family) throws IOException {
    return TestRuns.run(warehouse(), TestRuns.settings(family));
  }

  private static RunSettings settings(RunSettings like, boolean dropOthers) {
    return new RunSettings(
        like.families(),
        like.measure(),
        like.nullReplicates(),
        like.waves(),
        like.partitions(),
        LocalDate.of(2026, 11, 21),
        Duration.ofMinutes(10),
        dropOthers,
        List.of());
  }

  private static Set<String> families(TableDirectory tables) {
    Set<String> families = new TreeSet<>();
    tables.of(FieldTransport.ROWS).forEach(field -> families.add(field.key().family()));
    return families;
  }

  private static List<FieldTransport> of(String family, List<FieldTransport> fields) {
    return fields.stream().filter(field -> field.key().family().equals(family)).toList();
  }

  private static CheckResult check(TableDirectory tables) {
    return tables.of(CheckResult.ROWS).stream()
        .filter(check -> check.name().equals("other_families"))
        .findFirst()
        .orElseThrow();
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

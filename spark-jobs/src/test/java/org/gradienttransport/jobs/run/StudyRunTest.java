package org.gradienttransport.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.SharedSpark;
import org.gradienttransport.jobs.aggregate.scaling.FitUnit;
import org.gradienttransport.jobs.aggregate.scaling.MeasuredStudy;
import org.gradienttransport.jobs.conf.study.Study;
import org.gradienttransport.jobs.conf.study.StudyFiles;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.measure.WaveSize;
import org.gradienttransport.jobs.observe.LazySession;
import org.gradienttransport.jobs.publish.ReadStudy;
import org.gradienttransport.jobs.publish.RunContext;
import org.gradienttransport.jobs.publish.RunIdentity;
import org.gradienttransport.jobs.publish.RunOutcome;
import org.gradienttransport.jobs.publish.RunPipeline;
import org.gradienttransport.jobs.publish.RunSettings;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.rows.ScalingFit;
import org.gradienttransport.schemas.rows.ScalingRun;
import org.gradienttransport.schemas.rows.TimeScaling;
import org.gradienttransport.schemas.vocabulary.LawStatus;
import org.gradienttransport.schemas.vocabulary.Outcome;
import org.gradienttransport.schemas.vocabulary.ScalingRunStatus;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run of studies of losses: published, found again, carried on, and the same however split. */
@Tag("spark")
class StudyRunTest {
  @TempDir Path directory;

  /** Twenty-five runs of Hoffmann et al.'s printed law, with a fixed error of a thousandth. */
  private static List<String> sweep() {
    List<String> lines = new ArrayList<>();
    lines.add("run,params,tokens,loss");
    for (double n : new double[] {1e8, 3e8, 1e9, 3e9, 1e10}) {
      for (double d : new double[] {3e9, 1e10, 3e10, 1e11, 3e11}) {
        double law = 1.69 + 406.4 * StrictMath.pow(n, -0.34) + 410.7 * StrictMath.pow(d, -0.28);
        double loss = law * (1 + 1e-3 * StrictMath.sin(n / 1e7 + d / 1e8));
        lines.add("run" + lines.size() + "," + n + "," + d + "," + loss);
      }
    }
    return lines;
  }

  /** Three runs of thirty losses that fall as a power of the tokens, to a floor. */
  private static List<String> curves() {
    List<String> lines = new ArrayList<>();
    lines.add("run,params,tokens,loss");
    for (int run = 1; run <= 3; run++) {
      for (int at = 1; at <= 30; at++) {
        double tokens = 1e8 * StrictMath.pow(1.2, at);
        double law = 2 + run * StrictMath.pow(tokens / 1e8, -0.4);
        lines.add("run" + run + "," + run + "e8," + tokens + "," + (law + 1e-3 * (at % 3)));
      }
    }
    return lines;
  }

  private Study study(String name, List<String> lines) throws IOException {
    return study(
        name,
        lines,
        """
          laws: [chinchilla, chinchilla_tied]
          approaches: [2, 3]
          bootstrap: {replicates: 60}
        """);
  }

  private Study study(String name, List<String> lines, String fits) throws IOException {
    Path folder = Files.createDirectories(directory.resolve(name));
    Files.write(folder.resolve("runs.csv"), lines, StandardCharsets.UTF_8);
    Path file = folder.resolve("study.yaml");
    Files.writeString(
        file,
        """
        study: %s
        title: A made-up sweep
        rows: {root: ., files: [runs.csv]}
        columns:
          run: run
          params: params
          params_kind: total
          tokens: tokens
          loss: loss
        fits:
        %s\
        """
            .formatted(name, fits),
        StandardCharsets.UTF_8);
    return StudyFiles.load(file.toString(), new Configuration());
  }

  private static RunSettings settings(int partitions, Study... studies) {
    return TestRuns.settings(List.of(), 1, 0, partitions, WaveSize.DEFAULT)
        .withStudies(List.of(studies));
  }

  private RunPipeline pipeline(String warehouse, RunSettings settings) {
    return TestRuns.pipeline(directory.resolve(warehouse), settings);
  }

  private Rows tables(String warehouse, RunOutcome outcome) {
    return TestRuns.warehouse(directory.resolve(warehouse)).tables(outcome.runId());
  }

  private static List<CheckResult> failed(Rows rows, String name) {
    return rows.of(CheckResult.ROWS).stream()
        .filter(check -> check.name().equals(name) && check.status() == Outcome.FAIL)
        .toList();
  }

  @Test
  void aStudyIsPublishedWithoutAnyFamilyAndFoundUnchangedTheNextTime() throws IOException {
    Study study = study("sweep", sweep());

    RunOutcome first = pipeline("warehouse", settings(0, study)).run();
    RunOutcome second = pipeline("warehouse", settings(0, study)).run();

    assertThat(first.kind()).isEqualTo(RunOutcome.Kind.PUBLISHED);
    assertThat(first.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(second.kind()).isEqualTo(RunOutcome.Kind.UNCHANGED);
    assertThat(second.runId()).isEqualTo(first.runId());
    Rows rows = tables("warehouse", first);
    assertThat(rows.of(ScalingRun.ROWS)).hasSize(25);
    assertThat(rows.of(ScalingFit.ROWS))
        .extracting(fit -> fit.key().form().word() + " " + fit.status().word())
        .containsExactlyInAnyOrder("power too_few", "chinchilla ok", "chinchilla_tied ok");
  }

  @Test
  void aChangedLossOrRequestIsANewRun() throws IOException {
    RunOutcome first = pipeline("warehouse", settings(0, study("sweep", sweep()))).run();
    List<String> other = sweep();
    other.set(1, "run1,1e8,3e9,3.4");

    RunOutcome second = pipeline("warehouse", settings(0, study("sweep", other))).run();

    assertThat(second.kind()).isEqualTo(RunOutcome.Kind.PUBLISHED);
    assertThat(second.runId()).isNotEqualTo(first.runId());
  }

  @Test
  void aNightOnWhichNothingIsNewFitsNothingAndStartsNoSpark() throws IOException {
    Study study = study("sweep", sweep());
    RunOutcome yesterday = pipeline("warehouse", settings(0, study)).run();
    RunSettings today =
        new RunSettings(
            List.of(),
            settings(0).measure(),
            0,
            WaveSize.DEFAULT,
            0,
            LocalDate.of(2026, 11, 22),
            Duration.ofMinutes(10),
            false,
            List.of(study));
    LazySession never =
        new LazySession(
            () -> {
              throw new AssertionError("nothing is left to do for Spark");
            },
            stopped -> {});
    Clock clock = Clock.systemUTC();

    RunOutcome again =
        new RunPipeline(
                new RunContext(
                    never,
                    new Configuration(),
                    TestRuns.warehouse(directory.resolve("warehouse")),
                    RunIdentity.fresh(clock.instant()),
                    clock,
                    RunContext.LONGEST_STALL),
                today)
            .run();

    assertThat(again.kind()).isEqualTo(RunOutcome.Kind.PUBLISHED);
    assertThat(tables("warehouse", again).of(ScalingFit.ROWS))
        .isEqualTo(tables("warehouse", yesterday).of(ScalingFit.ROWS));
  }

  @Test
  void oneAndSevenPartitionsGiveEqualTables() throws IOException {
    Study study = study("sweep", sweep());

    var one = pipeline("one", settings(1, study)).run();
    var seven = pipeline("seven", settings(7, study)).run();

    assertThat(one.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(seven.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(TestRuns.values(directory.resolve("seven"), Set.of()))
        .isEqualTo(TestRuns.values(directory.resolve("one"), Set.of()));
  }

  @Test
  void trainingCurvesAreFittedOnceEachAndTheSameHoweverSplit() throws IOException {
    String clock =
        """
          laws: [chinchilla]
          bootstrap: {replicates: 0}
          time: {clocks: [tokens], window: {clock: tokens}}
        """;
    Study study = study("curves", curves(), clock);

    RunOutcome one = pipeline("one", settings(1, study)).run();
    var seven = pipeline("seven", settings(7, study)).run();

    assertThat(seven.exitCode()).isEqualTo(one.exitCode());
    assertThat(TestRuns.values(directory.resolve("seven"), Set.of()))
        .isEqualTo(TestRuns.values(directory.resolve("one"), Set.of()));
    assertThat(tables("one", one).of(TimeScaling.ROWS))
        .hasSize(3)
        .allMatch(row -> row.status() == LawStatus.OK && row.bins() == 30);

    List<String> changed = curves();
    changed.set(30, "run1,1e8,3e10,2.1");
    RunPipeline again = pipeline("one", settings(1, study("curves", changed, clock)));
    List<MeasuredStudy> losses = again.studies().stream().map(ReadStudy::measured).toList();
    assertThat(again.pendingFits(losses))
        .filteredOn(FitUnit.Curve.class::isInstance)
        .as("the other curves are in the store")
        .hasSize(1);
  }

  @Test
  void badLossesAreRowsWithAStatusAndTheExitCodeSaysSo() throws IOException {
    List<String> lines = sweep();
    lines.add("zero,1e9,1e10,0");
    lines.add("negative,1e9,1e10,-2");
    lines.add("torn,1e9");
    lines.add("word,1e9,1e10,diverged");

    RunOutcome outcome = pipeline("warehouse", settings(0, study("sweep", lines))).run();

    assertThat(outcome.kind()).isEqualTo(RunOutcome.Kind.PUBLISHED);
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.BAD_DATA);
    Rows rows = tables("warehouse", outcome);
    assertThat(rows.of(ScalingRun.ROWS))
        .filteredOn(row -> row.status() == ScalingRunStatus.OK)
        .hasSize(25);
    assertThat(rows.of(ScalingRun.ROWS))
        .filteredOn(row -> row.status() != ScalingRunStatus.OK)
        .hasSize(4)
        .allMatch(row -> row.message() != null);
    assertThat(failed(rows, "readable_losses")).hasSize(1);
  }

  @Test
  void badLossesBehindAThousandOfTheWarmUpStillEndWith65() throws IOException {
    List<String> lines = new ArrayList<>();
    List<String> sweep = sweep();
    lines.add(sweep.get(0) + ",steps");
    sweep.subList(1, sweep.size()).forEach(line -> lines.add(line + ",3000"));
    lines.addAll(1, Collections.nCopies(1500, "early,1e9,1e9,5,10"));
    lines.add("zero,1e9,1e10,0,3000");
    lines.add("negative,1e9,1e10,-4,3000");
    Study unwarmed = study("sweep", lines);
    Path file = Path.of(directory + "/" + unwarmed.name() + "/study.yaml");
    String warmed =
        Files.readString(file)
            .replace("  loss: loss\n", "  loss: loss\n  steps: steps\n  warmup_steps: 2000\n");
    Study study = StudyFiles.load(Files.writeString(file, warmed).toString(), new Configuration());

    RunOutcome outcome = pipeline("warehouse", settings(0, study)).run();

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.BAD_DATA);
    Rows rows = tables("warehouse", outcome);
    assertThat(rows.of(ScalingRun.ROWS))
        .filteredOn(row -> row.status() == ScalingRunStatus.NOT_POSITIVE)
        .hasSize(2);
    assertThat(failed(rows, "readable_losses"))
        .singleElement()
        .satisfies(check -> assertThat(check.value()).isEqualTo(2));
    assertThat(failed(rows, "loss_doubts")).isEmpty();
  }

  @Test
  void perplexitiesGivenAsLossesAreNoticed() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line : sweep()) {
      int comma = line.lastIndexOf(',');
      String loss = line.substring(comma + 1);
      lines.add(
          loss.equals("loss")
              ? line
              : line.substring(0, comma + 1) + StrictMath.exp(2 + Double.parseDouble(loss)));
    }

    RunOutcome outcome = pipeline("warehouse", settings(0, study("sweep", lines))).run();

    assertThat(failed(tables("warehouse", outcome), "loss_doubts"))
        .singleElement()
        .satisfies(check -> assertThat(check.message()).contains("loss_unit: perplexity"));
  }

  @Test
  void aStudyWithoutItsFileIsNotShownToReaders() throws IOException {
    Study study = study("sweep", sweep());
    Files.delete(directory.resolve("sweep/runs.csv"));

    RunOutcome outcome = pipeline("warehouse", settings(0, study)).run();

    assertThat(outcome.kind()).isEqualTo(RunOutcome.Kind.WITHHELD);
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.MISSING_INPUT);
  }

  @Test
  void lossesThatCannotBeReadOneNightStayAsTheyWere() throws IOException {
    Study sound = study("sound", sweep());
    Study failing = study("failing", sweep().subList(0, 20));
    RunOutcome good = pipeline("warehouse", settings(0, sound, failing)).run();
    Files.delete(directory.resolve("failing/runs.csv"));

    RunOutcome night = pipeline("warehouse", settings(0, sound, failing)).run();

    assertThat(night.kind()).isEqualTo(RunOutcome.Kind.PUBLISHED);
    assertThat(night.exitCode()).isEqualTo(ExitCode.MISSING_INPUT);
    Rows rows = tables("warehouse", night);
    Rows before = tables("warehouse", good);
    assertThat(rows.of(ScalingRun.ROWS)).isEqualTo(before.of(ScalingRun.ROWS));
    assertThat(rows.of(ScalingFit.ROWS)).isEqualTo(before.of(ScalingFit.ROWS)).isNotEmpty();
    assertThat(rows.of(CheckResult.ROWS))
        .filteredOn(
            check -> check.family().equals("failing") && check.name().equals("readable_losses"))
        .singleElement()
        .satisfies(
            check -> {
              assertThat(check.status()).isEqualTo(Outcome.FAIL);
              assertThat(check.message())
                  .contains("can be used", "Readers keep the study's rows of run " + good.runId());
            });
  }

  @Test
  void aColumnThatIsNotThereLeavesNothingToFit() throws IOException {
    List<String> lines = sweep();
    lines.set(0, "run,params,tokens,cost");

    RunOutcome outcome = pipeline("warehouse", settings(0, study("sweep", lines))).run();

    assertThat(outcome.exitCode()).isNotEqualTo(ExitCode.OK);
    Rows rows = tables("warehouse", outcome);
    assertThat(rows.of(ScalingRun.ROWS))
        .isNotEmpty()
        .allMatch(row -> !row.usable() && row.message().contains("loss"));
    assertThat(rows.of(ScalingFit.ROWS)).isEmpty();
  }

  @Test
  void rowsOfAStudyThatIsNotGivenGoOnIntoTheNextRun() throws IOException {
    RunOutcome first = pipeline("warehouse", settings(0, study("sweep", sweep()))).run();
    RunOutcome second =
        pipeline("warehouse", settings(0, study("other", sweep().subList(0, 4)))).run();

    Rows rows = tables("warehouse", second);
    assertThat(rows.of(ScalingFit.ROWS))
        .filteredOn(fit -> fit.key().source().equals("sweep"))
        .isEqualTo(tables("warehouse", first).of(ScalingFit.ROWS));
    assertThat(rows.of(ScalingFit.ROWS))
        .filteredOn(fit -> fit.key().source().equals("other"))
        .hasSize(3)
        .allMatch(fit -> fit.status() == LawStatus.TOO_FEW);
  }

  @Test
  void twoStudiesOfOneNameAreRefused() throws IOException {
    Study study = study("sweep", sweep());

    assertThatThrownBy(() -> pipeline("warehouse", settings(0, study, study)).run())
        .isInstanceOf(JobException.class)
        .hasMessageContaining("'sweep' is given twice");
  }

  @Test
  void aPlanNamesTheFitsThatTheStoreLacks() throws IOException {
    Study study = study("sweep", sweep());
    RunPipeline pipeline = pipeline("warehouse", settings(0, study));
    List<MeasuredStudy> losses = pipeline.studies().stream().map(ReadStudy::measured).toList();
    assertThat(pipeline.pendingFits(losses)).isNotEmpty();

    assertThat(pipeline.run().exitCode()).isEqualTo(ExitCode.OK);

    assertThat(pipeline.pendingFits(losses)).isEmpty();
    assertThat(SharedSpark.session().sparkContext().isStopped()).isFalse();
  }
}

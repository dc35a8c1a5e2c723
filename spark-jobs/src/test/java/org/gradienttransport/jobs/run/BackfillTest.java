package org.gradienttransport.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.io.Json;
import org.gradienttransport.jobs.publish.Backfill;
import org.gradienttransport.jobs.publish.Backfill.Day;
import org.gradienttransport.jobs.publish.Backfill.Reprocess;
import org.gradienttransport.jobs.publish.RunHistory;
import org.gradienttransport.jobs.publish.RunOutcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which days of a range get a run, and what a backfill ends with. */
class BackfillTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 11, 1);
  private static final LocalDate LAST = LocalDate.of(2026, 11, 4);

  @TempDir Path warehouse;
  private final List<LocalDate> made = new ArrayList<>();

  /** The first day has a sound run, the second one that failed and a sound one before it. */
  @BeforeEach
  void twoDaysHaveRuns() throws IOException {
    past("2026-11-01T031500Z-aaaaaaaa", FIRST, ExitCode.OK);
    past("2026-11-02T031500Z-bbbbbbbb", FIRST.plusDays(1), ExitCode.OK);
    past("2026-11-02T041500Z-cccccccc", FIRST.plusDays(1), ExitCode.CHECK_FAILED);
    Files.createDirectories(warehouse.resolve("runs/2026-11-03T031500Z-dddddddd/field_transport"));
  }

  private void past(String runId, LocalDate asOf, ExitCode exit) throws IOException {
    Path run = Files.createDirectories(warehouse.resolve("runs").resolve(runId));
    Files.writeString(
        run.resolve("_RUN.json"),
        Json.text(
            Json.object()
                .put("run_id", runId)
                .put("as_of", asOf.toString())
                .put("exit", exit.name())
                .put("exit_code", exit.code())));
  }

  private List<Day> backfill(Reprocess reprocess) throws IOException {
    return new Backfill(new RunHistory(TestRuns.warehouse(warehouse)), this::make)
        .run(FIRST, LAST, reprocess, day -> {});
  }

  private RunOutcome make(LocalDate day) throws IOException {
    made.add(day);
    String runId = "2026-11-22T031500Z-" + day;
    past(runId, day, ExitCode.OK);
    return new RunOutcome(runId, RunOutcome.Kind.BACKFILLED, ExitCode.OK, 0);
  }

  @Test
  void noneMakesOnlyTheDaysWithoutACompleteRunOldestFirst() throws IOException {
    List<Day> days = backfill(Reprocess.NONE);

    assertThat(made).containsExactly(FIRST.plusDays(2), LAST);
    assertThat(days)
        .extracting(Day::runId)
        .startsWith("2026-11-01T031500Z-aaaaaaaa", "2026-11-02T041500Z-cccccccc");
    assertThat(Backfill.exitCode(days))
        .as("a day that keeps a failed run is not done")
        .isEqualTo(ExitCode.CHECK_FAILED);
  }

  @Test
  void failedMakesAgainTheDaysWhoseLatestRunFailed() throws IOException {
    assertThat(Backfill.exitCode(backfill(Reprocess.FAILED))).isEqualTo(ExitCode.OK);
    assertThat(made).containsExactly(FIRST.plusDays(1), FIRST.plusDays(2), LAST);
  }

  @Test
  void completedMakesEveryDayAgain() throws IOException {
    backfill(Reprocess.COMPLETED);
    assertThat(made).containsExactly(FIRST, FIRST.plusDays(1), FIRST.plusDays(2), LAST);
  }

  @Test
  void aBackfillThatStoppedIsTakenUpWhereItStopped() throws IOException {
    Backfill stopping =
        new Backfill(
            new RunHistory(TestRuns.warehouse(warehouse)),
            day -> {
              if (day.equals(LAST)) {
                throw new JobException(ExitCode.CANNOT_WRITE, "The warehouse is being written.");
              }
              return make(day);
            });
    assertThatThrownBy(() -> stopping.run(FIRST, LAST, Reprocess.FAILED, day -> {}))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("being written");
    assertThat(made).containsExactly(FIRST.plusDays(1), FIRST.plusDays(2));
    made.clear();

    assertThat(Backfill.exitCode(backfill(Reprocess.FAILED))).isEqualTo(ExitCode.OK);

    assertThat(made).containsExactly(LAST);
  }
}

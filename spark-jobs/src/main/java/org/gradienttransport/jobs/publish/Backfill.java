package org.gradienttransport.jobs.publish;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.gradienttransport.jobs.exit.ExitCode;

/** A range of days, each of which gets the run it lacks. */
public record Backfill(RunHistory history, Runner runner) {
  /** Which of the days that have a complete run are made again, as Airflow names them. */
  public enum Reprocess {
    /** Only days without a complete run get one. */
    NONE,
    /** Days without a complete run, and days whose latest run did not end with 0. */
    FAILED,
    /** Every day gets a new run. */
    COMPLETED
  }

  /** Makes the run of one day. */
  @FunctionalInterface
  public interface Runner {
    RunOutcome run(LocalDate day) throws IOException;
  }

  /**
   * What became of one day.
   *
   * @param runId the run that stands for it
   * @param outcome what was done now; empty when the day kept its run
   */
  public record Day(LocalDate date, String runId, ExitCode exit, Optional<RunOutcome> outcome) {}

  /**
   * Goes through the days, oldest first. An exception ends it; the days before it keep their runs.
   *
   * @param to inclusive
   * @param after told of each day when it is done
   */
  public List<Day> run(LocalDate from, LocalDate to, Reprocess reprocess, Consumer<Day> after)
      throws IOException {
    List<Day> days = new ArrayList<>();
    for (LocalDate date = from; !date.isAfter(to); date = date.plusDays(1)) {
      Day day = one(date, reprocess);
      days.add(day);
      after.accept(day);
    }
    return days;
  }

  private Day one(LocalDate date, Reprocess reprocess) throws IOException {
    Optional<RunHistory.Past> latest = history.of(date).stream().findFirst();
    if (latest.isPresent() && keeps(latest.get(), reprocess)) {
      return new Day(date, latest.get().runId(), latest.get().exit(), Optional.empty());
    }
    RunOutcome outcome = runner.run(date);
    return new Day(date, outcome.runId(), outcome.exitCode(), Optional.of(outcome));
  }

  private static boolean keeps(RunHistory.Past past, Reprocess reprocess) {
    return switch (reprocess) {
      case NONE -> true;
      case FAILED -> past.exit() == ExitCode.OK;
      case COMPLETED -> false;
    };
  }

  /** The exit code of the first day that did not end with 0, else 0. */
  public static ExitCode exitCode(List<Day> days) {
    return days.stream()
        .map(Day::exit)
        .filter(exit -> exit != ExitCode.OK)
        .findFirst()
        .orElse(ExitCode.OK);
  }
}

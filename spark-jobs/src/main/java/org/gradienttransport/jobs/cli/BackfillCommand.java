package org.gradienttransport.jobs.cli;

import java.time.LocalDate;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.publish.Backfill;
import org.gradienttransport.jobs.publish.Backfill.Day;
import org.gradienttransport.jobs.publish.RunContext;
import org.gradienttransport.jobs.publish.RunHistory;
import org.gradienttransport.jobs.publish.RunOutcome;
import org.gradienttransport.jobs.publish.RunPipeline;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@NeedsSpark
@Command(
    name = "backfill",
    header = "Make the runs that a range of days lacks.",
    description = {
      "Makes one run for each day that needs one, oldest first, from the snapshots that are there now. A"
          + " day whose inputs, configuration and code have not changed keeps its run. Readers keep"
          + " seeing the run of the latest day. A killed backfill is taken up by the same command.",
      "",
      "Ends with the code of the first day that did not end with 0. Stops at once where going on"
          + " cannot help: wrong configuration, a warehouse held by another, an unforeseen failure.",
    },
    footer = {
      "",
      "Example:",
      "  gradient-transport backfill --warehouse out --family conf/families/pico-mini-sample.yaml \\",
      "    --from 2026-11-01 --to 2026-11-07 --reprocess failed",
    })
final class BackfillCommand extends RunningBase {
  private static final int MOST_DAYS = 3_660;

  @Mixin private RunOptions options;

  @Option(
      names = "--from",
      paramLabel = "DATE",
      required = true,
      description = "First day, such as 2026-11-01.")
  private LocalDate from;

  @Option(
      names = "--to",
      paramLabel = "DATE",
      required = true,
      description = "Last day, inclusive.")
  private LocalDate to;

  @Option(
      names = "--reprocess",
      paramLabel = "none|failed|completed",
      defaultValue = "NONE",
      description =
          "Which days that have a run to make again: none; failed, those whose last run did not"
              + " end with 0; completed, all. Default: none.")
  private Backfill.Reprocess reprocess;

  @Override
  ExitCode work() throws Exception {
    requireRange();
    return during(freshId(), this::backfill);
  }

  private ExitCode backfill(RunContext first) throws Exception {
    // What is wrong with the options is said before the first day is begun.
    var unused = options.settings(this, first, from);
    Backfill backfill =
        new Backfill(
            new RunHistory(first.warehouse()),
            day -> {
              RunContext run = first.named(freshId());
              return new RunPipeline(run, options.settings(this, run, day)).run();
            });
    return Backfill.exitCode(backfill.run(from, to, reprocess, this::print));
  }

  private void requireRange() {
    if (options.hasDay()) {
      throw JobException.usage("A backfill covers days --from to --to; leave --as-of out.");
    }
    if (from.isAfter(to)) {
      throw JobException.usage("--from " + from + " is after --to " + to + ".");
    }
    if (from.plusDays(MOST_DAYS).isBefore(to)) {
      throw JobException.usage(
          "--from " + from + " to " + to + " is more than " + MOST_DAYS + " days.");
    }
    LocalDate unused = notAhead("--to", to);
  }

  private void print(Day day) {
    String how =
        day.outcome()
            .map(RunOutcome::kind)
            .map(
                kind ->
                    switch (kind) {
                      case PUBLISHED -> "made, current";
                      case BACKFILLED -> "made";
                      case WITHHELD -> "made, but nothing could be read";
                      case UNCHANGED -> "unchanged";
                      case STILL_WITHHELD -> "unchanged, still nothing could be read";
                    })
            .orElse("kept");
    out()
        .println(
            day.date() + "  " + how + ", run " + day.runId() + ", ends with " + day.exit().code());
    out().flush();
  }
}

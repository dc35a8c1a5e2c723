package org.gradienttransport.jobs.cli;

import org.gradienttransport.jobs.exit.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@NeedsSpark(NeedsSpark.When.ASKED)
@Command(
    name = "sql",
    header = "Answer a question in SQL from the current run, without a cluster.",
    footer = {
      "",
      "Each table T of docs/data-dictionary.md is there as latest_T (the current run) and history_T",
      "(all complete runs, with run_id). Nothing can be changed. docs/sql-cookbook.md has questions.",
      "Spark also knows the functions of docs/data-teams.md, such as cascade_exponents.",
      "",
      "Example:",
      "  gradient-transport sql --warehouse out \"SELECT family, mean, sd FROM latest_window_summary"
          + " WHERE quantity = 'D' AND window_name = 'stable' AND field_kind = 'real'\""
    })
final class SqlCommand extends CommandBase {
  @Mixin private QueryOptions options;

  @Parameters(paramLabel = "QUERY", description = "The question.")
  private String query;

  @Override
  ExitCode work() {
    options.print(options.ask(query), out());
    return ExitCode.OK;
  }
}

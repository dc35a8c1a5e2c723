package org.gradienttransport.jobs.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.io.TableDirectory;
import org.gradienttransport.jobs.present.TextTable;
import org.gradienttransport.jobs.warehouse.Warehouse;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Tables;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.vocabulary.Level;
import org.gradienttransport.schemas.vocabulary.Outcome;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "check",
    header = "Verify the current run's tables and show what its checks found.",
    footer = {
      "",
      "Ends with 80 when a check of level ERROR failed.",
      "",
      "Example:",
      "  gradient-transport check --warehouse out",
    })
final class CheckCommand extends CommandBase {
  @Mixin private PublishedRun run;

  @Override
  ExitCode work() throws Exception {
    Warehouse warehouse = run.warehouse();
    TableDirectory tables = warehouse.tables(run.id(warehouse));
    PrintWriter out = out();
    for (RowType<?> type : Tables.ROW_TYPES) {
      if (warehouse.fileSystem().exists(tables.of(type.name()))) {
        out.printf(Locale.ROOT, "%-24s %,10d rows, sound%n", type.name(), verified(type, tables));
      }
    }
    List<CheckResult> checks = tables.of(CheckResult.ROWS);
    out.println();
    out.print(table(checks));
    boolean failed =
        checks.stream()
            .anyMatch(check -> check.status() == Outcome.FAIL && check.level() == Level.ERROR);
    return failed ? ExitCode.CHECK_FAILED : ExitCode.OK;
  }

  private static <R extends Record> int verified(RowType<R> type, TableDirectory tables) {
    List<R> rows = tables.of(type);
    tables.requireSound(type, rows);
    return rows.size();
  }

  private static TextTable table(List<CheckResult> checks) {
    TextTable table = new TextTable("family", "check", "level", "status", "found");
    for (CheckResult check : checks) {
      table.add(
          List.of(
              check.family(),
              check.name(),
              check.level().word(),
              check.status().word(),
              check.message()));
    }
    return table;
  }
}

package org.gradienttransport.jobs.cli;

import java.util.List;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.query.FieldProfile;
import org.gradienttransport.jobs.query.Figure;
import org.gradienttransport.jobs.query.QueryResult;
import org.gradienttransport.schemas.TableSpec;
import org.gradienttransport.schemas.Tables;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Figures, tables and single fields of the current run, on a terminal. */
@NeedsSpark(NeedsSpark.When.WITHOUT_DUCKDB)
@Command(
    name = "show",
    header = "Show a figure, a table, one field or the views of the current run on the terminal.",
    subcommands = {
      ShowCommand.ShowFigure.class,
      ShowCommand.ShowTable.class,
      ShowCommand.ShowField.class,
      ShowViewsCommand.class
    },
    footer = {"", "Example:", "  gradient-transport show figure v_rel --warehouse out"})
final class ShowCommand {

  /** Series over training steps. */
  @Command(
      name = "figure",
      header = "Draw one of the paper's figures from the current run.",
      footer = {
        "",
        "Figures: v_rel (efficiency by scale), exponents (D, z, beta, delta), r2 (compressibility),",
        "nulls (z of the real fields and their nulls), contrast (what is left of z without the nulls),",
        "performance (the external metric by scale). One column is one step, or the median of a few.",
        "",
        "Example:",
        "  gradient-transport show figure exponents --warehouse out --family pico-mini-sample"
      })
  static final class ShowFigure extends CommandBase {
    @Mixin private QueryOptions options;

    @Parameters(paramLabel = "FIGURE", description = "Which figure: ${COMPLETION-CANDIDATES}.")
    private Figure figure;

    @Option(
        names = {"-f", "--family"},
        paramLabel = "NAME",
        description = "Only this family. Default: all.")
    private String family;

    @Override
    ExitCode work() {
      String query = figure.query(family == null ? null : name("--family", family));
      QueryResult series = options.ask(engine -> engine.query(query));
      if (options.forPeople()) {
        out().print(figure.text(series));
        out().println("Query: " + query);
      } else {
        options.print(series, out());
      }
      return ExitCode.OK;
    }
  }

  /** Rows of a published table. */
  @Command(
      name = "table",
      header = "Print rows of a table of the current run.",
      footer = {
        "",
        "Example:",
        "  gradient-transport show table check_result --warehouse out --where \"status = 'fail'\""
      })
  static final class ShowTable extends CommandBase {
    @Mixin private QueryOptions options;

    @Parameters(paramLabel = "TABLE", description = "Which table of docs/data-dictionary.md.")
    private String table;

    @Option(
        names = "--columns",
        paramLabel = "NAME",
        split = ",",
        description = "Only these columns. Default: all.")
    private List<String> columns = List.of();

    @Option(names = "--where", paramLabel = "CONDITION", description = "Only these rows, in SQL.")
    private String condition;

    @Option(
        names = "--limit",
        paramLabel = "N",
        defaultValue = "20",
        description = "Most rows, in the table's own order. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Override
    ExitCode work() {
      String query = query();
      options.print(options.ask(engine -> engine.query(query)), out());
      return ExitCode.OK;
    }

    private String query() {
      try {
        TableSpec declared = Tables.named(table);
        columns.forEach(declared::column);
        List<String> order = declared.key().stream().map(column -> column.name()).toList();
        return "SELECT %s FROM latest_%s%s ORDER BY %s LIMIT %s"
            .formatted(
                columns.isEmpty() ? "*" : String.join(", ", columns),
                declared.name(),
                condition == null ? "" : " WHERE (" + condition + ")",
                String.join(", ", order),
                limit);
      } catch (IllegalArgumentException e) {
        throw JobException.usage(e.getMessage() + ".");
      }
    }
  }

  /** One relaxation. */
  @Command(
      name = "field",
      header = "Show one relaxation: its numbers, and its profile |A_l|.",
      footer = {
        "",
        "Example:",
        "  gradient-transport show field pico-mini-sample d12 480 --warehouse out"
      })
  static final class ShowField extends CommandBase {
    @Mixin private QueryOptions options;

    @Parameters(index = "0", paramLabel = "FAMILY", description = "Name of the family.")
    private String family;

    @Parameters(index = "1", paramLabel = "SCALE", description = "Name of the scale.")
    private String scale;

    @Parameters(index = "2", paramLabel = "STEP", description = "Training step.")
    private long step;

    @Option(
        names = "--kind",
        paramLabel = "KIND",
        defaultValue = "REAL",
        description = "real, n0, n1 or n2. Default: real.")
    private FieldKind kind;

    @Option(
        names = "--replicate",
        paramLabel = "K",
        defaultValue = "0",
        description = "Which realisation of a null. Default: ${DEFAULT-VALUE}.")
    private int replicate;

    @Override
    ExitCode work() {
      String query =
          FieldProfile.query(
              name("FAMILY", family), name("SCALE", scale), step, kind.word(), replicate);
      QueryResult field = options.ask(engine -> engine.query(query));
      if (field.rows().isEmpty()) {
        throw new JobException(
            ExitCode.MISSING_INPUT,
            ("The current run has no field %s %s at step %s of kind %s, replicate %s. List what"
                    + " it has with: gradient-transport sql \"SELECT DISTINCT family, scale, step"
                    + " FROM latest_field_transport\"")
                .formatted(family, scale, step, kind.word(), replicate));
      }
      if (options.forPeople()) {
        out().print(FieldProfile.text(field));
      } else {
        options.print(field, out());
      }
      return ExitCode.OK;
    }
  }

  /** A name that needs no quoting inside a literal of any dialect. */
  private static String name(String argument, String text) {
    if (!text.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      throw JobException.usage(
          argument + " must be made of letters, digits, '.', '_' and '-', got '" + text + "'.");
    }
    return text;
  }
}

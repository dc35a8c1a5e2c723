package org.gradienttransport.jobs.cli;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.present.Answer;
import org.gradienttransport.jobs.present.catalogue.Catalogue;
import org.gradienttransport.jobs.present.catalogue.CohortRows;
import org.gradienttransport.jobs.present.catalogue.Drawing;
import org.gradienttransport.jobs.present.catalogue.FamilyRows;
import org.gradienttransport.jobs.present.catalogue.FamilyText;
import org.gradienttransport.jobs.present.catalogue.LawRows;
import org.gradienttransport.jobs.present.catalogue.ReportSource;
import org.gradienttransport.jobs.present.html.ReportFile;
import org.gradienttransport.jobs.present.text.FieldText;
import org.gradienttransport.jobs.present.text.FigureText;
import org.gradienttransport.jobs.warehouse.Warehouse;
import org.gradienttransport.schemas.Column;
import org.gradienttransport.schemas.Ddl;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.TableSpec;
import org.gradienttransport.schemas.Tables;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Figures, tables and single fields of the current run, on a terminal. */
@NeedsSpark(NeedsSpark.When.ASKED)
@Command(
    name = "show",
    header =
        "Show a figure, a table, one field, optima of the scaling laws or the views of the current run.",
    subcommands = {
      ShowCommand.ShowFigure.class,
      ShowCommand.ShowTable.class,
      ShowCommand.ShowField.class,
      ShowOptimumCommand.class,
      ShowViewsCommand.class
    },
    footer = {"", "Example:", "  gradient-transport show figure v_rel --warehouse out"})
final class ShowCommand {

  @Command(
      name = "figure",
      header = "Draw a figure of the report from the current run.",
      footer = {
        "",
        "The figures are those of the page, docs/report.md; one block of a curve is one step, or the",
        "median of a few. Also printed is the query that makes the same data.",
        "",
        "Examples:",
        "  gradient-transport show figure exponents --warehouse out --family pico-mini-sample",
        "  gradient-transport show figure allocation --warehouse out --study gemstones-sample"
      })
  static final class ShowFigure extends CommandBase {
    @Mixin private QueryOptions options;

    /** Names of the figures, for help and completion. */
    static final class Names extends ArrayList<String> {
      private static final long serialVersionUID = 1L;

      Names() {
        super(Catalogue.names());
      }
    }

    @Parameters(
        paramLabel = "FIGURE",
        completionCandidates = Names.class,
        description = "Which figure: ${COMPLETION-CANDIDATES}.")
    private String figure;

    @Option(
        names = {"-f", "--family"},
        paramLabel = "NAME",
        description = "Only this family. Default: all.")
    private String family;

    @Option(
        names = "--study",
        paramLabel = "NAME",
        description = "Only this study of the loss. Default: all.")
    private String study;

    @Option(
        names = "--cohort",
        paramLabel = "NAME",
        description = "Only this cohort of seeds. Default: all.")
    private String cohort;

    @Override
    ExitCode work() throws IOException {
      Warehouse warehouse = options.warehouse();
      ReportSource source = ReportFile.published(warehouse, warehouse.requireCurrentRun());
      String wanted = figure.toLowerCase(Locale.ROOT).replace('_', '-');
      if (!Catalogue.names().contains(wanted)) {
        throw JobException.usage(
            "There is no figure '" + wanted + "', only " + Catalogue.names() + ".");
      }
      if (Catalogue.ofStudies().contains(wanted)) {
        for (String name : chosen("study", study, LawRows.studies(source.rows()))) {
          print(name, Catalogue.of(LawRows.of(source.rows(), name), wanted));
        }
      } else if (Catalogue.ofCohorts().contains(wanted)) {
        for (String name : chosen("cohort", cohort, CohortRows.cohorts(source.rows()))) {
          print(name, Catalogue.of(CohortRows.of(source.rows(), name), wanted));
        }
      } else {
        List<String> families = source.families().stream().map(FamilyText::name).toList();
        for (String name : chosen("family", family, families)) {
          print(name, Catalogue.of(FamilyRows.of(source.rows(), name), wanted));
        }
      }
      return ExitCode.OK;
    }

    /** The one that was asked for, or all. */
    private static List<String> chosen(String what, String name, List<String> all) {
      if (name == null && !all.isEmpty()) {
        return all;
      }
      if (name != null && all.contains(name)) {
        return List.of(name);
      }
      throw JobException.missing(
          "The current run has no "
              + what
              + (name == null ? "." : " '" + name + "', only " + all + "."));
    }

    private void print(String name, Drawing drawing) {
      if (options.forPeople()) {
        out().println(name + ": " + FigureText.of(drawing));
        out().println(drawing.caption());
        out().println("Query: " + drawing.sql() + "\n");
      } else {
        options.print(drawing.data(), out());
      }
    }
  }

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
      RowType<?> type = declared();
      options.print(condition == null ? rows(type) : options.ask(query(type.table())), out());
      return ExitCode.OK;
    }

    private RowType<?> declared() {
      try {
        RowType<?> type = Tables.rowType(table);
        columns.forEach(type.table()::column);
        return type;
      } catch (IllegalArgumentException e) {
        throw JobException.usage(e.getMessage() + ".");
      }
    }

    private List<String> shown(TableSpec declared) {
      return columns.isEmpty() ? declared.columnNames() : columns;
    }

    private <R extends Record> Answer rows(RowType<R> type) {
      Warehouse warehouse = options.warehouse();
      List<Column> wanted = shown(type.table()).stream().map(type.table()::column).toList();
      return Answer.of(
          shown(type.table()),
          warehouse.tables(warehouse.requireCurrentRun()).of(type).stream()
              .limit(limit)
              .map(row -> Answer.row(wanted.stream().map(c -> type.value(row, c)).toArray())));
    }

    private String query(TableSpec declared) {
      return String.format(
          Locale.ROOT,
          "SELECT %s FROM %s WHERE (%s) ORDER BY %s LIMIT %d",
          String.join(", ", shown(declared)),
          Ddl.latest(declared),
          condition,
          declared.key().stream().map(Column::name).collect(joining(", ")),
          limit);
    }
  }

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
      Warehouse warehouse = options.warehouse();
      FieldTransport field =
          warehouse.tables(warehouse.requireCurrentRun()).of(FieldTransport.ROWS).stream()
              .filter(row -> wanted(row.key()))
              .findFirst()
              .orElseThrow(this::absent);
      if (options.forPeople()) {
        out().print(FieldText.of(field));
      } else {
        options.print(
            new Answer(
                FieldTransport.ROWS.table().columnNames(),
                List.of(Answer.row(FieldTransport.ROWS.values(field)))),
            out());
      }
      return ExitCode.OK;
    }

    private boolean wanted(FieldTransport.FieldKey key) {
      return key.family().equals(family)
          && key.scale().equals(scale)
          && key.step() == step
          && key.realisation().fieldKind() == kind
          && key.realisation().replicate() == replicate;
    }

    private JobException absent() {
      return JobException.missing(
          String.format(
              Locale.ROOT,
              "The current run has no field %s %s at step %d of kind %s, replicate %d. List what"
                  + " it has with: gradient-transport sql \"SELECT DISTINCT family, scale, step"
                  + " FROM latest_field_transport\"",
              family,
              scale,
              step,
              kind.word(),
              replicate));
    }
  }
}

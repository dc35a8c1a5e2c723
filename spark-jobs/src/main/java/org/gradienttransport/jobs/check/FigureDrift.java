package org.gradienttransport.jobs.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.gradienttransport.jobs.check.Finding.Outcome;
import org.gradienttransport.jobs.tables.RunTables;
import org.gradienttransport.schemas.ClosureCheck;
import org.gradienttransport.schemas.Column;
import org.gradienttransport.schemas.Compressibility;
import org.gradienttransport.schemas.NullContrast;
import org.gradienttransport.schemas.Performance;
import org.gradienttransport.schemas.PerformanceAssociation;
import org.gradienttransport.schemas.PerformanceExponent;
import org.gradienttransport.schemas.StepwiseExponent;
import org.gradienttransport.schemas.TableSpec;

/**
 * How far the figures of every table beside window_summary have moved since the previous run, row
 * by row of the same key. Each figure moves in units of what is known of its own uncertainty.
 */
final class FigureDrift {
  /**
   * Figures of one table that are held against one bound.
   *
   * @param figures columns compared
   * @param unit SQL of what a change is divided by, of the earlier row; {@code %1$s} is the figure
   * @param bound largest change that passes, in that unit
   * @param inWords the unit, after a number
   */
  private record Compared(
      TableSpec table, List<Column> figures, String unit, double bound, String inWords) {
    String check() {
      return table.name() + "_drift";
    }
  }

  private static final String RELATIVE = "abs(p.%1$s)";

  private static final List<Compared> COMPARED =
      List.of(
          new Compared(
              StepwiseExponent.TABLE,
              List.of(StepwiseExponent.EXPONENT),
              "p.std_error",
              1,
              "standard errors"),
          new Compared(
              ClosureCheck.TABLE,
              List.of(ClosureCheck.BETA_RESIDUAL, ClosureCheck.DELTA_RESIDUAL),
              "p.bound",
              1,
              "closure bounds"),
          new Compared(
              Compressibility.TABLE,
              List.of(
                  Compressibility.R2_SIZE,
                  Compressibility.R2_DURATION,
                  Compressibility.R2_INTENSIVE),
              "1.0D",
              0.05,
              "of R2"),
          new Compared(
              NullContrast.TABLE,
              List.of(NullContrast.DELTA_TOTAL, NullContrast.DELTA_DIST, NullContrast.DELTA_ASSIGN),
              "(p.%1$s_high - p.%1$s_low) / 2",
              1,
              "half widths of its interval"),
          new Compared(
              Performance.TABLE, List.of(Performance.VALUE), RELATIVE, 0.001, "of its value"),
          new Compared(
              PerformanceExponent.TABLE,
              List.of(PerformanceExponent.EXPONENT),
              "p.std_error",
              1,
              "standard errors"),
          new Compared(
              PerformanceAssociation.TABLE,
              List.of(PerformanceAssociation.PEARSON, PerformanceAssociation.PARTIAL_R),
              "(p.boot_high - p.boot_low) / 2",
              1,
              "half widths of its interval"));

  private FigureDrift() {}

  /** One finding per family and figure. */
  static List<Finding> check(
      RunTables tables, Set<String> families, PreviousRun previous, SnapshotChanges snapshots)
      throws IOException {
    Map<Moved, Row> largest = largest(tables, previous);
    List<Finding> findings = new ArrayList<>();
    for (Compared compared : COMPARED) {
      for (String family : families) {
        for (Column figure : compared.figures()) {
          Row row = largest.get(new Moved(family, compared.table().name(), figure.name()));
          findings.add(
              row == null
                  ? skipped(compared, figure, level(snapshots, family), family)
                  : finding(compared, figure, level(snapshots, family), row));
        }
      }
    }
    return findings;
  }

  /** Which figure. */
  private record Moved(String family, String table, String figure) {}

  /** The row of each figure that moved most, asked of all tables at once. */
  private static Map<Moved, Row> largest(RunTables tables, PreviousRun previous)
      throws IOException {
    List<String> moves = new ArrayList<>();
    for (Compared compared : COMPARED) {
      Optional<Dataset<Row>> before = previous.rows(tables.session(), compared.table());
      if (before.isPresent()) {
        before.get().createOrReplaceTempView(before(compared));
        moves.add(moves(compared));
      }
    }
    Map<Moved, Row> largest = new HashMap<>();
    if (!moves.isEmpty()) {
      for (Row row : tables.query(query(moves)).collectAsList()) {
        largest.put(
            new Moved(row.getAs("family"), row.getAs("table_name"), row.getAs("figure")), row);
      }
    }
    return largest;
  }

  private static String before(Compared compared) {
    return "previous_" + compared.table().name();
  }

  private static String query(List<String> moves) {
    return "select * from (select *, count(*) over (partition by family, table_name, figure) as figures,"
        + " row_number() over (partition by family, table_name, figure order by moved desc, place) as rank"
        + " from ("
        + String.join(" union all ", moves)
        + ")) where rank = 1";
  }

  /** One row for each figure of each row that both runs have. */
  private static String moves(Compared compared) {
    List<String> key = compared.table().key().stream().map(Column::name).toList();
    String figures =
        compared.figures().stream()
            .map(figure -> figure(compared, figure.name()))
            .collect(Collectors.joining(", "));
    return "select family, '"
        + compared.table().name()
        + "' as table_name, place, figure, now, before, abs(now - before)"
        // Where its uncertainty is not known a figure moves relative to its size.
        + " / coalesce(nullif(unit, 0), nullif(abs(before), 0), 1) as moved"
        + " from (select c.family as family, concat_ws(', ', "
        + key.stream()
            .filter(name -> !name.equals("family"))
            .map(name -> "concat('" + name.replace('_', ' ') + " ', c." + name + ")")
            .collect(Collectors.joining(", "))
        + ") as place, stack("
        + compared.figures().size()
        + ", "
        + figures
        + ") as (figure, now, before, unit) from "
        + compared.table().name()
        + " c join "
        + before(compared)
        + " p on "
        + key.stream()
            .map(name -> "c." + name + " = p." + name)
            .collect(Collectors.joining(" and "))
        + ") where now is not null and before is not null";
  }

  private static String figure(Compared compared, String figure) {
    return String.format(Locale.ROOT, "'%1$s', c.%1$s, p.%1$s, " + compared.unit(), figure);
  }

  /** Figures move when their inputs do, which is said elsewhere; moving without that is a fault. */
  private static Level level(SnapshotChanges snapshots, String family) {
    return snapshots.sameContents(family) ? Level.WARN : Level.INFO;
  }

  private static Finding finding(Compared compared, Column figure, Level level, Row row) {
    double moved = row.getAs("moved");
    return new Finding(
        row.getAs("family"),
        compared.check(),
        figure.name(),
        level,
        moved <= compared.bound() ? Outcome.PASS : Outcome.FAIL,
        moved,
        compared.bound(),
        moved == 0
            ? String.format(
                Locale.ROOT,
                "All %d values of %s are as in the previous run.",
                row.<Long>getAs("figures"),
                figure.name())
            : String.format(
                Locale.ROOT,
                "Of %d values of %s, that of %s moved most since the previous run: from %.5g to"
                    + " %.5g, %.3g %s.",
                row.<Long>getAs("figures"),
                figure.name(),
                row.getAs("place"),
                row.<Double>getAs("before"),
                row.<Double>getAs("now"),
                moved,
                compared.inWords()));
  }

  private static Finding skipped(Compared compared, Column figure, Level level, String family) {
    return new Finding(
        family,
        compared.check(),
        figure.name(),
        level,
        Outcome.SKIPPED,
        null,
        compared.bound(),
        "No value of an earlier run is there to compare with.");
  }
}

package org.gradienttransport.jobs.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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
   * @param unit SQL of what a change is divided by, of the earlier row; {@code %s} is the figure
   * @param bound largest change that passes, in that unit
   * @param inWords the unit, after a number
   */
  private record Compared(
      TableSpec table, List<Column> figures, String unit, double bound, String inWords) {
    String check() {
      return table.name() + "_drift";
    }
  }

  private static final String RELATIVE = "abs(p.%s)";

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
          contrast(NullContrast.DELTA_TOTAL),
          contrast(NullContrast.DELTA_DIST),
          contrast(NullContrast.DELTA_ASSIGN),
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

  private static Compared contrast(Column figure) {
    return new Compared(
        NullContrast.TABLE,
        List.of(figure),
        "(p." + figure.name() + "_high - p." + figure.name() + "_low) / 2",
        1,
        "half widths of its interval");
  }

  /** One finding per family and figure. */
  static List<Finding> check(
      RunTables tables, Set<String> families, PreviousRun previous, SnapshotChanges snapshots)
      throws IOException {
    List<Finding> findings = new ArrayList<>();
    for (Compared compared : COMPARED) {
      Optional<Dataset<Row>> before = previous.rows(tables.session(), compared.table());
      Map<String, Map<String, Row>> largest = new TreeMap<>();
      if (before.isPresent()) {
        before.get().createOrReplaceTempView("previous_figures");
        for (Row row : tables.query(query(compared)).collectAsList()) {
          largest
              .computeIfAbsent(row.getAs("family"), name -> new TreeMap<>())
              .put(row.getAs("figure"), row);
        }
      }
      for (String family : families) {
        for (Column figure : compared.figures()) {
          Row row = largest.getOrDefault(family, Map.of()).get(figure.name());
          findings.add(
              row == null
                  ? skipped(compared, figure, level(snapshots, family), family)
                  : finding(compared, figure, level(snapshots, family), row));
        }
      }
    }
    return findings;
  }

  private static String query(Compared compared) {
    String figures =
        compared.figures().stream()
            .map(figure -> figures(compared, figure.name()))
            .collect(Collectors.joining(" union all "));
    return "select * from (select *, count(*) over (partition by family, figure) as figures,"
        + " row_number() over (partition by family, figure order by moved desc, place) as rank"
        + " from ("
        + figures
        + ")) where rank = 1";
  }

  private static String figures(Compared compared, String figure) {
    List<String> key = compared.table().key().stream().map(Column::name).toList();
    String unit = String.format(Locale.ROOT, compared.unit(), figure);
    // Where its uncertainty is not known a figure moves relative to its size.
    return "select c.family as family, '"
        + figure
        + "' as figure, concat_ws(', ', "
        + key.stream()
            .filter(name -> !name.equals("family"))
            .map(name -> "concat('" + name.replace('_', ' ') + " ', c." + name + ")")
            .collect(Collectors.joining(", "))
        + ") as place, c."
        + figure
        + " as now, p."
        + figure
        + " as before, abs(c."
        + figure
        + " - p."
        + figure
        + ") / coalesce(nullif("
        + unit
        + ", 0), nullif(abs(p."
        + figure
        + "), 0), 1) as moved from "
        + compared.table().name()
        + " c join previous_figures p on "
        + key.stream()
            .map(name -> "c." + name + " = p." + name)
            .collect(Collectors.joining(" and "))
        + " where c."
        + figure
        + " is not null and p."
        + figure
        + " is not null";
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

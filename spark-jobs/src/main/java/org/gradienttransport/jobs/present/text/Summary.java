package org.gradienttransport.jobs.present.text;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.study.Study;
import org.gradienttransport.jobs.present.TextTable;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.rows.ClosureCheck;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.PooledExponent;
import org.gradienttransport.schemas.rows.WindowSummary;
import org.gradienttransport.schemas.vocabulary.Level;
import org.gradienttransport.schemas.vocabulary.Outcome;
import org.gradienttransport.schemas.vocabulary.PooledQuantity;
import org.gradienttransport.schemas.vocabulary.PooledStatus;
import org.gradienttransport.schemas.vocabulary.Quantity;
import org.gradienttransport.schemas.vocabulary.WindowName;
import org.gradienttransport.schemas.vocabulary.Word;

/** A run in a few lines of text: one row per family, failed checks, and notes. */
public final class Summary {
  /** Findings of level INFO that are shown; they ask for nothing. */
  private static final int MOST_REMARKS = 3;

  private static final Comparator<CheckResult> GRAVEST_FIRST =
      Comparator.comparing(CheckResult::level)
          .reversed()
          .thenComparing(CheckResult::family)
          .thenComparing(CheckResult::name);

  private Summary() {}

  /**
   * The text, ending in a line break.
   *
   * @param rows of a complete run
   * @param families that the run covers
   * @param studies of losses that the run covers
   */
  public static String text(Rows rows, Collection<Family> families, Collection<Study> studies) {
    List<Family> sorted = families.stream().sorted(Comparator.comparing(Family::name)).toList();
    List<Study> ordered = studies.stream().sorted(Comparator.comparing(Study::name)).toList();
    String exponents = sorted.isEmpty() ? "" : exponents(rows, sorted) + "\n";
    return exponents
        + Stream.concat(
                Stream.concat(sorted.stream().map(Family::name), ordered.stream().map(Study::name))
                    .map(source -> ScalingText.of(source, rows)),
                Stream.of(ScalingText.ofPapers(rows)))
            .filter(text -> !text.isEmpty())
            .map(text -> text + "\n")
            .collect(joining())
        + checks(rows)
        + Stream.concat(
                sorted.stream().map(family -> note(family.name(), family.note())),
                ordered.stream().map(study -> note(study.name(), study.note())))
            .collect(joining());
  }

  private static String exponents(Rows rows, List<Family> families) {
    TextTable table =
        new TextTable(
            "family",
            "fields",
            "steps",
            "window",
            "z - z0",
            "D",
            "z",
            "beta",
            "delta",
            "closure",
            "R2 D",
            "R2 z",
            "R2 delta",
            "CV v_rel");
    families.forEach(family -> table.add(cells(rows, family.name())));
    return table.toString();
  }

  private static List<String> cells(Rows rows, String family) {
    List<FieldTransport.FieldKey> fields =
        rows.of(FieldTransport.ROWS).stream()
            .map(FieldTransport::key)
            .filter(key -> key.family().equals(family) && key.realisation().isReal())
            .toList();
    Map<Quantity, WindowSummary> window = stableWindow(rows, family);
    List<String> cells = new ArrayList<>();
    cells.add(family);
    cells.add(Integer.toString(fields.size()));
    cells.add(
        Long.toString(fields.stream().mapToLong(FieldTransport.FieldKey::step).distinct().count()));
    cells.add(bounds(window.get(Quantity.D)));
    cells.add(excess(rows, family));
    for (Quantity symbol : List.of(Quantity.D, Quantity.Z, Quantity.BETA, Quantity.DELTA)) {
      cells.add(meanAndDeviation(window.get(symbol)));
    }
    OptionalDouble worst = worstClosure(rows, family);
    cells.add(worst.isPresent() ? number("%.1e", worst.getAsDouble()) : null);
    for (Quantity quality :
        List.of(Quantity.R2_SIZE, Quantity.R2_DURATION, Quantity.R2_INTENSIVE)) {
      cells.add(number("%.3f", mean(window.get(quality))));
    }
    Double cv = mean(window.get(Quantity.CV_V_REL));
    cells.add(cv == null ? null : number("%.1f %%", cv * 100));
    return cells;
  }

  /** What the stable window of the real fields says of the family as a whole. */
  private static Map<Quantity, WindowSummary> stableWindow(Rows rows, String family) {
    return rows.of(WindowSummary.ROWS).stream()
        .filter(
            row ->
                row.family().equals(family)
                    && row.windowName() == WindowName.STABLE
                    && row.scale().equals(Word.ALL)
                    && row.realisation().isReal())
        .collect(toMap(WindowSummary::quantity, row -> row));
  }

  /** By how much z exceeds its null floor, with the standard error of that number. */
  private static String excess(Rows rows, String family) {
    return rows.of(PooledExponent.ROWS).stream()
        .filter(row -> row.family().equals(family) && row.status() == PooledStatus.OK)
        .filter(row -> row.windowName() == WindowName.STABLE)
        .filter(row -> row.quantity() == PooledQuantity.Z_EXCESS)
        .findFirst()
        .map(row -> number("%+.3f", row.exponent()) + " ± " + number("%.3f", row.stdError()))
        .orElse(null);
  }

  private static OptionalDouble worstClosure(Rows rows, String family) {
    return rows.of(ClosureCheck.ROWS).stream()
        .filter(
            row ->
                row.family().equals(family)
                    && row.realisation().isReal()
                    && row.betaResidual() != null)
        .mapToDouble(row -> Math.max(Math.abs(row.betaResidual()), Math.abs(row.deltaResidual())))
        .max();
  }

  private static String bounds(WindowSummary row) {
    return row == null || row.fromStep() == null
        ? null
        : row.fromStep() + "-" + row.toStep() + " (" + row.count() + ")";
  }

  private static Double mean(WindowSummary row) {
    return row == null ? null : row.mean();
  }

  private static String meanAndDeviation(WindowSummary row) {
    if (row == null || row.mean() == null) {
      return null;
    }
    String mean = number("%+.3f", row.mean());
    return row.sd() == null ? mean : mean + " ± " + number("%.3f", row.sd());
  }

  private static String number(String format, Double value) {
    return value == null ? null : String.format(Locale.ROOT, format, value);
  }

  static String checks(Rows rows) {
    List<CheckResult> failed =
        rows.of(CheckResult.ROWS).stream()
            .filter(check -> check.status() == Outcome.FAIL)
            .sorted(GRAVEST_FIRST)
            .toList();
    if (failed.isEmpty()) {
      return "All checks passed.\n";
    }
    List<CheckResult> remarks =
        failed.stream().filter(check -> check.level() == Level.INFO).toList();
    long hidden = Math.max(0, remarks.size() - MOST_REMARKS);
    return failed.stream()
            .limit(failed.size() - hidden)
            .map(
                check ->
                    String.format(
                        Locale.ROOT,
                        "%-5s %s %s: %s\n",
                        check.level().word(),
                        check.family(),
                        check.name(),
                        check.message()))
            .collect(joining())
        + (hidden == 0 ? "" : "INFO  and " + hidden + " more, see check_result\n");
  }

  private static String note(String name, String note) {
    return note.isBlank() ? "" : "Note on " + name + ": " + note.strip() + "\n";
  }
}

package org.gradienttransport.jobs.present.text;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gradienttransport.jobs.present.MainWidth;
import org.gradienttransport.jobs.present.TextTable;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.LawKey;
import org.gradienttransport.schemas.rows.ScalingCoefficient;
import org.gradienttransport.schemas.rows.ScalingExtrapolation;
import org.gradienttransport.schemas.rows.ScalingFit;
import org.gradienttransport.schemas.rows.TimeScaling;
import org.gradienttransport.schemas.vocabulary.Approach;
import org.gradienttransport.schemas.vocabulary.Coefficient;
import org.gradienttransport.schemas.vocabulary.TrainingClock;

/** The scaling laws of a study or a family in a few lines of text. */
final class ScalingText {
  /** Training curves that are shown; time_scaling has all. */
  private static final int MOST_CURVES = 12;

  private final String source;
  private final Rows rows;
  private final Comparator<LawKey> first;

  private ScalingText(String source, Rows rows) {
    this.source = source;
    this.rows = rows;
    first = MainWidth.first(rows.of(ScalingCoefficient.ROWS), rows.of(ScalingExtrapolation.ROWS));
  }

  /** The text, ending in a line break; empty without fits. */
  static String of(String source, Rows rows) {
    ScalingText text = new ScalingText(source, rows);
    return text.laws() + text.curves();
  }

  /** What papers print by the approaches of a run, ending in a line break; empty without any. */
  static String ofPapers(Rows rows) {
    return PublishedText.ofOtherData(
        rows.of(ScalingFit.ROWS).stream().map(fit -> fit.key().approach()).collect(toSet()));
  }

  /** Laws that allocate compute, or all where none does; of several widths the main one. */
  private String laws() {
    List<ScalingFit> all =
        rows.of(ScalingFit.ROWS).stream()
            .filter(fit -> fit.key().source().equals(source))
            .filter(this::main)
            .toList();
    List<ScalingFit> allocating =
        all.stream().filter(fit -> fit.key().approach() != Approach.NONE).toList();
    List<ScalingFit> shown = allocating.isEmpty() ? all : allocating;
    if (shown.isEmpty()) {
      return "";
    }
    TextTable table =
        new TextTable(
            "series",
            "approach",
            "law",
            "rows",
            "a",
            "b",
            "alpha",
            "beta",
            "E",
            "hits",
            "probe",
            "status");
    shown.forEach(fit -> table.add(cells(fit)));
    return "Scaling laws of "
        + source
        + ":\n"
        + table
        + otherNames(shown)
        + PublishedText.ofTheSameRows(source, rows);
  }

  /** What the columns alpha and beta hold of laws that call their exponents otherwise. */
  private String otherNames(List<ScalingFit> shown) {
    return shown.stream()
        .map(fit -> otherNames(fit.key()))
        .distinct()
        .collect(Collectors.joining());
  }

  private String otherNames(LawKey key) {
    Map<Coefficient, ScalingCoefficient> of = coefficients(key);
    List<String> names = new ArrayList<>();
    if (of.containsKey(Coefficient.ALPHA_N)) {
      names.add("alpha is its alpha_n");
    }
    Coefficient second = second(of);
    if (of.containsKey(second) && second != Coefficient.BETA) {
      names.add("beta is its " + second.word());
    }
    return names.isEmpty()
        ? ""
        : "Of " + key.form().word() + " " + String.join(", ", names) + ".\n";
  }

  private boolean main(ScalingFit fit) {
    LawKey key = fit.key();
    return rows.of(ScalingFit.ROWS).stream()
        .map(ScalingFit::key)
        .filter(
            other ->
                other.source().equals(source)
                    && other.series().equals(key.series())
                    && other.form() == key.form()
                    && other.approach() == key.approach()
                    && other.variables() == key.variables())
        .noneMatch(other -> first.compare(other, key) < 0);
  }

  private List<String> cells(ScalingFit fit) {
    Map<Coefficient, ScalingCoefficient> of = coefficients(fit.key());
    List<String> cells = new ArrayList<>();
    cells.add(fit.key().series());
    cells.add(fit.key().approach().word());
    cells.add(fit.key().form().word());
    cells.add(Integer.toString(fit.rows()));
    cells.add(interval(of.get(Coefficient.N_ALLOCATION)));
    cells.add(value(of.get(Coefficient.D_ALLOCATION)));
    cells.add(value(either(of, Coefficient.ALPHA, Coefficient.ALPHA_N)));
    cells.add(value(of.get(second(of))));
    cells.add(value(of.get(Coefficient.E)));
    Optional<ScalingFit.Minimum> minimum = Optional.ofNullable(fit.minimum());
    cells.add(
        minimum
            .map(found -> String.format(Locale.ROOT, "%.0f %%", 100 * found.hitShare()))
            .orElse(null));
    cells.add(
        minimum
            .map(ScalingFit.Minimum::probe)
            .map(probe -> String.format(Locale.ROOT, "%.0e", probe))
            .orElse(null));
    cells.add(fit.status().word());
    return cells;
  }

  private Map<Coefficient, ScalingCoefficient> coefficients(LawKey key) {
    return rows.of(ScalingCoefficient.ROWS).stream()
        .filter(row -> row.key().equals(key))
        .collect(
            toMap(
                ScalingCoefficient::coefficient,
                row -> row,
                (a, b) -> a,
                () -> new EnumMap<>(Coefficient.class)));
  }

  /** The exponent that stands under beta. */
  private static Coefficient second(Map<Coefficient, ScalingCoefficient> of) {
    return Stream.of(Coefficient.BETA, Coefficient.ALPHA_S)
        .filter(of::containsKey)
        .findFirst()
        .orElse(Coefficient.ALPHA_D);
  }

  private static ScalingCoefficient either(
      Map<Coefficient, ScalingCoefficient> of, Coefficient first, Coefficient second) {
    return of.getOrDefault(first, of.get(second));
  }

  private static String value(ScalingCoefficient row) {
    return row == null ? null : number(row.value());
  }

  private static String number(Double value) {
    return value == null ? null : String.format(Locale.ROOT, "%.3f", value);
  }

  private static String interval(ScalingCoefficient row) {
    if (row == null || row.value() == null || row.spread() == null) {
      return value(row);
    }
    return String.format(
        Locale.ROOT,
        "%.3f [%.3f, %.3f]",
        row.value(),
        row.spread().percentiles().p2_5(),
        row.spread().percentiles().p97_5());
  }

  /** Exponents in time, by the sum of learning rates where it is known. */
  private String curves() {
    List<TimeScaling> all =
        rows.of(TimeScaling.ROWS).stream()
            .filter(row -> row.source().equals(source) && row.curve() != null)
            .toList();
    Optional<TrainingClock> clock =
        all.stream().map(TimeScaling::clock).max(Comparator.naturalOrder());
    List<TimeScaling> curves =
        all.stream().filter(row -> row.clock() == clock.orElseThrow()).toList();
    if (curves.isEmpty()) {
      return "";
    }
    TextTable table =
        new TextTable("series", "run", "clock", "rows", "gamma", "L_inf", "1/3 inside", "status");
    curves.stream().limit(MOST_CURVES).forEach(row -> table.add(cells(row)));
    int hidden = curves.size() - MOST_CURVES;
    return "Loss of "
        + source
        + " in time, c x^-gamma + L_inf:\n"
        + table
        + (hidden > 0 ? "and " + hidden + " more, see time_scaling\n" : "");
  }

  private static List<String> cells(TimeScaling row) {
    return Arrays.asList(
        row.series(),
        row.scale(),
        row.clock().word(),
        Integer.toString(row.rows()),
        String.format(
            Locale.ROOT,
            "%.3f [%.3f, %.3f]",
            row.curve().gamma(),
            row.curve().gammaLo(),
            row.curve().gammaHi()),
        number(row.curve().lInf()),
        row.third() == null ? null : row.third().thirdInside() ? "yes" : "no",
        row.status().word());
  }
}

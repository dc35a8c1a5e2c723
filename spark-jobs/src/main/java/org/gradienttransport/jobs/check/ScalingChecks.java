package org.gradienttransport.jobs.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.rows.LawKey;
import org.gradienttransport.schemas.rows.ScalingCoefficient;
import org.gradienttransport.schemas.rows.ScalingExtrapolation;
import org.gradienttransport.schemas.rows.ScalingFit;
import org.gradienttransport.schemas.rows.ScalingRun;
import org.gradienttransport.schemas.rows.TimeScaling;
import org.gradienttransport.schemas.vocabulary.Approach;
import org.gradienttransport.schemas.vocabulary.Coefficient;
import org.gradienttransport.schemas.vocabulary.LawStatus;
import org.gradienttransport.schemas.vocabulary.Level;
import org.gradienttransport.schemas.vocabulary.TrainingClock;
import org.gradienttransport.udfs.scaling.fit.Certificate;

/** Checks of the fits of losses (METHOD-SCALING section 10), for each study and family. */
public final class ScalingChecks {
  /** Smallest relative change of the objective near a minimum that rounding explains. */
  static final Check CONVERGED = Check.of("scaling_converged", Level.ERROR, Certificate.DOWNHILL);

  static final Check IDENTIFIED = Check.of("scaling_identified", Level.WARN, 0);
  static final Check AGREE = Check.of("approaches_agree", Level.INFO, 0);

  /** Largest mean relative error of a loss that was held out. */
  static final Check HELD_OUT = Check.of("held_out", Level.WARN, 0.03);

  static final Check ONE_THIRD = Check.of("one_third", Level.INFO, 0);
  static final Check READABLE = Check.of("readable_losses", Level.WARN, 0);

  /** The check whose message says what is to be doubted of a study's losses as a whole. */
  public static final String LOSS_DOUBTS = "loss_doubts";

  static final Check DOUBTS = Check.of(LOSS_DOUBTS, Level.WARN, 0);

  /** Fewest of the starts that find the minimum before it can be called the least. */
  private static final double HIT_SHARE = 0.05;

  private final String source;
  private final Rows rows;

  private ScalingChecks(String source, Rows rows) {
    this.source = source;
    this.rows = rows;
  }

  /**
   * Asks all questions of one study or family.
   *
   * @param previous tables of the run that was current before, if there is one
   */
  public static List<CheckResult> of(
      String source, Rows rows, Optional<Rows> previous, LossesRead read) {
    ScalingChecks checks = new ScalingChecks(source, rows);
    List<ScalingFit> fits =
        rows.of(ScalingFit.ROWS).stream().filter(fit -> fit.key().source().equals(source)).toList();
    List<CheckResult> results =
        new ArrayList<>(
            List.of(
                checks.readable(read),
                checks.doubts(read.warnings()),
                checks.converged(fits),
                checks.identified(fits),
                checks.agree(),
                checks.heldOut(),
                checks.oneThird()));
    previous.ifPresent(before -> results.addAll(checks.drift(before)));
    return results;
  }

  /**
   * The check of a study of which no loss can be used, while readers see rows of it.
   *
   * @param losses as read, none of which is usable
   * @param shown run whose rows of the study go on
   */
  public static CheckResult unread(
      String source, LossesRead read, List<ScalingRun> losses, String shown) {
    return READABLE.judged(
        source,
        false,
        (double) read.all(),
        count ->
            "None of %s losses can be used%s Readers keep the study's rows of run %s."
                .formatted(
                    Check.number(count),
                    losses.stream()
                        .filter(row -> row.status().refused())
                        .findFirst()
                        .map(row -> ", the first: " + row.message())
                        .orElse("."),
                    shown));
  }

  /** Figures move when their losses do; moving without that is a fault. */
  private List<CheckResult> drift(Rows before) {
    boolean sameLosses = losses(before).equals(losses(rows));
    return FigureDrift.largestOfLosses(before, rows).getOrDefault(source, List.of()).stream()
        .map(move -> move.result(sameLosses ? Level.WARN : Level.INFO))
        .toList();
  }

  private List<ScalingRun.Loss> losses(Rows of) {
    return of.of(ScalingRun.ROWS).stream()
        .filter(row -> row.key().source().equals(source))
        .map(ScalingRun::measured)
        .toList();
  }

  private CheckResult readable(LossesRead read) {
    String first =
        rows.of(ScalingRun.ROWS).stream()
            .filter(row -> row.key().source().equals(source) && row.status().refused())
            .findFirst()
            .map(row -> ", the first: " + row.message())
            .orElse(".");
    return READABLE.judged(
        source,
        read.refused() == 0 && read.all() > 0,
        (double) read.refused(),
        count ->
            "%s of %s losses were refused, see scaling_run%s"
                .formatted(Check.number(count), read.all(), first));
  }

  private CheckResult doubts(List<String> warnings) {
    return DOUBTS.judged(
        source,
        warnings.isEmpty(),
        warnings.size(),
        count ->
            warnings.isEmpty()
                ? "Nothing about the losses as a whole is to be doubted."
                : String.join(" ", warnings));
  }

  private CheckResult converged(List<ScalingFit> fits) {
    List<ScalingFit> judged = fits.stream().filter(fit -> fit.minimum() != null).toList();
    Optional<ScalingFit> worst =
        judged.stream()
            .filter(fit -> fit.minimum().probe() != null)
            .min(Comparator.comparing(fit -> fit.minimum().probe()));
    return CONVERGED.atLeast(
        source,
        worst.map(fit -> fit.minimum().probe()).orElse(null),
        probe ->
            String.format(
                Locale.ROOT,
                "The smallest relative change of the objective near any of %d minima is %.1e,"
                    + " for %s.",
                judged.size(),
                probe,
                name(worst.orElseThrow().key())));
  }

  private CheckResult identified(List<ScalingFit> fits) {
    List<ScalingFit> found = fits.stream().filter(fit -> fit.minimum() != null).toList();
    List<String> unclear = new ArrayList<>();
    for (ScalingFit fit : found) {
      doubt(fit).ifPresent(doubt -> unclear.add(name(fit.key()) + " (" + doubt + ")"));
    }
    return IDENTIFIED.atMost(
        source,
        found.isEmpty() ? null : (Double) (double) unclear.size(),
        count ->
            "%s of %s fits are not identified by their data%s."
                .formatted(Check.number(count), found.size(), all(unclear, ", ")));
  }

  private static Optional<String> doubt(ScalingFit fit) {
    if (fit.status() == LawStatus.COLLINEAR || fit.status() == LawStatus.NO_FLOOR) {
      return Optional.of(fit.status().word());
    }
    double share = fit.minimum().hitShare();
    return share < HIT_SHARE
        ? Optional.of(String.format(Locale.ROOT, "%.1f %% of the starts found it", 100.0 * share))
        : Optional.empty();
  }

  /** Intervals of a, of every two approaches of a series; of several widths one has them. */
  private CheckResult agree() {
    Map<String, Map<Approach, ScalingCoefficient>> series = new TreeMap<>();
    rows.of(ScalingCoefficient.ROWS).stream()
        .filter(
            row ->
                row.key().source().equals(source)
                    && row.coefficient() == Coefficient.N_ALLOCATION
                    && row.key().approach() != Approach.NONE
                    && row.spread() != null)
        .forEach(
            row ->
                series
                    .computeIfAbsent(row.key().series(), name -> new TreeMap<>())
                    .putIfAbsent(row.key().approach(), row));
    int pairs = 0;
    List<String> apart = new ArrayList<>();
    for (Map.Entry<String, Map<Approach, ScalingCoefficient>> one : series.entrySet()) {
      List<ScalingCoefficient> all = List.copyOf(one.getValue().values());
      for (int i = 0; i < all.size(); i++) {
        for (int j = i + 1; j < all.size(); j++) {
          pairs++;
          if (!overlap(all.get(i), all.get(j))) {
            apart.add(one.getKey() + " " + interval(all.get(i)) + " and " + interval(all.get(j)));
          }
        }
      }
    }
    int compared = pairs;
    return AGREE.atMost(
        source,
        pairs == 0 ? null : (Double) (double) apart.size(),
        count ->
            "%s of %s pairs of approaches have intervals of a apart%s."
                .formatted(Check.number(count), compared, all(apart, "; ")));
  }

  /** Whether the 95 % intervals of two coefficients overlap; both must have one. */
  public static boolean overlap(ScalingCoefficient a, ScalingCoefficient b) {
    return a.spread().percentiles().p2_5() <= b.spread().percentiles().p97_5()
        && b.spread().percentiles().p2_5() <= a.spread().percentiles().p97_5();
  }

  private static String interval(ScalingCoefficient row) {
    return String.format(
        Locale.ROOT,
        "approach %s [%.3f, %.3f]",
        row.key().approach().word(),
        row.spread().percentiles().p2_5(),
        row.spread().percentiles().p97_5());
  }

  /** The law that optima are taken from, or the best one where none is. */
  private CheckResult heldOut() {
    List<ScalingExtrapolation> predicted =
        rows.of(ScalingExtrapolation.ROWS).stream()
            .filter(row -> row.key().source().equals(source) && row.errors() != null)
            .toList();
    List<ScalingExtrapolation> used =
        predicted.stream().filter(row -> row.key().approach() == Approach.PARAMETRIC).toList();
    List<ScalingExtrapolation> asked =
        used.isEmpty()
            ? predicted.stream().filter(row -> row.place() != null && row.place() == 1).toList()
            : used;
    Optional<ScalingExtrapolation> worst =
        asked.stream().max(Comparator.comparing(row -> row.errors().meanAbsRel()));
    return HELD_OUT.atMost(
        source,
        worst.map(row -> row.errors().meanAbsRel()).orElse(null),
        error ->
            String.format(
                Locale.ROOT,
                "Of %d predictions of held-out losses the worst is %.2f %% off in the mean, by"
                    + " %s (%s).",
                asked.size(),
                100.0 * error,
                name(worst.orElseThrow().key()),
                worst.get().rule().word()));
  }

  /** On the sum of learning rates where it is known, else on steps or tokens. */
  private CheckResult oneThird() {
    List<TimeScaling> all =
        rows.of(TimeScaling.ROWS).stream()
            .filter(row -> row.source().equals(source) && row.third() != null)
            .toList();
    Optional<TrainingClock> clock =
        all.stream().map(TimeScaling::clock).max(Comparator.naturalOrder());
    List<TimeScaling> curves =
        all.stream().filter(row -> row.clock() == clock.orElseThrow()).toList();
    List<String> outside =
        curves.stream()
            .filter(row -> !row.third().thirdInside())
            .map(ScalingChecks::exponent)
            .toList();
    return ONE_THIRD.atMost(
        source,
        curves.isEmpty() ? null : (Double) (double) outside.size(),
        count ->
            "The interval of the exponent in time leaves out 1/3 for %s of %s curves on the clock %s%s."
                .formatted(
                    Check.number(count),
                    curves.size(),
                    clock.map(TrainingClock::word).orElseThrow(),
                    all(outside.stream().limit(3).toList(), ", ")));
  }

  private static String all(List<String> found, String separator) {
    return found.isEmpty() ? "" : ": " + String.join(separator, found);
  }

  private static String exponent(TimeScaling row) {
    return String.format(
        Locale.ROOT,
        "%s %.3f [%.3f, %.3f]",
        row.scale(),
        row.curve().gamma(),
        row.curve().gammaLo(),
        row.curve().gammaHi());
  }

  private static String name(LawKey key) {
    return key.series() + " " + key.form().word() + " in " + key.variables().word();
  }
}

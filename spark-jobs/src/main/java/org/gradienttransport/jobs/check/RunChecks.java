package org.gradienttransport.jobs.check;

import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.gradienttransport.jobs.aggregate.BaselineSign;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.rows.ClosureCheck;
import org.gradienttransport.schemas.rows.Compressibility;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.NullContrast;
import org.gradienttransport.schemas.rows.Performance;
import org.gradienttransport.schemas.rows.RobustnessChange;
import org.gradienttransport.schemas.rows.RobustnessSummary;
import org.gradienttransport.schemas.rows.WindowSummary;
import org.gradienttransport.schemas.vocabulary.EvaluationStatus;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.schemas.vocabulary.FieldStatus;
import org.gradienttransport.schemas.vocabulary.FitStatus;
import org.gradienttransport.schemas.vocabulary.Level;
import org.gradienttransport.schemas.vocabulary.Quantity;
import org.gradienttransport.schemas.vocabulary.WindowName;

/**
 * The checks every run is put through before it is published. Each makes one number of a family's
 * rows, holds it against a bound, and says in a sentence what was found.
 */
public final class RunChecks {
  /** Largest closure residual that rounding explains. */
  static final Check CLOSURE = Check.of("closure", Level.ERROR, 1e-10);

  /** Largest change of the signed sum, relative to N times the largest magnitude. */
  static final Check CONSERVED_SUM = Check.of("conserved_sum", Level.ERROR, 1e-12);

  static final Check READABLE_INPUTS = Check.of("readable_inputs", Level.WARN, 0);

  /** Fields that are fitted although something must be known of them. */
  static final Check REMARKS = Check.of("remarked_inputs", Level.WARN, 0);

  static final Check CEILING_SHARE = Check.of("ceiling_share", Level.WARN, 0.01);
  static final Check ZERO_SHARE = Check.of("zero_share", Level.INFO, 0.5);
  static final Check GRID_COMPLETE =
      new Check("grid_complete", FieldKind.REAL.word(), Level.INFO, 0);

  /** Largest residual of total = dist + assign that rounding explains. */
  static final Check SUM_RULE = Check.of("sum_rule", Level.ERROR, 1e-12);

  static final Check READABLE_PERFORMANCE = Check.of("readable_performance", Level.WARN, 0);
  static final Check WINDOW_LENGTH = Check.of("window_length", Level.WARN, 10);
  static final Check R2_SIZE_FLOOR = Check.of("r2_size_floor", Level.WARN, 0.9);

  /** Least share of variations of the probe under which the sign is to stay. */
  static final Check REGIME_ROBUST =
      new Check("regime_robust", FieldKind.REAL.word(), Level.INFO, 1);

  /** Refused fields that a message names. */
  private static final int NAMED = 4;

  private static final Comparator<FieldTransport> BY_SCALE =
      Comparator.comparing((FieldTransport field) -> field.key().scale())
          .thenComparingLong(field -> field.key().step());

  private final List<CheckResult> results = new ArrayList<>();

  private RunChecks() {}

  /**
   * Asks all questions that need no second engine.
   *
   * @param now the run's tables
   * @param families by name; each is answered for, whether or not it has rows
   * @param previous tables of the run that was current before, if there is one
   * @param snapshots what became of the inputs since then
   * @return by family, name and scope
   */
  public static List<CheckResult> of(
      Rows now, Map<String, Family> families, Optional<Rows> previous, SnapshotChanges snapshots) {
    RunChecks checks = new RunChecks();
    checks.ofOneFamilyEach(now, new TreeMap<>(families));
    checks.results.addAll(Duplicates.check(now, families));
    checks.results.addAll(PooledChecks.of(now, families));
    checks.results.addAll(PreviousRun.check(now, families.keySet(), previous, snapshots));
    return CheckResult.ROWS.sorted(checks.results);
  }

  private void ofOneFamilyEach(Rows now, Map<String, Family> families) {
    var closures = byFamily(now, ClosureCheck.ROWS, ClosureCheck::family);
    var fields = byFamily(now, FieldTransport.ROWS, field -> field.key().family());
    var fits = byFamily(now, Compressibility.ROWS, Compressibility::family);
    var contrasts = byFamily(now, NullContrast.ROWS, NullContrast::family);
    var evaluations = byFamily(now, Performance.ROWS, Performance::family);
    var windows = byFamily(now, WindowSummary.ROWS, WindowSummary::family);
    var changes = byFamily(now, RobustnessChange.ROWS, RobustnessChange::family);
    var summaries = byFamily(now, RobustnessSummary.ROWS, RobustnessSummary::family);
    for (String family : families.keySet()) {
      if (families.get(family).variations().isPresent()) {
        List<RobustnessChange> varied = changes.getOrDefault(family, List.of());
        BaselineSign sign = BaselineSign.of(summaries.getOrDefault(family, List.of()), varied);
        results.add(regimeRobust(family, varied, sign));
      }
      results.add(closure(family, closures.getOrDefault(family, List.of())));
      fields(family, fields.getOrDefault(family, List.of()));
      results.add(completeGrid(family, fits.getOrDefault(family, List.of())));
      results.add(sumRule(family, contrasts.getOrDefault(family, List.of())));
      results.add(readablePerformance(family, evaluations.getOrDefault(family, List.of())));
      windows(family, windows.getOrDefault(family, List.of()));
    }
  }

  private static <R extends Record> Map<String, List<R>> byFamily(
      Rows rows, RowType<R> type, Function<R, String> family) {
    return rows.of(type).stream().collect(groupingBy(family));
  }

  private static CheckResult closure(String family, List<ClosureCheck> rows) {
    long fits = Metric.count(rows, row -> row.betaResidual() != null);
    return CLOSURE.atMost(
        family,
        Metric.max(rows, row -> Metric.largerMagnitude(row.betaResidual(), row.deltaResidual())),
        worst ->
            "The largest residual of beta = D - z and delta = D - z - 1 is %s over %s fits."
                .formatted(Check.number(worst), fits));
  }

  private void fields(String family, List<FieldTransport> fields) {
    List<FieldTransport> real =
        fields.stream().filter(field -> field.key().realisation().isReal()).toList();
    results.add(conservedSum(family, fields.stream().filter(RunChecks::isOk).toList()));
    results.add(readableInputs(family, real));
    results.add(remarks(family, real.stream().filter(RunChecks::isOk).toList()));
    List<FieldTransport> relaxed = real.stream().filter(field -> field.cascade() != null).toList();
    results.add(
        CEILING_SHARE.atMost(
            family,
            Metric.share(relaxed, field -> field.cascade().hitCeiling()),
            share ->
                "A share of %s of %s real fields never settles within the ceiling."
                    .formatted(Check.number(share), relaxed.size())));
    results.add(
        zeroShare(family, relaxed.stream().filter(field -> field.cascade().s() > 0).toList()));
  }

  /**
   * @param fired real fields in which a node fired; one of zeros alone is told by its status
   */
  private static CheckResult zeroShare(String family, List<FieldTransport> fired) {
    long withoutThreshold = Metric.count(fired, field -> field.cascade().tau() == 0);
    long fitted = Metric.count(fired, RunChecks::isOk);
    return ZERO_SHARE.atMost(
        family,
        Metric.max(fired, field -> field.moments().zeroShare()),
        share ->
            withoutThreshold == 0
                ? "The fitted real field with most exact zeros has a share of %s, of %s fields."
                    .formatted(Check.number(share), fitted)
                : ("%s real fields hold so many exact zeros that their threshold is 0, up to a"
                        + " share of %s; they leave every fit.")
                    .formatted(withoutThreshold, Check.number(share)));
  }

  private static boolean isOk(FieldTransport field) {
    return field.status() == FieldStatus.OK;
  }

  private static CheckResult conservedSum(String family, List<FieldTransport> relaxed) {
    return CONSERVED_SUM.atMost(
        family,
        Metric.max(relaxed, RunChecks::movedSum),
        moved ->
            ("Relaxing changes the signed sum by at most %s of N times the largest magnitude,"
                    + " over %s relaxations.")
                .formatted(Check.number(moved), relaxed.size()));
  }

  /** Null for a field of zeros, which has no magnitude to compare with. */
  private static Double movedSum(FieldTransport field) {
    FieldTransport.Moments of = field.moments();
    Double magnitude = Metric.largerMagnitude(of.fieldMin(), of.fieldMax());
    if (magnitude == null || magnitude == 0 || of.sumBefore() == null || of.sumAfter() == null) {
      return null;
    }
    return Math.abs(of.sumAfter() - of.sumBefore()) / (field.n() * magnitude);
  }

  /**
   * The check of a family of which no field can be read, while readers see rows of it.
   *
   * @param real its fields, all of them refused
   * @param unlisted why it has no fields, where none of its steps are there
   * @param shown run whose rows of the family go on
   */
  public static CheckResult unread(
      String family, List<FieldTransport> real, Optional<String> unlisted, String shown) {
    String kept = " Readers keep the family's rows of run " + shown + ".";
    if (unlisted.isPresent()) {
      return READABLE_INPUTS.judged(
          family, false, 0, none -> "No snapshot is there: " + unlisted.get() + "." + kept);
    }
    return READABLE_INPUTS.judged(
        family,
        false,
        real.size(),
        count ->
            "None of the %s real fields was measured%s.%s%s"
                .formatted(
                    Check.number(count),
                    refused(real),
                    real.stream()
                        .sorted(BY_SCALE)
                        .findFirst()
                        .map(first -> " The first: " + first.message())
                        .orElse(""),
                    kept));
  }

  /** Some of the refused fields, with what became of each. */
  private static String refused(List<FieldTransport> real) {
    return real.stream()
        .filter(field -> field.status().refused())
        .sorted(BY_SCALE)
        .limit(NAMED)
        .map(
            field ->
                "%s step %s %s"
                    .formatted(field.key().scale(), field.key().step(), field.status().word()))
        .collect(
            collectingAndThen(joining(", "), some -> some.isEmpty() ? "" : ", such as " + some));
  }

  private static CheckResult readableInputs(String family, List<FieldTransport> real) {
    return READABLE_INPUTS.atMost(
        family,
        Metric.countOfAny(real, field -> field.status().refused()),
        count ->
            "%s of %s real fields were not measured%s; field_transport.message says why."
                .formatted(Check.number(count), real.size(), refused(real)));
  }

  private static CheckResult remarks(String family, List<FieldTransport> fitted) {
    List<FieldTransport> remarked =
        fitted.stream().filter(field -> field.message() != null).sorted(BY_SCALE).toList();
    String such =
        remarked.stream()
            .map(field -> field.key().scale() + ": " + field.message())
            .distinct()
            .limit(NAMED)
            .collect(joining(" "));
    return REMARKS.atMost(
        family,
        Metric.countOfAny(fitted, field -> field.message() != null),
        count ->
            "%s of %s real fields are sound but made of inputs that differ from the others of their scale.%s"
                .formatted(Check.number(count), fitted.size(), such.isEmpty() ? "" : " " + such));
  }

  private static CheckResult completeGrid(String family, List<Compressibility> rows) {
    List<Compressibility> steps = rows.stream().filter(row -> row.realisation().isReal()).toList();
    double without = Metric.count(steps, step -> step.status() != FitStatus.OK);
    return GRID_COMPLETE.judged(
        family,
        !steps.isEmpty() && without <= GRID_COMPLETE.bound(),
        without,
        count ->
            "%s of %s steps have no fit because scales are missing or degenerate."
                .formatted(Check.number(count), steps.size()));
  }

  private static CheckResult sumRule(String family, List<NullContrast> rows) {
    long contrasts = Metric.count(rows, row -> row.sumRuleResidual() != null);
    return SUM_RULE.atMost(
        family,
        Metric.max(rows, NullContrast::sumRuleResidual),
        worst ->
            ("The largest residual of delta_total = delta_dist + delta_assign is %s over %s"
                    + " contrasts.")
                .formatted(Check.number(worst), contrasts));
  }

  private static CheckResult readablePerformance(String family, List<Performance> rows) {
    long sound = Metric.count(rows, row -> row.status() == EvaluationStatus.OK);
    return READABLE_PERFORMANCE.atMost(
        family,
        Metric.countOfAny(
            rows,
            row -> row.status() != EvaluationStatus.OK && row.status() != EvaluationStatus.MISSING),
        unsound ->
            ("%s evaluations could not be read or are incomplete, %s are sound;"
                    + " performance.message says why.")
                .formatted(Check.number(unsound), sound));
  }

  private void windows(String family, List<WindowSummary> rows) {
    List<WindowSummary> stable =
        rows.stream()
            .filter(row -> row.windowName() == WindowName.STABLE && row.realisation().isReal())
            .toList();
    results.add(
        WINDOW_LENGTH.atLeast(
            family,
            Metric.max(of(stable, Quantity.D), row -> (double) row.count()),
            steps -> "The stable window holds %s fitted steps.".formatted(Check.number(steps))));
    results.add(
        R2_SIZE_FLOOR.atLeast(
            family,
            Metric.max(of(stable, Quantity.R2_SIZE), WindowSummary::mean),
            r2 ->
                "The mean R2 of the D fits over the stable window is %s."
                    .formatted(Check.number(r2))));
  }

  private static CheckResult regimeRobust(
      String family, List<RobustnessChange> rows, BaselineSign sign) {
    List<RobustnessChange> excess =
        rows.stream()
            .filter(row -> row.quantity() == Quantity.Z_MINUS_Z_N0 && row.signKept() != null)
            .toList();
    String turned =
        excess.stream()
            .filter(row -> !row.signKept())
            .map(row -> row.factor().word() + "=" + row.level())
            .collect(joining(", "));
    return REGIME_ROBUST.atLeast(
        family,
        Metric.share(excess, RobustnessChange::signKept),
        share ->
            "%s in %s of %s variations of the probe%s%s."
                .formatted(
                    sign.summary().map(RunChecks::chance).orElse("z - z_N0 keeps its sign"),
                    Metric.count(excess, RobustnessChange::signKept),
                    excess.size(),
                    turned.isEmpty() ? "" : ", not under " + turned,
                    sign.unmeasuredText()));
  }

  private static String chance(RobustnessSummary baseline) {
    return String.format(
        Locale.ROOT,
        "z - z_N0 of the baseline, %+.3f over %d steps, cannot be told from 0; it keeps its sign",
        baseline.baselineMean(),
        baseline.steps());
  }

  private static List<WindowSummary> of(List<WindowSummary> rows, Quantity quantity) {
    return rows.stream().filter(row -> row.quantity() == quantity).toList();
  }
}

package org.gradienttransport.jobs.present.catalogue;

import static java.util.Comparator.comparing;

import java.util.Arrays;
import java.util.Comparator;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.gradienttransport.schemas.rows.ClosureCheck;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.NullContrast;
import org.gradienttransport.schemas.rows.PerformanceAssociation;
import org.gradienttransport.schemas.rows.PooledExponent;
import org.gradienttransport.schemas.rows.WindowSummary;
import org.gradienttransport.schemas.vocabulary.ContrastStatus;
import org.gradienttransport.schemas.vocabulary.PooledQuantity;
import org.gradienttransport.schemas.vocabulary.Quantity;
import org.gradienttransport.schemas.vocabulary.Verdict;
import org.gradienttransport.schemas.vocabulary.WindowName;
import org.gradienttransport.schemas.vocabulary.Word;

/** The numbers of one family that its summary speaks of, straight from the tables. */
final class FamilyNumbers {
  private final FamilyRows rows;
  private final Fields fields;
  private final Closure closure;
  private final Optional<NullContrast> contrast;
  private final List<PerformanceAssociation> associations;

  FamilyNumbers(FamilyRows rows) {
    this.rows = rows;
    this.fields = Fields.of(rows.fields().stream().filter(FamilyRows::real).toList());
    this.closure = Closure.of(rows.closure());
    this.contrast =
        rows.contrasts().stream()
            .filter(row -> row.scope() == WindowName.STABLE && row.observable() == Quantity.Z)
            .filter(row -> row.scale().equals(Word.ALL) && row.status() == ContrastStatus.OK)
            .findFirst();
    this.associations =
        rows.associations().stream()
            .filter(row -> row.result().pearson() != null)
            .sorted(
                comparing((PerformanceAssociation row) -> Math.abs(row.result().pearson()))
                    .reversed()
                    .thenComparing(row -> row.level().word())
                    .thenComparing(PerformanceAssociation::x)
                    .thenComparing(PerformanceAssociation::y)
                    .thenComparing(PerformanceAssociation::scale))
            .toList();
  }

  /**
   * What became of the real fields.
   *
   * @param ok that enter fits
   * @param degenerate that were relaxed and do not
   * @param shortest duration of those that enter fits; null if none does
   * @param longest their longest duration
   * @param longestDifference training steps between the checkpoints of a difference, the most; null
   *     without fields
   */
  record Fields(
      long fields,
      long scales,
      long steps,
      long ok,
      long degenerate,
      Integer shortest,
      Integer longest,
      Long longestDifference) {

    private static Fields of(List<FieldTransport> fields) {
      IntSummaryStatistics durations =
          fields.stream()
              .filter(row -> FamilyRows.ok(row) && row.cascade() != null)
              .mapToInt(row -> row.cascade().nSteps())
              .summaryStatistics();
      OptionalLong difference =
          fields.stream().mapToLong(row -> row.key().step() - row.key().fromStep()).max();
      return new Fields(
          fields.size(),
          fields.stream().map(row -> row.key().scale()).distinct().count(),
          fields.stream().map(row -> row.key().step()).distinct().count(),
          fields.stream().filter(FamilyRows::ok).count(),
          fields.stream().filter(row -> row.status().degenerate()).count(),
          durations.getCount() == 0 ? null : durations.getMin(),
          durations.getCount() == 0 ? null : durations.getMax(),
          difference.isEmpty() ? null : difference.getAsLong());
    }
  }

  /**
   * How well closure holds.
   *
   * @param worst largest residual in magnitude; null without fits
   * @param bound largest bound; null without steps
   * @param closed steps at which it holds
   * @param broken steps at which it does not
   */
  record Closure(Double worst, Double bound, long closed, long broken) {

    private static Closure of(List<ClosureCheck> checks) {
      return new Closure(
          checks.stream()
              .flatMap(row -> Arrays.asList(row.betaResidual(), row.deltaResidual()).stream())
              .filter(Objects::nonNull)
              .map(Math::abs)
              .max(Comparator.naturalOrder())
              .orElse(null),
          checks.stream().map(ClosureCheck::bound).max(Comparator.naturalOrder()).orElse(null),
          checks.stream().filter(row -> row.verdict() == Verdict.CLOSED).count(),
          checks.stream().filter(row -> row.verdict() == Verdict.BROKEN).count());
    }
  }

  boolean hasWindow() {
    return window(Quantity.D, WindowSummary::mean) != null;
  }

  /** Correlations with performance, the strongest first. */
  List<PerformanceAssociation> associations() {
    return associations;
  }

  /** A column of a real quantity's row of the stable window; null when it has none. */
  Double window(Quantity quantity, Function<WindowSummary, ? extends Number> column) {
    return rows.windows().stream()
        .filter(row -> row.realisation().isReal() && row.quantity() == quantity)
        .filter(FamilyRows::whole)
        .findFirst()
        .map(column)
        .map(Number::doubleValue)
        .orElse(null);
  }

  Fields fields() {
    return fields;
  }

  Closure closure() {
    return closure;
  }

  /** A pooled exponent of the real field over the stable window. */
  Optional<PooledExponent> pooled(PooledQuantity quantity) {
    return rows.pooled().stream()
        .filter(row -> row.realisation().isReal() && row.quantity() == quantity)
        .filter(row -> row.windowName() == WindowName.STABLE)
        .findFirst();
  }

  /** The contrast of the duration exponent with the nulls over the stable window. */
  Optional<NullContrast> contrast() {
    return contrast.filter(row -> row.deltaTotal() != null);
  }
}

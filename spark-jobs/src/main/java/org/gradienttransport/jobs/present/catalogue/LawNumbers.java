package org.gradienttransport.jobs.present.catalogue;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsLast;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.gradienttransport.jobs.present.MainWidth;
import org.gradienttransport.schemas.rows.LawKey;
import org.gradienttransport.schemas.rows.ScalingCoefficient;
import org.gradienttransport.schemas.rows.ScalingEnvelope;
import org.gradienttransport.schemas.rows.ScalingExtrapolation;
import org.gradienttransport.schemas.rows.ScalingFit;
import org.gradienttransport.schemas.rows.ScalingPublished;
import org.gradienttransport.schemas.rows.ScalingRun;
import org.gradienttransport.schemas.rows.TimeScaling;
import org.gradienttransport.schemas.vocabulary.Approach;
import org.gradienttransport.schemas.vocabulary.Coefficient;
import org.gradienttransport.schemas.vocabulary.HeldOutRule;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.LawStatus;
import org.gradienttransport.schemas.vocabulary.ScheduleState;
import org.gradienttransport.schemas.vocabulary.TrainingClock;
import org.gradienttransport.schemas.vocabulary.Word;

/** The numbers of one study that its sentences speak of, straight from the tables. */
final class LawNumbers {
  private final LawRows rows;

  /** Of several fits the one that sentences are about: Chinchilla's, of the main width. */
  private final Comparator<LawKey> first;

  LawNumbers(LawRows rows) {
    this.rows = rows;
    first =
        comparing((LawKey key) -> key.form() != LawForm.CHINCHILLA)
            .thenComparing(LawKey::form)
            .thenComparing(MainWidth.first(rows.coefficients(), rows.extrapolations()));
  }

  String study() {
    return rows.study();
  }

  /** Words about a series, under its name unless the study has no series. */
  static Sentence about(String series, String words) {
    return Sentence.of(
        series.equals(Word.ALL)
            ? words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1)
            : series + ": " + words);
  }

  /** Names of the series that have losses or fits. */
  List<String> series() {
    TreeSet<String> names = new TreeSet<>();
    rows.runs().forEach(row -> names.add(row.key().series()));
    rows.fits().forEach(row -> names.add(row.key().series()));
    return List.copyOf(names);
  }

  /** What is to be doubted of the losses as a whole. */
  List<String> doubts() {
    return rows.doubts();
  }

  int losses() {
    return rows.runs().size();
  }

  long models() {
    return rows.runs().stream()
        .map(row -> List.of(row.key().series(), row.key().run()))
        .distinct()
        .count();
  }

  long decaying() {
    return rows.runs().stream()
        .filter(row -> row.effort().scheduleState() == ScheduleState.DECAYING)
        .count();
  }

  /** Tokens per parameter of a series' losses; without values where sizes or tokens are unknown. */
  DoubleSummaryStatistics tokensPerParameter(String series) {
    return rows.sized().stream()
        .filter(row -> row.key().series().equals(series))
        .mapToDouble(row -> row.effort().tokens() / row.size().params())
        .summaryStatistics();
  }

  /** What the compute of all losses spans. */
  DoubleSummaryStatistics flops() {
    return rows.runs().stream()
        .map((ScalingRun row) -> row.effort().flops())
        .filter(Objects::nonNull)
        .mapToDouble(Double::doubleValue)
        .summaryStatistics();
  }

  List<ScalingFit> fits(LawStatus status) {
    return rows.fits().stream().filter(row -> row.status() == status).toList();
  }

  int fits() {
    return rows.fits().size();
  }

  /** Runs that win somewhere on the part of an envelope that is fitted; 0 without one. */
  long winners(String series) {
    return rows.envelope().stream()
        .filter(row -> row.series().equals(series) && row.status() == LawStatus.OK)
        .map(ScalingEnvelope::run)
        .distinct()
        .count();
  }

  long budgets(String series) {
    return rows.budgets().stream().filter(row -> row.series().equals(series)).count();
  }

  long optima(String series) {
    return rows.budgets().stream()
        .filter(row -> row.series().equals(series) && row.status() == LawStatus.OK)
        .count();
  }

  /** The fit whose certificate is told: of Chinchilla's law of N and D if there is one. */
  Optional<ScalingFit> main(String series) {
    return rows.fits().stream()
        .filter(row -> row.key().series().equals(series))
        .filter(row -> !OPTIMA.contains(row.key().approach()))
        .min(
            comparing((ScalingFit row) -> !FittedLaw.drawn(row.key()))
                .thenComparing(ScalingFit::key, first));
  }

  /** Approaches whose fits are lines through optima. */
  private static final Set<Approach> OPTIMA = EnumSet.of(Approach.ENVELOPE, Approach.ISOFLOP);

  /** The exponent a of a series by each approach that gives one, in the order of the approaches. */
  List<ScalingCoefficient> allocations(String series) {
    Map<String, List<ScalingCoefficient>> byApproach = new TreeMap<>();
    for (ScalingCoefficient row : rows.coefficients()) {
      if (row.key().series().equals(series)
          && row.key().approach() != Approach.NONE
          && row.coefficient() == Coefficient.N_ALLOCATION
          && row.value() != null) {
        byApproach.computeIfAbsent(row.key().approach().word(), word -> new ArrayList<>()).add(row);
      }
    }
    return byApproach.values().stream()
        .map(of -> of.stream().min(comparing(ScalingCoefficient::key, first)).orElseThrow())
        .toList();
  }

  List<ScalingPublished> published(ScalingCoefficient of) {
    return rows.published(of).toList();
  }

  /** What laws predict of the rows of the largest compute, the best first. */
  List<ScalingExtrapolation> extrapolations(String series) {
    return rows.extrapolations().stream()
        .filter(row -> row.key().series().equals(series) && row.rule() == HeldOutRule.COMPUTE)
        .filter(row -> row.errors() != null && row.errors().meanAbsRel() != null)
        .sorted(
            comparing(ScalingExtrapolation::place, nullsLast(naturalOrder()))
                .thenComparing(row -> row.errors().meanAbsRel()))
        .toList();
  }

  /** Laws of time on a clock that have an exponent. */
  List<TimeScaling> times(TrainingClock clock) {
    return rows.times().stream()
        .filter(row -> row.clock() == clock && row.curve() != null && row.curve().gamma() != null)
        .toList();
  }

  /** Numbers of some rows, nulls left out. */
  static <R> DoubleSummaryStatistics span(List<R> rows, Function<R, Double> column) {
    return rows.stream()
        .map(column)
        .filter(Objects::nonNull)
        .mapToDouble(Double::doubleValue)
        .summaryStatistics();
  }
}

package org.gradienttransport.jobs.present.catalogue;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import org.gradienttransport.jobs.check.ScalingChecks;
import org.gradienttransport.schemas.rows.LawKey;
import org.gradienttransport.schemas.rows.ScalingCoefficient;
import org.gradienttransport.schemas.rows.ScalingExtrapolation;
import org.gradienttransport.schemas.rows.ScalingFit;
import org.gradienttransport.schemas.rows.ScalingPublished;
import org.gradienttransport.schemas.rows.ScalingRun;
import org.gradienttransport.schemas.rows.TimeScaling;
import org.gradienttransport.schemas.vocabulary.LawStatus;
import org.gradienttransport.schemas.vocabulary.TrainingClock;

/** One study's results in sentences that its numbers write, what it cannot say before them. */
public final class LawNarrative {
  private static final String PLAIN = "%.3f";
  private static final String SMALL = "%.1e";

  private static final String RUNS = ScalingRun.ROWS.name();
  private static final String FITS = ScalingFit.ROWS.name();
  private static final String COEFFICIENTS = ScalingCoefficient.ROWS.name();
  private static final String EXTRAPOLATIONS = ScalingExtrapolation.ROWS.name();
  private static final String TIMES = TimeScaling.ROWS.name();

  private final LawNumbers numbers;
  private final String study;

  public LawNarrative(LawRows rows) {
    this.numbers = new LawNumbers(rows);
    this.study = rows.study();
  }

  /** What these data cannot say; to be read first. */
  public List<Sentence> caveats() {
    return LawCaveats.of(numbers);
  }

  /** What was found, in reading order. */
  public List<Sentence> sentences() {
    List<Sentence> all = new ArrayList<>();
    all.add(measured());
    for (String series : numbers.series()) {
      exponents(series).ifPresent(all::add);
      agreement(series).ifPresent(all::add);
      certificate(series).ifPresent(all::add);
      heldOut(series).ifPresent(all::add);
    }
    for (TrainingClock clock : TrainingClock.values()) {
      time(clock).ifPresent(all::add);
    }
    return all;
  }

  private Sentence measured() {
    return Sentence.of("")
        .count(numbers.losses(), RUNS, study, "rows")
        .words(" usable losses of ")
        .count(numbers.models(), RUNS, study, "runs")
        .words(" trained models in ")
        .count(numbers.series().size(), RUNS, study, "series")
        .words(" series.");
  }

  private Optional<Sentence> exponents(String series) {
    List<ScalingCoefficient> rows = numbers.allocations(series);
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    Sentence text =
        LawNumbers.about(series, "the compute-optimal number of parameters grows as C^a with a = ");
    String separator = "";
    for (ScalingCoefficient row : rows) {
      text.words(separator);
      value(text, row);
      separator = ", ";
    }
    return Optional.of(text.words("; in brackets 95 % bootstrap intervals."));
  }

  private void value(Sentence text, ScalingCoefficient row) {
    LawKey key = row.key();
    String[] origin = {COEFFICIENTS, study, key.series(), key.approach().word(), "a"};
    text.number(PLAIN, row.value(), origin);
    if (row.spread() != null && row.spread().percentiles() != null) {
      text.words(" [")
          .number(PLAIN, row.spread().percentiles().p2_5(), origin)
          .words(", ")
          .number(PLAIN, row.spread().percentiles().p97_5(), origin)
          .words("]");
    }
    text.words(" by approach " + key.approach().word());
    published(text, row);
  }

  private void published(Sentence text, ScalingCoefficient row) {
    String separator = " (published: ";
    for (ScalingPublished of : numbers.published(row)) {
      text.words(separator)
          .number(
              "%.4f",
              of.value(),
              ScalingPublished.ROWS.name(),
              study,
              of.series(),
              of.label(),
              of.coefficient().word())
          .words(" by " + of.label());
      separator = "; ";
    }
    text.words(separator.equals("; ") ? ")" : "");
  }

  private Optional<Sentence> agreement(String series) {
    List<ScalingCoefficient> rows =
        numbers.allocations(series).stream().filter(LawNarrative::interval).toList();
    if (rows.size() < 2) {
      return Optional.empty();
    }
    List<String> apart = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      for (int j = i + 1; j < rows.size(); j++) {
        if (!ScalingChecks.overlap(rows.get(i), rows.get(j))) {
          apart.add(approach(rows.get(i)) + " and " + approach(rows.get(j)));
        }
      }
    }
    return Optional.of(
        LawNumbers.about(
            series,
            apart.isEmpty()
                ? "the intervals of all approaches overlap."
                : "the intervals of approaches "
                    + String.join(", and of ", apart)
                    + " do not overlap: the approaches disagree by more than their noise."));
  }

  private static boolean interval(ScalingCoefficient row) {
    return LawRows.percentile(row, ScalingCoefficient.Percentiles::p2_5) != null
        && LawRows.percentile(row, ScalingCoefficient.Percentiles::p97_5) != null;
  }

  private static String approach(ScalingCoefficient row) {
    return row.key().approach().word();
  }

  private Optional<Sentence> certificate(String series) {
    return numbers
        .main(series)
        .filter(fit -> fit.minimum() != null && fit.minimum().probe() != null)
        .map(this::certificate);
  }

  private Sentence certificate(ScalingFit fit) {
    String[] origin = {FITS, study, fit.key().series(), fit.key().form().word()};
    ScalingFit.Minimum minimum = fit.minimum();
    if (fit.status() == LawStatus.NOT_CONVERGED) {
      return LawNumbers.about(
              fit.key().series(), LawRows.law(fit.key()) + " was not fitted: near the best of ")
          .count(minimum.starts(), origin)
          .words(" starts the objective is lower by ")
          .number(SMALL, -minimum.probe(), origin)
          .words(" of itself, so it is no minimum and has no exponents.");
    }
    Double share = minimum.hitShare() == null ? null : 100 * minimum.hitShare();
    return LawNumbers.about(fit.key().series(), LawRows.law(fit.key()) + " was fitted to ")
        .count(fit.rows(), origin)
        .words(" losses from ")
        .count(minimum.starts(), origin)
        .words(" starts, of which ")
        .number("%.1f", share, origin)
        .words(" % reach the same minimum; no point probed around it lies lower (")
        .number(SMALL, minimum.probe(), origin)
        .words(" of the objective), and its parameters have condition ")
        .number(SMALL, minimum.condition(), origin)
        .words(".");
  }

  private Optional<Sentence> heldOut(String series) {
    List<ScalingExtrapolation> laws = numbers.extrapolations(series);
    if (laws.isEmpty()) {
      return Optional.empty();
    }
    ScalingExtrapolation best = laws.get(0);
    Sentence text =
        LawNumbers.about(series, "of ")
            .count(laws.size(), EXTRAPOLATIONS, study, series, "laws")
            .words(
                " laws fitted to the smaller compute, "
                    + LawRows.law(best.key())
                    + " predicts the ")
            .count(best.testRows(), EXTRAPOLATIONS, study, series, "test_rows")
            .words(" losses above the cut best, with a mean error of ");
    percent(text, best.errors().meanAbsRel(), series);
    if (best.errors().biasRel() != null) {
      text.words(" and a bias of ");
      percent(text, best.errors().biasRel(), series);
    }
    if (laws.size() > 1) {
      ScalingExtrapolation worst = laws.get(laws.size() - 1);
      text.words("; the last, " + LawRows.law(worst.key()) + ", errs by ");
      percent(text, worst.errors().meanAbsRel(), series);
    }
    return Optional.of(text.words("."));
  }

  private void percent(Sentence text, Double share, String series) {
    text.number("%.2f", 100 * share, EXTRAPOLATIONS, study, series, "error").words(" %");
  }

  /** Never more than how many intervals hold 1/3: clocks and floors decide too much. */
  private Optional<Sentence> time(TrainingClock clock) {
    List<TimeScaling> rows = numbers.times(clock);
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    DoubleSummaryStatistics gamma = LawNumbers.span(rows, row -> row.curve().gamma());
    long inside =
        rows.stream()
            .filter(row -> row.third() != null && Boolean.TRUE.equals(row.third().thirdInside()))
            .count();
    String[] origin = {TIMES, study, clock.word(), "gamma"};
    Sentence text = Sentence.of("On the clock " + clock.word() + " the exponent of time is ");
    if (rows.size() == 1) {
      one(text, rows.get(0), origin);
    } else {
      text.number(PLAIN, gamma.getMin(), origin)
          .words(" to ")
          .number(PLAIN, gamma.getMax(), origin)
          .words(" in ")
          .count(rows.size(), origin)
          .words(" runs");
    }
    return Optional.of(
        text.words("; 1/3 lies in the profile interval of ")
            .count(inside, origin)
            .words(" of ")
            .count(rows.size(), origin)
            .words(
                inside == 0
                    ? "."
                    : ", which other exponents share: it is not excluded there, and not confirmed."));
  }

  private static void one(Sentence text, TimeScaling row, String... origin) {
    text.number(PLAIN, row.curve().gamma(), origin)
        .words(" [")
        .number(PLAIN, row.curve().gammaLo(), origin)
        .words(", ")
        .number(PLAIN, row.curve().gammaHi(), origin)
        .words("]");
  }
}

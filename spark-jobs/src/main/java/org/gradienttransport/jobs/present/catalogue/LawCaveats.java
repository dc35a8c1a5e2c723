package org.gradienttransport.jobs.present.catalogue;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import org.gradienttransport.schemas.rows.ScalingEnvelope;
import org.gradienttransport.schemas.rows.ScalingFit;
import org.gradienttransport.schemas.rows.ScalingIsoflop;
import org.gradienttransport.schemas.rows.ScalingRun;
import org.gradienttransport.schemas.vocabulary.LawStatus;

/** What the losses of a study cannot say, in sentences that its numbers write. */
final class LawCaveats {
  private static final String RUNS = ScalingRun.ROWS.name();
  private static final String FITS = ScalingFit.ROWS.name();

  /** Tokens per parameter that vary by less than this factor are one ratio. */
  private static final double ONE_RATIO = 2;

  /** Fewer winners than this make a slope that one run can turn. */
  private static final int FEW_WINNERS = 6;

  private final LawNumbers numbers;
  private final List<Sentence> all = new ArrayList<>();

  private LawCaveats(LawNumbers numbers) {
    this.numbers = numbers;
  }

  static List<Sentence> of(LawNumbers numbers) {
    LawCaveats caveats = new LawCaveats(numbers);
    numbers.doubts().forEach(doubt -> caveats.all.add(Sentence.of(doubt)));
    numbers.series().forEach(caveats::ratio);
    caveats.decaying();
    caveats.floors();
    numbers.series().forEach(caveats::winners);
    numbers.series().forEach(caveats::budgets);
    caveats.unfitted();
    caveats.range();
    return caveats.all;
  }

  private void ratio(String series) {
    DoubleSummaryStatistics ratio = numbers.tokensPerParameter(series);
    if (ratio.getCount() > 1 && ratio.getMax() < ONE_RATIO * ratio.getMin()) {
      all.add(
          LawNumbers.about(series, "all losses have about one ratio of tokens to parameters (")
              .number("%.1f", ratio.getMin(), RUNS, numbers.study(), series, "ratio_min")
              .words(" to ")
              .number("%.1f", ratio.getMax(), RUNS, numbers.study(), series, "ratio_max")
              .words("), so the exponents of N and of D cannot be told from each other."));
    }
  }

  private void decaying() {
    if (numbers.decaying() > 0) {
      all.add(
          Sentence.of("")
              .count(numbers.decaying(), RUNS, numbers.study(), "decaying")
              .words(" of ")
              .count(numbers.losses(), RUNS, numbers.study(), "rows")
              .words(
                  " losses were measured while the learning rate was still decaying: they are too"
                      + " high for their tokens, and laws of N and D leave them out unless the study"
                      + " allows them."));
    }
  }

  private void floors() {
    List<ScalingFit> without = numbers.fits(LawStatus.NO_FLOOR);
    if (!without.isEmpty()) {
      all.add(
          fits(without)
              .words(
                  " do not identify an irreducible loss: a law without a floor fits as well, and what"
                      + " they say of much more compute rests on the form, not on the data."));
    }
    List<ScalingFit> collinear = numbers.fits(LawStatus.COLLINEAR);
    if (!collinear.isEmpty()) {
      all.add(
          fits(collinear)
              .words(
                  " cannot tell their parameters apart; only sums of their terms are measured."));
    }
  }

  private Sentence fits(List<ScalingFit> some) {
    String which =
        some.stream()
            .map(row -> row.key().series() + " " + row.key().form().word())
            .distinct()
            .collect(joining(", "));
    return Sentence.of("")
        .count(some.size(), FITS, numbers.study(), some.get(0).status().word())
        .words(" of ")
        .count(numbers.fits(), FITS, numbers.study(), "rows")
        .words(" fits (" + which + ")");
  }

  private void winners(String series) {
    long winners = numbers.winners(series);
    if (winners > 0 && winners < FEW_WINNERS) {
      all.add(
          LawNumbers.about(series, "approach 1 rests on ")
              .count(winners, ScalingEnvelope.ROWS.name(), numbers.study(), series, "winners")
              .words(
                  " runs that are best somewhere; however many points its line has, that is all."));
    }
  }

  private void budgets(String series) {
    long without = numbers.budgets(series) - numbers.optima(series);
    if (without > 0) {
      all.add(
          LawNumbers.about(series, "of ")
              .count(
                  numbers.budgets(series),
                  ScalingIsoflop.ROWS.name(),
                  numbers.study(),
                  series,
                  "budgets")
              .words(" compute budgets ")
              .count(without, ScalingIsoflop.ROWS.name(), numbers.study(), series, "refused")
              .words(" have no optimum inside their sizes and give no point."));
    }
  }

  private void unfitted() {
    for (LawStatus status :
        List.of(LawStatus.NOT_CONVERGED, LawStatus.TOO_FEW, LawStatus.REFUSED)) {
      List<ScalingFit> some = numbers.fits(status);
      if (!some.isEmpty()) {
        all.add(fits(some).words(" have no numbers: " + status.word() + "."));
      }
    }
  }

  private void range() {
    DoubleSummaryStatistics flops = numbers.flops();
    if (flops.getCount() > 0) {
      all.add(
          Sentence.of("The losses span ")
              .number("%.1e", flops.getMin(), RUNS, numbers.study(), "c_min")
              .words(" to ")
              .number("%.1e", flops.getMax(), RUNS, numbers.study(), "c_max")
              .words(
                  " FLOPs; beyond ten times the largest, an optimum is a guess by the form of its"
                      + " law."));
    }
  }
}

package org.gradienttransport.jobs.scaling;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.gradienttransport.jobs.aggregate.scaling.MeasuredStudy;
import org.gradienttransport.jobs.aggregate.scaling.RowChoice;
import org.gradienttransport.jobs.conf.study.LossUnit;
import org.gradienttransport.jobs.conf.study.Study;
import org.gradienttransport.schemas.rows.ScalingRun;
import org.gradienttransport.schemas.vocabulary.TrainingClock;
import org.gradienttransport.udfs.scaling.accounting.CrossEntropy;

/** What the rows of a study as a whole let one doubt, in sentences. */
final class Doubts {
  private final Study study;
  private final long usable;
  private final List<String> warnings = new ArrayList<>();

  private Doubts(Study study, long usable) {
    this.study = study;
    this.usable = usable;
  }

  /**
   * Sentences on the rows.
   *
   * @param ends whether the ends of all runs are among the rows, if there are too many to keep all
   */
  static List<String> about(Study study, List<ScalingRun> rows, RowCounts counts, boolean ends) {
    Doubts doubts = new Doubts(study, counts.usable());
    doubts.aboutNumbers(rows, counts, ends);
    MeasuredStudy.usable(rows).forEach(doubts::aboutSeries);
    return doubts.warnings;
  }

  private void aboutNumbers(List<ScalingRun> rows, RowCounts counts, boolean ends) {
    if (counts.usable() == 0) {
      warn(
          "No row of study %s can be fitted: %,d were refused%s and %,d left out by where.%s",
          study.name(),
          counts.refused(),
          counts.warmUp() == 0
              ? ""
              : String.format(Locale.ROOT, ", %,d measured inside the warm-up", counts.warmUp()),
          counts.leftOut(),
          rows.stream()
              .filter(row -> row.status().refused())
              .findFirst()
              .map(row -> " The first refused: " + row.message())
              .orElse(""));
    }
    int kept = study.source().mostRows();
    if (counts.usable() > kept) {
      warn(
          "Study %s has %,d rows; %,d were kept, always the same: a random part of each large"
              + " series%s. Raise most_rows to keep more.",
          study.name(),
          counts.usable(),
          kept,
          ends ? ", and the first and last row of each run" : "");
    }
    if (counts.rows().entrySet().stream()
        .anyMatch(of -> of.getKey().refused() && of.getValue() > StudyRows.MOST_OF_A_STATUS)) {
      warn(
          "%,d rows of study %s were refused; the first %,d of each status are in scaling_run.",
          counts.refused(), study.name(), StudyRows.MOST_OF_A_STATUS);
    }
  }

  private void aboutSeries(String series, List<ScalingRun> rows) {
    if (study.columns().lossUnit() != LossUnit.PERPLEXITY) {
      perplexities(series, rows);
    }
    for (String kinds : RowChoice.mixtures(rows)) {
      warn(
          "Series %s mixes %s, which no fit may; name the column in columns.series, too.",
          series, kinds);
    }
    twoSizes(series, rows);
    if (study.fits().time().clocks().contains(TrainingClock.TAU)) {
      unsummed(series, rows);
    }
  }

  private void perplexities(String series, List<ScalingRun> rows) {
    double[] losses = rows.stream().mapToDouble(row -> row.measured().loss()).toArray();
    if (CrossEntropy.looksLikePerplexity(losses)) {
      warn(
          "Most losses of series %s are above %.1f nats per token, worse than guessing: they look"
              + " like perplexities. If they are, set loss_unit: perplexity.",
          series, CrossEntropy.GUESSING);
    } else if (CrossEntropy.looksLikeGoodPerplexity(losses, flops(rows))) {
      warn(
          "Most losses of series %s at its largest compute are above %.1f nats per token, a"
              + " perplexity of %.0f: they look like perplexities. If they are, set loss_unit:"
              + " perplexity.",
          series, CrossEntropy.POOR, StrictMath.exp(CrossEntropy.POOR));
    }
  }

  /** Compute of each row; the same for all where that of any is not known. */
  private static double[] flops(List<ScalingRun> rows) {
    boolean known = rows.stream().allMatch(row -> row.effort().flops() != null);
    return rows.stream().mapToDouble(row -> known ? row.effort().flops() : 1).toArray();
  }

  private void unsummed(String series, List<ScalingRun> rows) {
    List<String> runs =
        rows.stream()
            .filter(row -> row.effort().tau() == null)
            .map(row -> row.key().run())
            .distinct()
            .toList();
    if (!runs.isEmpty()) {
      warn(
          "The rates of %d runs of series %s could not be summed, the first is %s: every row needs"
              + " a rate, and every step comes once%s.",
          runs.size(),
          series,
          runs.get(0),
          usable > Taus.MOST / 2
              ? String.format(Locale.ROOT, "; no more than %,d rates are kept", Taus.MOST)
              : "");
    }
  }

  private void twoSizes(String series, List<ScalingRun> rows) {
    Map<String, Double> sizes = new TreeMap<>();
    for (ScalingRun row : rows) {
      Double size = row.size().params();
      Double first = size == null ? null : sizes.putIfAbsent(row.key().run(), size);
      if (first != null && !first.equals(size)) {
        warn(
            "Run %s of series %s has two sizes, %s and %s; name runs so that each is one model.",
            row.key().run(), series, first, size);
        return;
      }
    }
  }

  private void warn(String sentence, Object... values) {
    warnings.add(String.format(Locale.ROOT, sentence, values));
  }
}

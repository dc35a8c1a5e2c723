package org.gradienttransport.jobs.aggregate.scaling;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.MetricSource;
import org.gradienttransport.jobs.conf.Schedule;
import org.gradienttransport.jobs.conf.study.Bootstrap;
import org.gradienttransport.jobs.conf.study.HeldOut;
import org.gradienttransport.jobs.conf.study.LawRequest;
import org.gradienttransport.jobs.conf.study.StudyFits;
import org.gradienttransport.jobs.conf.study.TimeFits;
import org.gradienttransport.schemas.rows.Performance;
import org.gradienttransport.schemas.rows.ScalingRun;
import org.gradienttransport.schemas.vocabulary.EvaluationStatus;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.LawVariables;
import org.gradienttransport.schemas.vocabulary.ObjectiveKind;
import org.gradienttransport.schemas.vocabulary.ParamsKind;
import org.gradienttransport.schemas.vocabulary.ScalingRunStatus;
import org.gradienttransport.schemas.vocabulary.ScheduleState;
import org.gradienttransport.schemas.vocabulary.TrainingClock;
import org.gradienttransport.udfs.scaling.time.TauClock;

/**
 * The losses of a family as a study of its own (METHOD-SCALING section 6): its external metric,
 * where that is a perplexity or a loss.
 *
 * @param family whose losses they are
 * @param perplexity whether the metric is one, of which the logarithm is the loss
 */
public record FamilyLosses(Family family, boolean perplexity) {
  /** Kaplan's law of size and steps, and Chinchilla's with steps for data, on three clocks. */
  private static final StudyFits FITS =
      new StudyFits(
          List.of(
              new LawRequest(LawForm.CHINCHILLA, LawVariables.N_S),
              new LawRequest(LawForm.KAPLAN_NS, LawVariables.N_S)),
          List.of(),
          ObjectiveKind.HUBER_LOG,
          List.of(StudyFits.DEFAULT_DELTA),
          StudyFits.Starts.DEFAULT,
          new Bootstrap(200, Bootstrap.DEFAULT.seed(), Bootstrap.Rule.CASES),
          HeldOut.NOTHING,
          new TimeFits(
              List.of(TrainingClock.values()), TrainingClock.STEP, 1, Double.POSITIVE_INFINITY),
          List.of(),
          true,
          null);

  /** A family's losses; empty if its metric is none. */
  public static Optional<FamilyLosses> of(Family family) {
    return family
        .performance()
        .map(performance -> performance.source())
        .filter(source -> source.direction() == MetricSource.Direction.LOWER_IS_BETTER)
        .map(MetricSource::metric)
        .filter(metric -> metric.contains("perplexity") || metric.contains("loss"))
        .map(metric -> new FamilyLosses(family, metric.contains("perplexity")));
  }

  /** The studies of those families that have losses, in the order of their names. */
  public static List<MeasuredStudy> studies(
      Collection<Family> families, List<Performance> performance) {
    return families.stream()
        .sorted(Comparator.comparing(Family::name))
        .flatMap(family -> of(family).stream())
        .map(losses -> losses.study(performance))
        .toList();
  }

  /** Name of the metric. */
  public String metric() {
    return family.performance().orElseThrow().source().metric();
  }

  /** The loss in nats per token; NaN where the metric has no such value. */
  public double nats(Performance row) {
    if (row.status() != EvaluationStatus.OK || row.value() == null) {
      return Double.NaN;
    }
    return perplexity ? StrictMath.log(row.value()) : row.value();
  }

  /** Whether a step is inside the warm-up, or before training: it enters no fit. */
  public boolean warmUp(long step) {
    return step < Math.max(1, family.schedule().warmupSteps());
  }

  /**
   * The study.
   *
   * @param performance rows of performance, those of other families among them
   */
  public MeasuredStudy study(List<Performance> performance) {
    Map<String, TreeMap<Long, Performance>> scales = new TreeMap<>();
    for (Performance row : performance) {
      if (row.family().equals(family.name())
          && row.metric().equals(metric())
          && !Double.isNaN(nats(row))) {
        scales.computeIfAbsent(row.scale(), scale -> new TreeMap<>()).put(row.step(), row);
      }
    }
    List<ScalingRun> rows = new ArrayList<>();
    scales.forEach((scale, steps) -> addScale(scale, List.copyOf(steps.values()), rows));
    return new MeasuredStudy(family.name(), FITS, List.of(), ScalingRun.ROWS.sorted(rows));
  }

  /** Where scales align on an axis, the schedule is stated in the steps of the largest. */
  private boolean scheduled(String scale) {
    return !family.onAxis() || family.reference().name().equals(scale);
  }

  private void addScale(String scale, List<Performance> steps, List<ScalingRun> rows) {
    Optional<double[]> tau =
        scheduled(scale)
            ? tau(scale, steps.stream().mapToLong(Performance::step).toArray())
            : Optional.empty();
    for (int i = 0; i < steps.size(); i++) {
      int at = i;
      rows.add(row(scale, i, steps.get(i), tau.map(sums -> sums[at]).orElse(null)));
    }
  }

  /** Sum of the learning rates up to each step; empty where the schedule is not known. */
  public Optional<double[]> tau(String scale, long[] steps) {
    Schedule schedule = family.schedule();
    Double peak = schedule.peak().get(scale);
    return schedule.kind() == Schedule.Kind.NONE || peak == null
        ? Optional.empty()
        : Optional.of(
            TauClock.exact(step -> peak * schedule.relativeRate(step).orElseThrow(), steps));
  }

  private ScalingRun row(String scale, int ordinal, Performance row, Double tau) {
    ScalingRunStatus status = status(row);
    return new ScalingRun(
        new ScalingRun.RunKey(family.name(), metric(), scale, ordinal),
        new ScalingRun.Size(
            row.n() == null ? null : (Double) (double) row.n(), ParamsKind.ANALYSED),
        new ScalingRun.Effort(
            null, row.step(), null, null, null, state(), rate(scale, row.step()), tau),
        new ScalingRun.Loss(Numbers.finite(nats(row)), null, null, null),
        row.source(),
        status,
        switch (status) {
          case WARM_UP -> "Step " + row.step() + " is inside the warm-up, which enters no fit.";
          case NOT_POSITIVE -> metric() + " is " + row.value() + ", of which there is no loss.";
          case MISSING -> "The scale has no number of parameters.";
          default -> null;
        },
        null);
  }

  private ScalingRunStatus status(Performance row) {
    if (row.n() == null) {
      return ScalingRunStatus.MISSING;
    }
    if (!(nats(row) > 0.0) || Double.isInfinite(nats(row))) {
      return ScalingRunStatus.NOT_POSITIVE;
    }
    return scheduled(row.scale()) && warmUp(row.step())
        ? ScalingRunStatus.WARM_UP
        : ScalingRunStatus.OK;
  }

  private ScheduleState state() {
    return switch (family.schedule().kind()) {
      case CONSTANT -> ScheduleState.CONSTANT;
      case LINEAR_TO_ZERO, COSINE, INVERSE_SQRT -> ScheduleState.DECAYING;
      // Constant at some steps and decaying at others; one word would be wrong somewhere.
      case WARMUP_STABLE_DECAY, CONSTANT_WITH_COOLDOWN, TABLE, NONE -> null;
    };
  }

  private Double rate(String scale, long step) {
    Double peak = family.schedule().peak().get(scale);
    return peak == null || !scheduled(scale) || family.schedule().kind() == Schedule.Kind.NONE
        ? null
        : (Double) (peak * family.schedule().relativeRate(step).orElseThrow());
  }
}

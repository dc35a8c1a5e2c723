package org.gradienttransport.jobs.aggregate.scaling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.gradienttransport.jobs.conf.study.TimeFits;
import org.gradienttransport.schemas.rows.ScalingRun;
import org.gradienttransport.schemas.rows.TimeScaling;
import org.gradienttransport.schemas.vocabulary.LawStatus;
import org.gradienttransport.schemas.vocabulary.TrainingClock;
import org.gradienttransport.udfs.scaling.LossRows;
import org.gradienttransport.udfs.scaling.time.TimeLaw;

/** One run of a series against one clock: its fit and its row of time_scaling (section 5). */
final class TimeTask {
  private final String source;
  private final ScalingRun.RunKey run;
  private final TrainingClock clock;
  private final LossCurve curve;
  private final Optional<FitUnit> unit;

  private TimeTask(
      String source, List<ScalingRun> rows, TrainingClock clock, TimeFits time, FitData data) {
    this.source = source;
    this.run = rows.get(0).key();
    this.clock = clock;
    List<ScalingRun> inside =
        rows.stream()
            .filter(row -> inside(row, time) && LossRows.usable(time(row, clock)))
            .toList();
    this.curve =
        new LossCurve(
            inside.stream().mapToDouble(row -> time(row, clock)).toArray(),
            inside.stream().mapToDouble(row -> row.measured().loss()).toArray());
    this.unit = inside.isEmpty() ? Optional.empty() : CurveFits.unit(curve, data);
  }

  /** Each run of a series against each clock. */
  static List<TimeTask> all(String source, List<ScalingRun> rows, TimeFits time, FitData data) {
    Map<String, List<ScalingRun>> runs = new LinkedHashMap<>();
    if (!time.clocks().isEmpty()) {
      rows.forEach(row -> runs.computeIfAbsent(row.key().run(), r -> new ArrayList<>()).add(row));
    }
    List<TimeTask> tasks = new ArrayList<>();
    runs.values()
        .forEach(
            of ->
                time.clocks()
                    .forEach(clock -> tasks.add(new TimeTask(source, of, clock, time, data))));
    return tasks;
  }

  /** The work, where the rows can be fitted. */
  Optional<FitUnit> unit() {
    return unit;
  }

  TimeScaling row(FitResults results) {
    if (curve.x().length == 0) {
      return absent();
    }
    var fit = CurveFits.of(unit.stream().toList(), results).of(curve);
    return new TimeScaling(
        source,
        run.series(),
        run.run(),
        clock,
        Arrays.stream(curve.x()).min().orElseThrow(),
        Arrays.stream(curve.x()).max().orElseThrow(),
        fit.rows(),
        fit.points(),
        fit.law().map(TimeTask::curve).orElse(null),
        fit.law()
            .map(law -> new TimeScaling.Third(law.squaresAtOneThird(), law.thirdInside()))
            .orElse(null),
        boxed(fit.plainSlope()),
        fit.status(),
        Sentences.orNull(fit.message()));
  }

  private TimeScaling absent() {
    return new TimeScaling(
        source,
        run.series(),
        run.run(),
        clock,
        null,
        null,
        0,
        0,
        null,
        null,
        null,
        LawStatus.REFUSED,
        "No loss inside the window has a time on the clock " + clock.word() + ".");
  }

  private static TimeScaling.Curve curve(TimeLaw law) {
    return new TimeScaling.Curve(
        Numbers.finite(law.c()),
        law.gamma(),
        law.interval().low(),
        law.interval().high(),
        boxed(law.floor()),
        law.squares());
  }

  private static Double boxed(OptionalDouble value) {
    return value.isPresent() ? Numbers.finite(value.getAsDouble()) : null;
  }

  private static boolean inside(ScalingRun row, TimeFits time) {
    double at = time(row, time.windowClock());
    return at >= time.from() && at <= time.to();
  }

  /** What a clock shows; NaN where it is not known. */
  private static double time(ScalingRun row, TrainingClock clock) {
    Number time =
        switch (clock) {
          case STEP -> row.effort().steps();
          case TOKENS -> row.effort().tokens();
          case TAU -> row.effort().tau();
        };
    return time == null ? Double.NaN : time.doubleValue();
  }
}

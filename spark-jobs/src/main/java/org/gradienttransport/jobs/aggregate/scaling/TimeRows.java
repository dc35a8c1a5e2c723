package org.gradienttransport.jobs.aggregate.scaling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.gradienttransport.jobs.conf.study.TimeFits;
import org.gradienttransport.schemas.rows.ScalingRun;
import org.gradienttransport.schemas.rows.TimeScaling;
import org.gradienttransport.schemas.vocabulary.LawStatus;
import org.gradienttransport.schemas.vocabulary.TrainingClock;
import org.gradienttransport.udfs.scaling.LossRows;
import org.gradienttransport.udfs.scaling.time.TimeLaw;

/** Rows of time_scaling: each run of a series against each clock (METHOD-SCALING section 5). */
final class TimeRows {
  private TimeRows() {}

  static List<TimeScaling> of(String source, String series, List<ScalingRun> rows, TimeFits time) {
    Map<String, List<ScalingRun>> runs = new LinkedHashMap<>();
    if (!time.clocks().isEmpty()) {
      rows.forEach(row -> runs.computeIfAbsent(row.key().run(), r -> new ArrayList<>()).add(row));
    }
    record Curve(String run, List<ScalingRun> rows, TrainingClock clock) {}
    List<Curve> curves = new ArrayList<>();
    runs.forEach(
        (run, of) -> time.clocks().forEach(clock -> curves.add(new Curve(run, of, clock))));
    return curves.parallelStream()
        .map(curve -> row(source, series, curve.run(), curve.rows(), curve.clock(), time))
        .toList();
  }

  private static TimeScaling row(
      String source,
      String series,
      String run,
      List<ScalingRun> rows,
      TrainingClock clock,
      TimeFits time) {
    List<ScalingRun> inside =
        rows.stream()
            .filter(row -> inside(row, time) && LossRows.usable(time(row, clock)))
            .toList();
    double[] x = inside.stream().mapToDouble(row -> time(row, clock)).toArray();
    double[] loss = inside.stream().mapToDouble(row -> row.measured().loss()).toArray();
    if (x.length == 0) {
      return absent(source, series, run, clock);
    }
    var fit = org.gradienttransport.udfs.scaling.time.TimeScaling.of(x, loss);
    return new TimeScaling(
        source,
        series,
        run,
        clock,
        Arrays.stream(x).min().orElseThrow(),
        Arrays.stream(x).max().orElseThrow(),
        fit.rows(),
        fit.points(),
        fit.law().map(TimeRows::curve).orElse(null),
        fit.law()
            .map(law -> new TimeScaling.Third(law.squaresAtOneThird(), law.thirdInside()))
            .orElse(null),
        boxed(fit.plainSlope()),
        fit.status(),
        Sentences.orNull(fit.message()));
  }

  private static TimeScaling absent(String source, String series, String run, TrainingClock clock) {
    return new TimeScaling(
        source,
        series,
        run,
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

package org.gradienttransport.jobs.present.catalogue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.gradienttransport.schemas.rows.ScalingRun;
import org.gradienttransport.schemas.rows.TimeScaling;
import org.gradienttransport.schemas.vocabulary.TrainingClock;

/**
 * One training curve with its law of time, on the clock that figures show: tau where it was fitted
 * on it, else tokens, else steps.
 *
 * @param row the fit
 * @param points losses inside its window, in the order of time
 */
record TimeCurve(TimeScaling row, List<Point> points) {
  /** One loss. */
  record Point(double time, double loss) {}

  /** From so many losses on, means of bins stand for them (METHOD-SCALING section 5). */
  static final int ROWS_TO_BIN = 60;

  static final int BINS = 30;

  private static final List<TrainingClock> PREFERRED =
      List.of(TrainingClock.TAU, TrainingClock.TOKENS, TrainingClock.STEP);

  /** Common table expressions {@code curve} and {@code inside}, the same choice in SQL. */
  static final String SQL =
      """
      curves as (
          select series, scale, clock, window_start, window_end, c, gamma,
            coalesce(l_inf, 0) as bottom,
            row_number() over (partition by series, scale order by
              case clock when 'tau' then 1 when 'tokens' then 2 else 3 end) as choice
          from latest_time_scaling
          where source = :study and c is not null and gamma is not null
            and window_start is not null and window_end is not null),
        curve as (select * from curves where choice = 1),
        timed as (
          select k.series, k.scale, k.bottom, k.window_start, k.window_end, r.loss,
            case k.clock when 'tau' then r.tau when 'tokens' then r.tokens
              else cast(r.steps as double) end as elapsed
          from curve k join latest_scaling_run r on r.series = k.series and r.run = k.scale
          where r.source = :study and r.status = 'ok' and r.loss is not null),
        inside as (
          select series, scale, bottom, loss, elapsed
          from timed where elapsed between window_start and window_end)""";

  /** All curves of a study that have a law. */
  static List<TimeCurve> of(LawRows rows) {
    Map<List<String>, List<TimeScaling>> fits =
        new TreeMap<>(Comparator.comparing(Object::toString));
    for (TimeScaling row : rows.times()) {
      if (fitted(row)) {
        fits.computeIfAbsent(List.of(row.series(), row.scale()), key -> new ArrayList<>()).add(row);
      }
    }
    return fits.values().stream()
        .map(
            of ->
                of.stream()
                    .min(Comparator.comparing(row -> PREFERRED.indexOf(row.clock())))
                    .orElseThrow())
        .map(row -> new TimeCurve(row, points(rows, row)))
        .toList();
  }

  private static boolean fitted(TimeScaling row) {
    return row.curve() != null
        && Stream.of(row.curve().c(), row.curve().gamma(), row.windowStart(), row.windowEnd())
            .allMatch(Objects::nonNull);
  }

  private static List<Point> points(LawRows rows, TimeScaling fit) {
    return rows.runs().stream()
        .filter(row -> row.key().series().equals(fit.series()))
        .filter(row -> row.key().run().equals(fit.scale()) && time(row, fit.clock()) != null)
        .map(row -> new Point(time(row, fit.clock()), row.measured().loss()))
        .filter(point -> point.time() >= fit.windowStart() && point.time() <= fit.windowEnd())
        .sorted(Comparator.comparing(Point::time).thenComparing(Point::loss))
        .toList();
  }

  private static Double time(ScalingRun row, TrainingClock clock) {
    return switch (clock) {
      case TAU -> row.effort().tau();
      case TOKENS -> row.effort().tokens();
      case STEP -> row.effort().steps() == null ? null : row.effort().steps().doubleValue();
    };
  }

  String name() {
    return row.series() + ", " + row.scale();
  }

  /** L_inf; 0 where it is not identified. */
  double bottom() {
    return row.curve().lInf() == null ? 0.0 : row.curve().lInf();
  }

  /** ln x at one of {@code count} equal factors of the window. */
  double lnTime(int k, int count) {
    return Grid.between(row.windowStart(), row.windowEnd(), k, count);
  }

  /** c x^-gamma, the fitted loss above its floor. */
  double fitted(double lnTime) {
    return row.curve().c() * StrictMath.exp(-row.curve().gamma() * lnTime);
  }

  /** The line of exponent 1/3 that meets the fitted law in the middle of the window. */
  double third(double lnTime) {
    double middle = (StrictMath.log(row.windowStart()) + StrictMath.log(row.windowEnd())) / 2;
    return fitted(middle) * StrictMath.exp((middle - lnTime) / 3);
  }

  /** Means of ln x and of L: of bins of equal width in ln x where losses are many. */
  List<Point> means() {
    List<Point> logs =
        points.stream().map(p -> new Point(StrictMath.log(p.time()), p.loss())).toList();
    if (logs.isEmpty()) {
      return logs;
    }
    double low = logs.get(0).time();
    double high = logs.get(logs.size() - 1).time();
    if (logs.size() < ROWS_TO_BIN || !(high > low)) {
      return logs;
    }
    Map<Integer, List<Point>> bins = new TreeMap<>();
    for (Point point : logs) {
      int bin = (int) Math.floor((point.time() - low) / (high - low) * BINS + 1e-9);
      bins.computeIfAbsent(Math.min(bin, BINS - 1), of -> new ArrayList<>()).add(point);
    }
    return bins.values().stream()
        .map(of -> new Point(Averages.mean(of, Point::time), Averages.mean(of, Point::loss)))
        .toList();
  }
}

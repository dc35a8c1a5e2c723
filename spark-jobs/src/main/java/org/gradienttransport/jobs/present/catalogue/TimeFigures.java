package org.gradienttransport.jobs.present.catalogue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.gradienttransport.jobs.present.Answer;
import org.gradienttransport.jobs.present.catalogue.Plot.Axis;

/** How losses fall with the time of training (METHOD-SCALING section 5). */
final class TimeFigures {
  private static final String NO_TIME =
      "No run of this study has a law of time: none was asked for, or losses after the warm-up are"
          + " too few.";
  private static final String CLOCK = "time: tau, else tokens or steps";
  private static final String ONE_THIRD = "1/3";
  private static final int STEPS = 24;
  private static final Grid GRID = new Grid(0, STEPS);

  private TimeFigures() {}

  private static final Figure<LawRows> TIME =
      new Figure<LawRows>(
          "loss-time",
          "Loss above its floor against time",
          "L - L_inf of each run inside its window, the fitted law c x^-gamma, and a line of exponent"
              + " 1/3 that meets it in the middle of the window. Time is tau, the sum of the learning"
              + " rate, where the rates are known. gamma and L_inf depend strongly on each other, and a"
              + " rate that decays bends the end of a curve.",
          """
        with %s,
        %s,
        path as (
          select series, scale, c, gamma,
            ln(window_start) + (ln(window_end) - ln(window_start)) * k / 24 as ln_x,
            (ln(window_start) + ln(window_end)) / 2 as middle
          from curve cross join grid)
        select elapsed, above_floor, curve, run
        from (
          select elapsed, loss - bottom as above_floor, concat(series, ', ', scale) as curve,
            cast(null as varchar(1)) as run, 1 as place
          from inside
          union all
          select exp(ln_x), c * exp(-gamma * ln_x), 'fitted law', concat(series, ', ', scale), 2
          from path
          union all
          select exp(ln_x), c * exp(-gamma * middle) * exp((middle - ln_x) / 3), 'exponent 1/3',
            concat(series, ', ', scale), 3
          from path) parts
        order by place, curve, run, elapsed, above_floor"""
              .formatted(GRID.sql(), TimeCurve.SQL),
          TimeFigures::time,
          rows ->
              Plot.scatter(
                      "elapsed",
                      "above_floor",
                      "curve",
                      "run",
                      Axis.log(CLOCK),
                      Axis.log("L - L_inf, nats per token"))
                  .joinedBy("run"),
          NO_TIME);

  private static Answer time(LawRows rows) {
    List<TimeCurve> curves = TimeCurve.of(rows);
    DataOrder order = DataOrder.by(2, 3, 0, 1);
    return Answer.of(
        List.of("elapsed", "above_floor", "curve", "run"),
        Stream.of(
                curves.stream().flatMap(TimeFigures::measured),
                curves.stream().flatMap(curve -> path(curve, "fitted law")),
                curves.stream().flatMap(curve -> path(curve, "exponent 1/3")))
            .flatMap(part -> part.sorted(order)));
  }

  private static Stream<List<Object>> measured(TimeCurve curve) {
    return curve.points().stream()
        .map(p -> Answer.row(p.time(), p.loss() - curve.bottom(), curve.name(), null));
  }

  private static Stream<List<Object>> path(TimeCurve curve, String law) {
    return GRID.places()
        .mapToObj(
            k -> {
              double lnTime = curve.lnTime(k, STEPS);
              double value = law.endsWith(ONE_THIRD) ? curve.third(lnTime) : curve.fitted(lnTime);
              return Answer.row(StrictMath.exp(lnTime), value, law, curve.name());
            });
  }

  private static final Figure<LawRows> LOCAL =
      new Figure<LawRows>(
          "local-exponent",
          "Local exponent of time",
          "-d ln(L - L_inf) / d ln x by centred differences of the means of 30 bins (of the losses"
              + " themselves where there are fewer than 60). A law holds where its curve is level; one"
              + " that only crosses 1/3 does not follow it.",
          """
        with %s,
        logs as (
          select series, scale, bottom, loss, ln(elapsed) as ln_x,
            count(*) over (partition by series, scale) as n,
            min(ln(elapsed)) over (partition by series, scale) as low,
            max(ln(elapsed)) over (partition by series, scale) as high,
            row_number() over (partition by series, scale order by elapsed, loss) as nth
          from inside),
        bins as (
          select series, scale, max(bottom) as bottom, avg(ln_x) as ln_x, avg(loss) as loss
          from logs
          group by series, scale, case when n < 60 or high = low then nth
            else least(cast(floor((ln_x - low) / (high - low) * 30 + 1e-9) as bigint), 29) end),
        beside as (
          select series, scale, ln_x,
            lag(loss) over (partition by series, scale order by ln_x, loss) - bottom as before,
            lead(loss) over (partition by series, scale order by ln_x, loss) - bottom as after,
            lead(ln_x) over (partition by series, scale order by ln_x, loss)
              - lag(ln_x) over (partition by series, scale order by ln_x, loss) as width
          from bins),
        local as (
          select exp(ln_x) as elapsed, (ln(before) - ln(after)) / width as gamma,
            concat(series, ', ', scale) as curve, 1 as place
          from (select * from beside where before > 0 and after > 0 and width > 0) usable)
        select elapsed, gamma, curve
        from (
          select elapsed, gamma, curve, place from local
          union all
          select min(elapsed), 1 / cast(3 as double), '1/3', 2 from local having count(*) > 0
          union all
          select max(elapsed), 1 / cast(3 as double), '1/3', 2 from local having count(*) > 0
          ) parts
        order by place, curve, elapsed, gamma"""
              .formatted(TimeCurve.SQL),
          TimeFigures::local,
          rows ->
              Plot.lines(
                  "elapsed", "gamma", "curve", Axis.log(CLOCK), Axis.linear("local exponent")),
          NO_TIME);

  private static Answer local(LawRows rows) {
    List<List<Object>> all = new ArrayList<>();
    TimeCurve.of(rows).forEach(curve -> local(curve, all));
    all.sort(DataOrder.by(2, 0, 1));
    List<Double> times = all.stream().map(row -> (Double) row.get(0)).toList();
    times.stream().min(Comparator.naturalOrder()).ifPresent(x -> all.add(third(x)));
    times.stream().max(Comparator.naturalOrder()).ifPresent(x -> all.add(third(x)));
    return new Answer(List.of("elapsed", "gamma", "curve"), all);
  }

  private static List<Object> third(double time) {
    return Answer.row(time, 1 / 3.0, ONE_THIRD);
  }

  private static void local(TimeCurve curve, List<List<Object>> into) {
    List<TimeCurve.Point> means = curve.means();
    for (int i = 1; i + 1 < means.size(); i++) {
      double before = means.get(i - 1).loss() - curve.bottom();
      double after = means.get(i + 1).loss() - curve.bottom();
      double width = means.get(i + 1).time() - means.get(i - 1).time();
      if (before > 0 && after > 0 && width > 0) {
        double gamma = (StrictMath.log(before) - StrictMath.log(after)) / width;
        into.add(Answer.row(StrictMath.exp(means.get(i).time()), gamma, curve.name()));
      }
    }
  }

  private static final Figure<LawRows> EXPONENTS =
      new Figure<LawRows>(
          "time-exponents",
          "Exponent of time on each clock",
          "gamma of each run on each clock; whiskers are its profile interval. Clocks differ: where the"
              + " rate is not constant, steps and tau cannot both follow one power. Below them Pythia's"
              + " exponents as printed for another loss, with one standard error.",
          """
        select run, clock, gamma, low, high, third_inside
        from (
          select concat(series, ', ', scale) as run, clock, gamma, gamma_lo as low,
            gamma_hi as high, third_inside, 1 as place
          from latest_time_scaling
          where source = :study and gamma is not null
          union all
          select distinct 'one third', '1/3', 1 / cast(3 as double), cast(null as double),
            cast(null as double), cast(null as boolean), 2
          from latest_time_scaling
          where source = :study and gamma is not null
          union all
          select run, clock, gamma, low, high, cast(null as boolean), 3
          from %s
          where exists (select 1 from latest_time_scaling
            where source = :study and gamma is not null)) parts
        order by place, run, clock"""
              .formatted(Literature.times().sql()),
          TimeFigures::exponents,
          rows -> Plot.intervals("run", "gamma", "clock", Axis.linear("gamma")),
          NO_TIME);

  private static Answer exponents(LawRows rows) {
    List<List<Object>> all = new ArrayList<>();
    rows.times().stream()
        .filter(row -> row.curve() != null && row.curve().gamma() != null)
        .map(
            row ->
                Answer.row(
                    row.series() + ", " + row.scale(),
                    row.clock(),
                    row.curve().gamma(),
                    row.curve().gammaLo(),
                    row.curve().gammaHi(),
                    row.third() == null ? null : row.third().thirdInside()))
        .sorted(DataOrder.by(0, 1))
        .forEach(all::add);
    if (!all.isEmpty()) {
      all.add(Answer.row("one third", ONE_THIRD, 1 / 3.0, null, null, null));
      Literature.times()
          .sorted(0, 1)
          .map(of -> Answer.row(of.get(0), of.get(1), of.get(2), of.get(3), of.get(4), null))
          .forEach(all::add);
    }
    return new Answer(List.of("run", "clock", "gamma", "low", "high", "third_inside"), all);
  }

  static final List<Figure<LawRows>> ALL = List.of(TIME, LOCAL, EXPONENTS);
}

package org.gradienttransport.jobs.present.catalogue;

import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gradienttransport.jobs.present.Answer;
import org.gradienttransport.jobs.present.catalogue.Plot.Axis;
import org.gradienttransport.schemas.rows.ScalingRun;
import org.gradienttransport.schemas.vocabulary.ScheduleState;

/** The fitted law of N and D over its data (approach 3, METHOD-SCALING sections 2 to 4). */
final class SurfaceFigures {
  private static final String NO_LAW =
      "This study has no fit of Chinchilla's law of N and D (approach 3) with coefficients.";

  /** Equal factors from the least to the largest of N and of C. */
  private static final int STEPS = 24;

  /** Equal factors from the least to the largest loss: one contour at each. */
  private static final int LEVELS = 8;

  private static final Grid GRID = new Grid(0, STEPS);

  /** Contours end where they leave the data's tokens by this factor. */
  private static final double BEYOND = 10;

  private SurfaceFigures() {}

  private static final Figure<LawRows> SURFACE =
      new Figure<LawRows>(
          "surface",
          "Fitted loss in size and data",
          "Lines of equal fitted loss E + A/N^alpha + B/D^beta from the least to the largest loss"
              + " measured, the efficient frontier N = G (C/6)^a, D = C/(6N) over the compute of the"
              + " data, and the data. Points along one line (D a multiple of N) cannot tell alpha from"
              + " beta. Where no floor was identified it is drawn as zero.",
          """
        with %s,
        %s,
        runs as (
          select series, params, tokens, flops, loss
          from latest_scaling_run
          where source = :study and status = 'ok' and params is not null and tokens is not null
            and flops is not null and loss is not null),
        span as (
          select series, min(params) as n_low, max(params) as n_high, min(tokens) as d_low,
            max(tokens) as d_high, min(flops) as c_low, max(flops) as c_high,
            min(loss) as l_low, max(loss) as l_high
          from runs group by series),
        lines as (
          select l.*, s.d_low, s.d_high, v.k as level,
            exp(ln(s.l_low) + (ln(s.l_high) - ln(s.l_low)) * v.k / 8) as loss,
            exp(ln(s.n_low) + (ln(s.n_high) - ln(s.n_low)) * g.k / 24) as params
          from law l join span s on s.series = l.series
          cross join (select k from grid where k <= 8) v cross join grid g),
        contours as (
          select *, loss - bottom - weight_n * exp(-alpha * ln(params)) as rest from lines),
        frontier as (
          select l.*, exp(ln(s.c_low) + (ln(s.c_high) - ln(s.c_low)) * g.k / 24) as flops
          from law l join span s on s.series = l.series cross join grid g
          where l.balance is not null and l.share is not null),
        best as (
          select *, balance * exp(share * ln(flops / 6)) as params,
            flops / 6 / (balance * exp(share * ln(flops / 6))) as tokens
          from frontier)
        select params, tokens, curve, loss, stretch
        from (
          select params, tokens, concat(series, ', equal loss') as curve, loss, level as stretch,
            1 as place
          from (
            select *, case when rest > 0 then exp((ln(weight_d) - ln(rest)) / beta) end as tokens
            from contours) solved
          where tokens between d_low / 10 and d_high * 10
          union all
          select params, tokens, concat(series, ', efficient frontier'),
            bottom + weight_n * exp(-alpha * ln(params)) + weight_d * exp(-beta * ln(tokens)), 0, 2
          from best
          union all
          select params, tokens, series, loss, null, 3
          from runs) parts
        order by place, curve, stretch, params, tokens, loss"""
              .formatted(GRID.sql(), FittedLaw.SQL),
          SurfaceFigures::surface,
          rows ->
              Plot.scatter(
                      "params",
                      "tokens",
                      "curve",
                      "loss",
                      Axis.log(ComputeFigures.SIZE),
                      Axis.log("D, tokens"))
                  .joinedBy("stretch"),
          NO_LAW);

  private static Answer surface(LawRows rows) {
    Map<String, FittedLaw> laws = FittedLaw.of(rows);
    DataOrder order = DataOrder.by(2, 4, 0, 1, 3);
    return Answer.of(
        List.of("params", "tokens", "curve", "loss", "stretch"),
        Stream.of(
                laws.keySet().stream().flatMap(s -> contours(s, laws.get(s), span(rows, s))),
                laws.keySet().stream().flatMap(s -> frontier(s, laws.get(s), span(rows, s))),
                rows.sized().stream().map(SurfaceFigures::point))
            .flatMap(part -> part.sorted(order)));
  }

  /** What the usable rows of a series span. */
  private record Span(
      DoubleSummaryStatistics params,
      DoubleSummaryStatistics tokens,
      DoubleSummaryStatistics flops,
      DoubleSummaryStatistics loss) {
    boolean isEmpty() {
      return loss.getCount() == 0;
    }
  }

  private static Span span(LawRows rows, String series) {
    List<ScalingRun> of =
        rows.sized().stream().filter(row -> row.key().series().equals(series)).toList();
    return new Span(
        statistics(of, row -> row.size().params()),
        statistics(of, row -> row.effort().tokens()),
        statistics(of, row -> row.effort().flops()),
        statistics(of, row -> row.measured().loss()));
  }

  private static DoubleSummaryStatistics statistics(
      List<ScalingRun> rows, ToDoubleFunction<ScalingRun> column) {
    return rows.stream().mapToDouble(column).summaryStatistics();
  }

  private static double at(DoubleSummaryStatistics span, int k, int count) {
    return StrictMath.exp(Grid.between(span.getMin(), span.getMax(), k, count));
  }

  private static Stream<List<Object>> contours(String series, FittedLaw law, Span span) {
    if (span.isEmpty()) {
      return Stream.empty();
    }
    return IntStream.rangeClosed(0, LEVELS)
        .boxed()
        .flatMap(level -> contour(series, law, span, level));
  }

  private static Stream<List<Object>> contour(String series, FittedLaw law, Span span, int level) {
    double loss = at(span.loss(), level, LEVELS);
    return GRID.places()
        .mapToDouble(k -> at(span.params(), k, STEPS))
        .boxed()
        .filter(
            params -> {
              double tokens = law.tokens(loss, params);
              return tokens >= span.tokens().getMin() / BEYOND
                  && tokens <= span.tokens().getMax() * BEYOND;
            })
        .map(
            params ->
                Answer.row(params, law.tokens(loss, params), series + ", equal loss", loss, level));
  }

  private static Stream<List<Object>> frontier(String series, FittedLaw law, Span span) {
    if (span.isEmpty() || !law.allocates()) {
      return Stream.empty();
    }
    return GRID.places()
        .mapToObj(
            k -> {
              double flops = at(span.flops(), k, STEPS);
              double params = law.optimalParams(flops);
              double tokens = flops / 6 / params;
              return Answer.row(
                  params, tokens, series + ", efficient frontier", law.loss(params, tokens), 0);
            });
  }

  private static List<Object> point(ScalingRun row) {
    return Answer.row(
        row.size().params(),
        row.effort().tokens(),
        row.key().series(),
        row.measured().loss(),
        null);
  }

  private static Figure<LawRows> residuals(
      String letter, String column, String unit, Function<ScalingRun, Double> of) {
    return new Figure<LawRows>(
        "residuals-" + letter.toLowerCase(java.util.Locale.ROOT),
        "Residuals against " + letter,
        "Fitted by measured loss of Chinchilla's law: above 1 the law says too much. A trend or a"
            + " curve means that the law does not hold over the sweep, and that what it says beyond it"
            + " is worth little. Losses of a rate that was still decaying are set apart: unless a study"
            + " allows them, they were not fitted.",
        """
        with %s
        select r.%s, (l.bottom + l.weight_n * exp(-l.alpha * ln(r.params))
            + l.weight_d * exp(-l.beta * ln(r.tokens))) / r.loss as ratio,
          case when r.schedule_state = 'decaying' then concat(r.series, ', decaying')
            else r.series end as curve,
          r.run, r.ordinal
        from latest_scaling_run r join law l on l.series = r.series
        where r.source = :study and r.status = 'ok' and r.params is not null
          and r.tokens is not null and r.flops is not null and r.loss is not null
        order by curve, r.run, r.ordinal"""
            .formatted(FittedLaw.SQL, column),
        rows -> residuals(rows, column, of),
        rows ->
            Plot.scatter(
                column,
                "ratio",
                "curve",
                "run",
                Axis.log(letter + ", " + unit),
                Axis.linear("fitted / measured loss")),
        NO_LAW);
  }

  private static Answer residuals(LawRows rows, String column, Function<ScalingRun, Double> of) {
    Map<String, FittedLaw> laws = FittedLaw.of(rows);
    return Answer.of(
        List.of(column, "ratio", "curve", "run", "ordinal"),
        rows.sized().stream()
            .filter(row -> laws.containsKey(row.key().series()))
            .map(
                row ->
                    Answer.row(
                        of.apply(row),
                        laws.get(row.key().series())
                                .loss(row.size().params(), row.effort().tokens())
                            / row.measured().loss(),
                        row.key().series()
                            + (row.effort().scheduleState() == ScheduleState.DECAYING
                                ? ", decaying"
                                : ""),
                        row.key().run(),
                        row.key().ordinal()))
            .sorted(DataOrder.by(2, 3, 4)));
  }

  static final List<Figure<LawRows>> ALL =
      List.of(
          SURFACE,
          residuals("N", "params", "parameters", row -> row.size().params()),
          residuals("D", "tokens", "tokens", row -> row.effort().tokens()),
          residuals("C", "flops", "FLOPs", row -> row.effort().flops()));
}

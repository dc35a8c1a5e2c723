package org.gradienttransport.jobs.present.catalogue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.gradienttransport.jobs.present.Answer;
import org.gradienttransport.jobs.present.catalogue.Plot.Axis;
import org.gradienttransport.schemas.rows.ScalingEnvelope;
import org.gradienttransport.schemas.rows.ScalingIsoflop;
import org.gradienttransport.schemas.rows.ScalingRun;
import org.gradienttransport.schemas.vocabulary.LawStatus;

/** Losses over compute and over size at one compute (approaches 1 and 2, METHOD-SCALING 4). */
final class ComputeFigures {
  static final String LOSS = "loss, nats per token";
  static final String SIZE = "N, parameters";

  /** A parabola is drawn over its window, a factor of four to both sides of its vertex. */
  private static final int HALF = 8;

  private static final Grid GRID = new Grid(-HALF, HALF);
  private static final double LN_4 = StrictMath.log(4);

  private ComputeFigures() {}

  private static final Figure<LawRows> COMPUTE =
      new Figure<LawRows>(
          "loss-compute",
          "Loss against compute",
          "Every usable loss; losses of one run are joined. The envelope is the lowest curve at each"
              + " compute, a stretch for each run that wins; where the smallest or the largest model"
              + " wins ('at the edge') the optimum may lie beyond the sweep, and approach 1 leaves the"
              + " stretch out.",
          """
        select flops, loss, curve, run
        from (
          select flops, loss, series as curve, run, 1 as place
          from latest_scaling_run
          where source = :study and status = 'ok' and flops is not null and loss is not null
          union all
          select flops, loss,
            concat(series, case status when 'ok' then ', envelope' else ', envelope at the edge' end),
            run, 2
          from latest_scaling_envelope
          where source = :study) parts
        order by place, curve, run, flops, loss""",
          ComputeFigures::compute,
          rows ->
              Plot.scatter("flops", "loss", "curve", "run", Axis.log("C, FLOPs"), Axis.log(LOSS))
                  .joinedBy("run"),
          "No usable row of this study has its compute.");

  private static Answer compute(LawRows rows) {
    DataOrder order = DataOrder.by(2, 3, 0, 1);
    Stream<List<Object>> measured =
        rows.runs().stream()
            .filter(row -> row.effort().flops() != null)
            .map(
                row ->
                    Answer.row(
                        row.effort().flops(),
                        row.measured().loss(),
                        row.key().series(),
                        row.key().run()));
    Stream<List<Object>> envelope =
        rows.envelope().stream()
            .map(row -> Answer.row(row.flops(), row.loss(), envelope(row), row.run()));
    return Answer.of(
        List.of("flops", "loss", "curve", "run"),
        Stream.concat(measured.sorted(order), envelope.sorted(order)));
  }

  private static String envelope(ScalingEnvelope row) {
    return row.series() + (row.status() == LawStatus.OK ? ", envelope" : ", envelope at the edge");
  }

  private static final Figure<LawRows> ISOFLOP =
      new Figure<LawRows>(
          "isoflop",
          "IsoFLOP profiles",
          "Losses of one budget over model size, the parabola through those within a factor of four of"
              + " the least, and its vertex. A budget without an optimum shows its least loss and why:"
              + " edge (the least loss is at the smallest or largest model), too_few, not_convex,"
              + " outside. Flat profiles move their vertex far for little noise.",
          """
        with %s,
        budgets as (
          select series, budget, n_opt, loss_opt, curvature, status
          from latest_scaling_isoflop
          where source = :study),
        points as (
          select b.series, b.budget, b.n_opt, b.status, r.params, r.loss,
            row_number() over (partition by b.series, b.budget order by r.loss, r.params) as lowest
          from budgets b
          join latest_scaling_run r on r.series = b.series
            and r.flops * 100 <= b.budget * 101 and r.flops * 101 >= b.budget * 100
          where r.source = :study and r.status = 'ok' and r.params is not null
            and r.loss is not null)
        select params, loss, curve, budget, stretch
        from (
          select params, loss, series as curve, budget, cast(null as double) as stretch, 1 as place
          from points
          union all
          select exp(ln(n_opt) + k * ln(4) / 8),
            loss_opt + curvature / 2 * (k * ln(4) / 8) * (k * ln(4) / 8),
            concat(series, ', parabola'), budget, budget, 2
          from budgets cross join grid
          where n_opt is not null and loss_opt is not null and curvature is not null
          union all
          select n_opt, loss_opt, concat(series, ', optimum'), budget, null, 3
          from budgets
          where n_opt is not null
          union all
          select params, loss, concat(series, ', ', status), budget, null, 4
          from points
          where n_opt is null and lowest = 1) parts
        order by place, curve, budget, params, loss"""
              .formatted(GRID.sql()),
          ComputeFigures::isoflop,
          rows ->
              Plot.scatter("params", "loss", "curve", "budget", Axis.log(SIZE), Axis.linear(LOSS))
                  .joinedBy("stretch"),
          "This study has no compute budgets: approach 2 was not asked for, or its sizes were not"
              + " trained at equal compute.");

  private static Answer isoflop(LawRows rows) {
    DataOrder order = DataOrder.by(2, 3, 0, 1);
    Map<String, NavigableMap<Double, List<ScalingRun>>> runs = byCompute(rows);
    return Answer.of(
        List.of("params", "loss", "curve", "budget", "stretch"),
        Stream.of(
                rows.budgets().stream().flatMap(budget -> points(runs, budget, "")),
                rows.budgets().stream().flatMap(ComputeFigures::parabola),
                rows.budgets().stream()
                    .filter(ComputeFigures::optimal)
                    .map(ComputeFigures::optimum),
                rows.budgets().stream()
                    .filter(budget -> !optimal(budget))
                    .flatMap(budget -> least(runs, budget)))
            .flatMap(part -> part.sorted(order)));
  }

  /** Losses with a size by series and compute, so that no budget looks at all of them. */
  private static Map<String, NavigableMap<Double, List<ScalingRun>>> byCompute(LawRows rows) {
    Map<String, NavigableMap<Double, List<ScalingRun>>> runs = new HashMap<>();
    for (ScalingRun row : rows.runs()) {
      if (row.size().params() != null && row.effort().flops() != null) {
        runs.computeIfAbsent(row.key().series(), series -> new TreeMap<>())
            .computeIfAbsent(row.effort().flops(), flops -> new ArrayList<>())
            .add(row);
      }
    }
    return runs;
  }

  private static Stream<List<Object>> points(
      Map<String, NavigableMap<Double, List<ScalingRun>>> runs,
      ScalingIsoflop budget,
      String suffix) {
    double about = budget.budget();
    return runs
        .getOrDefault(budget.series(), Collections.emptyNavigableMap())
        .subMap(0.98 * about, true, 1.02 * about, true)
        .values()
        .stream()
        .flatMap(List::stream)
        .filter(row -> within(row, about))
        .map(
            row ->
                Answer.row(
                    row.size().params(),
                    row.measured().loss(),
                    budget.series() + suffix,
                    budget.budget(),
                    null));
  }

  /** Compute that agrees to one percent is one budget. */
  private static boolean within(ScalingRun row, double budget) {
    double flops = row.effort().flops();
    return flops * 100 <= budget * 101 && flops * 101 >= budget * 100;
  }

  private static Stream<List<Object>> least(
      Map<String, NavigableMap<Double, List<ScalingRun>>> runs, ScalingIsoflop budget) {
    return points(runs, budget, ", " + budget.status().word()).sorted(DataOrder.by(1, 0)).limit(1);
  }

  private static boolean optimal(ScalingIsoflop budget) {
    return budget.vertex() != null && budget.vertex().nOpt() != null;
  }

  private static List<Object> optimum(ScalingIsoflop budget) {
    return Answer.row(
        budget.vertex().nOpt(),
        budget.vertex().lossOpt(),
        budget.series() + ", optimum",
        budget.budget(),
        null);
  }

  private static Stream<List<Object>> parabola(ScalingIsoflop budget) {
    ScalingIsoflop.Vertex vertex = budget.vertex();
    if (!optimal(budget)
        || Stream.of(vertex.lossOpt(), vertex.curvature()).anyMatch(Objects::isNull)) {
      return Stream.empty();
    }
    return GRID.places()
        .mapToObj(
            k -> {
              double u = k * LN_4 / HALF;
              return Answer.row(
                  StrictMath.exp(StrictMath.log(vertex.nOpt()) + u),
                  vertex.lossOpt() + vertex.curvature() / 2 * u * u,
                  budget.series() + ", parabola",
                  budget.budget(),
                  budget.budget());
            });
  }

  static final List<Figure<LawRows>> ALL = List.of(COMPUTE, ISOFLOP);
}

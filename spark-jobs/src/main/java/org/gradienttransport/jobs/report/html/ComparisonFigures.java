package org.gradienttransport.jobs.report.html;

import java.util.List;
import org.gradienttransport.jobs.report.html.Plot.Axis;

/** All families of a run in one drawing each. */
final class ComparisonFigures {
  private ComparisonFigures() {}

  static List<Figure> of(ReportSource source) {
    return new FigureBuilder(source, "", "families-")
        .add(
            "exponents",
            "Exponents of the families",
            "Means over each family's own stable window; whiskers are one standard deviation over"
                + " steps.",
            """
            select case quantity when 'D' then 'D - 1' else quantity end as quantity, family,
              case quantity when 'D' then mean - 1 else mean end as mean,
              case quantity when 'D' then mean - 1 else mean end - sd as low,
              case quantity when 'D' then mean - 1 else mean end + sd as high
            from window_summary
            where window_name = 'stable' and field_kind = 'real' and scale = 'all'
              and quantity in ('D', 'z', 'delta', 'cv_v_rel')
            order by case quantity when 'D - 1' then 1 when 'z' then 2 when 'delta' then 3 else 4 end,
              family""",
            Plot.intervals(
                "quantity", "mean", "family", Axis.linear("exponent, or coefficient of variation")),
            "No family has a stable window.")
        .add(
            "v-rel",
            "Efficiency against size",
            "Mean v_rel over each family's own stable window, by N.",
            """
            select w.family, w.scale, f.n, w.mean as v_rel, w.sd
            from window_summary w join (
              select family, scale, max(n) as n from field_transport group by family, scale) f
            on w.family = f.family and w.scale = f.scale
            where w.window_name = 'stable' and w.field_kind = 'real' and w.quantity = 'v_rel'
            order by w.family, f.n""",
            Plot.lines("n", "v_rel", "family", Axis.log("N, nodes"), Axis.linear("v_rel, mean")),
            "No family has a stable window.")
        .add(
            "map",
            "Organisation map of the families",
            "Each mark is one training step inside its family's stable window.",
            """
            select c.family, c.step, c.r2_duration, c.r2_intensive
            from compressibility c join (
              select family, min(from_step) as from_step, max(to_step) as to_step
              from window_summary
              where window_name = 'stable' and field_kind = 'real' and quantity = 'v_rel'
              group by family) w
            on c.family = w.family and c.step between w.from_step and w.to_step
            where c.field_kind = 'real' and c.r2_duration is not null
              and c.r2_intensive is not null
            order by c.family, c.step""",
            Plot.scatter(
                "r2_duration",
                "r2_intensive",
                "family",
                "step",
                Axis.linear("R2 of z"),
                Axis.linear("R2 of delta")),
            "No family has a stable window.")
        .figures();
  }
}

package org.gradienttransport.jobs.report.html;

import org.gradienttransport.jobs.report.html.Plot.Axis;

/** Real fields against the null controls (METHOD section 4). */
final class NullFigures {
  private static final String ABSENT =
      "This run has no null contrasts for this family: it was run without null controls, or too few"
          + " steps have all of them. Run with --nulls 1 or more.";

  private NullFigures() {}

  static void add(FigureBuilder figures) {
    floors(figures);
    hierarchy(figures);
    thirds(figures);
  }

  private static void floors(FigureBuilder figures) {
    figures.add(
        "floors",
        "Exponents against their null floors",
        "Means over the stable window and over replicates; whiskers are one standard deviation over"
            + " steps. N0: Gaussian. N1: Gaussian with the field's mean and variance. N2: the field's"
            + " own values, permuted over the nodes.",
        """
        select case quantity when 'D' then 'D - 1' else quantity end as quantity,
          case field_kind when 'real' then 'real' else upper(field_kind) end as field,
          avg(case quantity when 'D' then mean - 1 else mean end) as mean,
          avg(case quantity when 'D' then mean - 1 else mean end) - avg(sd) as low,
          avg(case quantity when 'D' then mean - 1 else mean end) + avg(sd) as high,
          count(*) as replicates
        from window_summary
        where family = :family and window_name = 'stable' and scale = 'all'
          and quantity in ('D', 'z', 'delta')
        group by quantity, field_kind
        order by case quantity when 'D - 1' then 1 when 'z' then 2 else 3 end,
          case field_kind when 'real' then 'a' else field_kind end""",
        Plot.intervals(
            "quantity", "mean", "field", Axis.linear("exponent, mean over the stable window")),
        "No stable window was found, so there are no window means.");
  }

  private static void hierarchy(FigureBuilder figures) {
    figures.add(
        "hierarchy",
        "Duration hierarchy",
        "Mean duration in relaxation steps by model size, over the stable window, of the real field"
            + " and its nulls. The order of the curves tells how much longer a relaxation lasts than"
            + " its null floor.",
        """
        select f.n, f.scale, case f.field_kind when 'real' then 'real' else upper(f.field_kind) end
          as field, avg(f.n_steps) as mean_n_steps, count(*) as fields
        from field_transport f cross join (
          select min(from_step) as from_step, max(to_step) as to_step
          from window_summary
          where family = :family and window_name = 'stable' and field_kind = 'real'
            and quantity = 'v_rel') w
        where f.family = :family and f.status = 'ok' and f.step between w.from_step and w.to_step
        group by f.n, f.scale, f.field_kind
        order by case f.field_kind when 'real' then 'a' else f.field_kind end, f.n""",
        Plot.lines(
            "n", "mean_n_steps", "field", Axis.log("N, nodes"), Axis.linear("n_steps, mean")),
        "No field lies in a stable window.");
  }

  private static void thirds(FigureBuilder figures) {
    figures.add(
        "thirds",
        "Null-subtracted duration exponent by thirds of the window",
        "Contrasts of z: total = real - N0, distribution = N2 - N0, assignment = real - N2. Whiskers"
            + " are the published intervals; where that of the total holds zero, its parts say little.",
        thirdsSql(),
        Plot.intervals("span", "value", "part", Axis.linear("difference of z")),
        ABSENT);
  }

  private static String thirdsSql() {
    return """
        select scope as span, part, value, low, high, interval_method, steps
        from (
          select family, scope, observable, scale, status, interval_method, steps, 1 as place,
            'total' as part, delta_total as value, delta_total_low as low, delta_total_high as high
          from null_contrast
          union all
          select family, scope, observable, scale, status, interval_method, steps, 2,
            'distribution', delta_dist, delta_dist_low, delta_dist_high
          from null_contrast
          union all
          select family, scope, observable, scale, status, interval_method, steps, 3,
            'assignment', delta_assign, delta_assign_low, delta_assign_high
          from null_contrast) parts
        where family = :family and observable = 'z' and scale = 'all' and status = 'ok'
          and scope in ('stable', 'early', 'mid', 'late')
        order by case scope when 'stable' then 1 when 'early' then 2 when 'mid' then 3 else 4 end,
          place""";
  }
}

package org.gradienttransport.jobs.report.html;

import org.gradienttransport.jobs.report.html.Plot.Axis;

/** The bridge to external performance (METHOD section 6). */
final class PerformanceFigures {
  private static final String ABSENT =
      "This run has no external performance for this family, so there is no bridge to draw. Give"
          + " 'performance' in the family file.";

  private static final String METRICS =
      "select distinct metric from performance where family = :family order by metric";

  private PerformanceFigures() {}

  static void add(FigureBuilder figures) {
    metric(figures);
    exponents(figures);
    associations(figures);
  }

  private static void metric(FigureBuilder figures) {
    String metric = String.join(", ", figures.ask(METRICS).distinct("metric"));
    figures.add(
        "metric",
        "External performance by scale",
        "The metric the family's file names, as read, at the steps it was taken.",
        """
        select step, scale, metric, n, value
        from performance
        where family = :family and status = 'ok' and value is not null
        order by n, scale, metric, step""",
        Plot.lines("step", "value", "scale", Axis.linear(TransportFigures.STEP), Axis.log(metric))
            .shading(figures.window()),
        ABSENT);
  }

  private static void exponents(FigureBuilder figures) {
    figures.add(
        "external",
        "External exponent beside D - 1",
        "Slope of the logarithm of the metric on log N at each step, and D - 1 at the same steps.",
        """
        select e.step, e.symbol as quantity, e.exponent as value, e.std_error, e.r2, 1 as place
        from performance_exponent e
        where e.family = :family and e.status = 'ok'
        union all
        select s.step, 'D - 1', s.exponent - 1, s.std_error, s.r2, 2
        from stepwise_exponent s
        where s.family = :family and s.field_kind = 'real' and s.symbol = 'D' and s.status = 'ok'
          and s.step in (select step from performance_exponent where family = :family)
        order by place, quantity, step""",
        Plot.lines(
                "step",
                "value",
                "quantity",
                Axis.linear(TransportFigures.STEP),
                Axis.linear("exponent"))
            .shading(figures.window()),
        ABSENT);
  }

  private static void associations(FigureBuilder figures) {
    figures.add(
        "bridge",
        "Performance bridge",
        "Pearson correlation over all steps, raw and after both sides were residualised on the"
            + " learning rate. Whiskers on the raw value are its moving-block bootstrap interval;"
            + " p-values would describe, not prove, for steps are autocorrelated.",
        """
        select pair, statistic, r, low, high, p, n
        from (
          select family, scope, status, level, scale, x, y, concat(y, ' with ', x,
            case scale when 'all' then '' else concat(', ', scale) end) as pair, 1 as place,
            'raw' as statistic, pearson as r, boot_low as low, boot_high as high, p, n
          from performance_association
          union all
          select family, scope, status, level, scale, x, y, concat(y, ' with ', x,
            case scale when 'all' then '' else concat(', ', scale) end), 2,
            'LR-partial', partial_r, null, null, partial_p, n
          from performance_association) sides
        where family = :family and scope = 'full' and status = 'ok'
        order by level, x, y, scale, place""",
        Plot.intervals("pair", "r", "statistic", Axis.linear("correlation over steps")),
        ABSENT);
  }
}

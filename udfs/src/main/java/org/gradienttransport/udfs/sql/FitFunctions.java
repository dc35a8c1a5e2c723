package org.gradienttransport.udfs.sql;

import org.gradienttransport.udfs.fit.FitRule;

/** Fits over the scales (METHOD section 2). */
final class FitFunctions {
  static final SqlFunction LOGLOG_FIT =
      new SqlFunction(
          "loglog_fit",
          new FunctionText(
                  "(x, y)",
                  """
                  Fits log y = slope log x + intercept by ordinary least squares, natural logarithms,
                  and returns a struct: slope, std_error, intercept, r2, n, status.""",
                  """
                  x - size, such as N
                  y - observable at that size""",
                  """
                  SELECT round(f.slope, 9), round(f.r2, 9), f.n, f.status
                  FROM (SELECT loglog_fit(x, y) AS f FROM VALUES (1, 3), (2, 6), (4, 12) AS t(x, y))""",
                  "1.0\t1.0\t3\tok",
                  """
                  Rows with a null x or y are passed over. Numbers are null unless status is ok, and
                  r2 also when all y are equal. status says why: too_few_scales below three rows,
                  no_spread when all x are equal, not_finite or not_positive when a value has no
                  logarithm. An empty group gives n = 0 and too_few_scales. The result does not
                  depend on the order of rows, to the last bit.""")
              .describe("loglog_fit", PointAggregate.class, "agg_funcs"),
          Arguments.exactly(
              "loglog_fit", arguments -> PointAggregate.of(new LogLogFunction(), arguments), 2));

  static final SqlFunction CASCADE_EXPONENTS =
      new SqlFunction(
          "cascade_exponents",
          new FunctionText(
                  "(n, s, n_steps[, required_scales])",
                  """
                  Fits the four exponents of one step over its scales and returns a struct: d, z, beta
                  and delta (slopes of log s, log n_steps, log v_abs and log v_rel on log N), with
                  std_error, intercept and r2 of each, the closure residuals beta - (D - z) and
                  delta - (D - z - 1), scales and status.""",
                  """
                  n - entries of the field at one scale
                  s - its cascade size
                  n_steps - its duration in relaxation steps
                  required_scales - scales that must be usable (a strict grid); 0 by default""",
                  """
                  SELECT round(e.d, 9), e.z, e.scales, e.status
                  FROM (SELECT cascade_exponents(n, s, n_steps) AS e
                  FROM VALUES (100, 10, 4), (200, 20, 4), (400, 40, 4) AS t(n, s, n_steps))""",
                  "1.0\t0.0\t3\tok",
                  """
                  Rows with a null argument are passed over; degenerate ones (s = 0, n_steps = 0 or
                  500 and more) leave the fit. Numbers are null unless status is ok, which otherwise
                  says why: too_few_scales, incomplete_grid, no_spread, or not_positive when an
                  argument is out of range. An empty group gives 0 scales and too_few_scales. The
                  result does not depend on the order of rows, to the last bit.""")
              .describe("cascade_exponents", PointAggregate.class, "agg_funcs"),
          Arguments.exactly(
              "cascade_exponents",
              arguments -> PointAggregate.of(new CascadeFunction(arguments.size() == 4), arguments),
              3,
              4));

  /** Default of required_scales. */
  static final int ANY_SCALES = FitRule.AVAILABLE_SCALES.requiredScales();

  private FitFunctions() {}
}

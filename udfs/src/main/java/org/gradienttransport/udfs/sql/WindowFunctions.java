package org.gradienttransport.udfs.sql;

/** Summaries over windows of steps (METHOD section 3). */
final class WindowFunctions {
  private static final String ARGUMENTS =
      """
      step - training step
      value - quantity at that step
      from_step - first step of the window
      to_step - last step of the window, inclusive""";
  private static final String ROWS =
      "FROM VALUES (1000, 9), (2000, 1), (3000, 2), (4000, 6) AS t(step, v)";
  private static final String NULLS =
      """
      Rows with a null argument and rows outside the window are passed over: leave steps without a
      fit in, as their null is no value. Numbers are null for an empty window, sd below two values;
      status is then no_values, or not_finite when a value is NaN or infinite.""";

  static final SqlFunction WINDOW_STATS =
      new SqlFunction(
          "window_stats",
          new FunctionText(
                  "(step, value, from_step, to_step)",
                  """
                  Summarises the values of the steps of a window, as window_summary does, and returns
                  a struct: mean, sd (divisor n - 1), median, count, status.""",
                  ARGUMENTS,
                  "SELECT w.mean, w.median, w.count, w.status FROM (SELECT"
                      + " window_stats(step, v, 2000, 4000) AS w "
                      + ROWS
                      + ")",
                  "3.0\t2.0\t3\tok",
                  NULLS)
              .describe("window_stats", PointAggregate.class, "agg_funcs"),
          Arguments.exactly(
              "window_stats",
              arguments -> PointAggregate.of(new WindowStatsFunction(), arguments),
              4));

  static final SqlFunction WINDOW_THIRDS =
      new SqlFunction(
          "window_thirds",
          new FunctionText(
                  "(step, value, from_step, to_step)",
                  """
                  Summarises the thirds of a window, by number of steps with a value, and returns a
                  struct of three: early, mid and late, each as window_stats gives it.""",
                  ARGUMENTS,
                  "SELECT w.early.mean, w.mid.mean, w.late.mean FROM (SELECT"
                      + " window_thirds(step, v, 2000, 4000) AS w "
                      + ROWS
                      + ")",
                  "1.0\t2.0\t6.0",
                  NULLS + " A step that comes twice gives status repeated_step.")
              .describe("window_thirds", PointAggregate.class, "agg_funcs"),
          Arguments.exactly(
              "window_thirds",
              arguments -> PointAggregate.of(new WindowThirdsFunction(), arguments),
              4));

  static final SqlFunction CROSS_MODEL_CV =
      new SqlFunction(
          "cross_model_cv",
          new FunctionText(
                  "(window_mean)",
                  """
                  Coefficient of variation over the scales of their window means of v_rel: population
                  standard deviation over mean, as a fraction.""",
                  "window_mean - mean of v_rel over the window at one scale",
                  "SELECT cross_model_cv(v) FROM VALUES (1), (3) AS t(v)",
                  "0.5",
                  """
                  Nulls are passed over. Null below two scales, or when a mean is not positive and
                  finite.""")
              .describe("cross_model_cv", PointAggregate.class, "agg_funcs"),
          Arguments.exactly(
              "cross_model_cv",
              arguments -> PointAggregate.of(new CrossModelFunction(), arguments),
              1));

  private WindowFunctions() {}
}

package org.gradienttransport.udfs.sql;

import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;

/** Correlations with a third quantity taken off (METHOD section 6). */
final class CorrelationFunctions {
  private static final String ARGUMENTS =
      """
      x - one quantity
      y - the other
      z - what is taken off both, such as the learning rate
      step - what rows are summed in the order of; x, y and z themselves by default""";
  private static final String ROWS =
      "FROM VALUES (1, 2, 1), (2, 1, 2), (3, 5, 4), (4, 3, 3), (5, 9, 9) AS t(x, y, z)";
  private static final String NULLS =
      """
      Rows with a null argument are passed over. There is no coefficient below three rows, where a
      quantity does not vary, where a line on z leaves nothing of x or y, or where a value is NaN or
      infinite.""";

  static final SqlFunction PARTIAL_PEARSON =
      new SqlFunction(
          PartialPearsonFunction.COEFFICIENT,
          text(
              PartialPearsonFunction.COEFFICIENT,
              "returns the coefficient.",
              "SELECT round(partial_pearson(x, y, z), 6) " + ROWS,
              "-0.243709",
              NULLS + " It is null then, as for an empty group."),
          Arguments.exactly(
              PartialPearsonFunction.COEFFICIENT,
              arguments ->
                  PointAggregate.of(
                      new PartialPearsonFunction(
                          PartialPearsonFunction.COEFFICIENT, arguments.size() == 4),
                      arguments),
              3,
              4));

  static final SqlFunction PARTIAL_PEARSON_TEST =
      new SqlFunction(
          PartialPearsonFunction.TEST,
          text(
              PartialPearsonFunction.TEST,
              "returns a struct: r, the coefficient; p, two-sided t-test with n - 2 degrees of"
                  + " freedom; n; status.",
              "SELECT round(c.r, 6), round(c.p, 6), c.n, c.status FROM (SELECT"
                  + " partial_pearson_test(x, y, z) AS c "
                  + ROWS
                  + ")",
              "-0.243709\t0.6928\t5\tok",
              NULLS
                  + " status is then undefined or not_finite, and r and p are null; an empty group"
                  + " gives n = 0."),
          Arguments.exactly(
              PartialPearsonFunction.TEST,
              arguments ->
                  PointAggregate.of(
                      new PartialPearsonFunction(
                          PartialPearsonFunction.TEST, arguments.size() == 4),
                      arguments),
              3,
              4));

  private CorrelationFunctions() {}

  private static ExpressionInfo text(
      String name, String result, String example, String answer, String note) {
    return new FunctionText(
            "(x, y, z[, step])",
            "Correlates (Pearson) what is left of x and y after a straight line on z is taken off"
                + " each, and "
                + result,
            ARGUMENTS,
            example,
            answer,
            note)
        .describe(name, PointAggregate.class, "agg_funcs");
  }
}

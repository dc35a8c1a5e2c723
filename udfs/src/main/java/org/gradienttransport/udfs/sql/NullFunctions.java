package org.gradienttransport.udfs.sql;

/** Contrasts with the null controls (METHOD section 4). */
final class NullFunctions {
  static final SqlFunction NULL_CONTRAST =
      new SqlFunction(
          "null_contrast",
          new FunctionText(
                  "(step, field_kind, replicate, value)",
                  """
                  Contrasts one quantity of the real fields with that of their nulls, over all steps
                  that have it for the real field and for every realisation of N0 and N2, and returns
                  a struct: total = real - N0, dist = N2 - N0, assign = real - N2, each the mean over
                  steps of the mean over realisations; dist_share and assign_share of total;
                  sum_rule_residual; steps; replicates; status.""",
                  """
                  step - training step
                  field_kind - real, n0, n1 or n2; n1 is passed over
                  replicate - number of the null's realisation, from 0
                  value - the quantity, such as an exponent or v_rel""",
                  """
                  SELECT c.total, c.dist, c.assign, c.steps, c.replicates
                  FROM (SELECT null_contrast(step, kind, 0, v) AS c FROM VALUES (10, 'real', 5),
                  (10, 'n0', 2), (10, 'n2', 3) AS t(step, kind, v))""",
                  "3.0\t1.0\t2.0\t1\t1",
                  """
                  Rows with a null argument are passed over; a step that lacks a value leaves all
                  three contrasts. Without any step left numbers are null and status is no_values; a
                  NaN or infinite value gives not_finite, two values of one kind, step and replicate
                  give repeated_step. Shares are null where total is 0. An unknown field kind is an
                  error.""")
              .describe("null_contrast", PointAggregate.class, "agg_funcs"),
          Arguments.exactly(
              "null_contrast",
              arguments -> PointAggregate.of(new NullContrastFunction(), arguments),
              4));

  private NullFunctions() {}
}

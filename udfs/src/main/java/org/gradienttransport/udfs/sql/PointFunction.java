package org.gradienttransport.udfs.sql;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The aggregates: what each makes of the rows it has seen, and how it describes itself. A row with
 * a null in any argument is passed over.
 */
@SuppressWarnings("ImmutableEnumChecker") // the lists and types never change, but cannot say so
enum PointFunction {
  LOGLOG_FIT(
      FitRows.LINE,
      FitRows::line,
      2,
      List.of(Cell.DOUBLE, Cell.DOUBLE),
      """
      (x, y) - Fits log y = slope log x + intercept by ordinary least squares, natural logarithms,
      and returns a struct: slope, std_error, intercept, r2, n, status.

      x - size, such as N
      y - observable at that size

      SELECT round(f.slope, 9), round(f.r2, 9), f.n, f.status
      FROM (SELECT loglog_fit(x, y) AS f FROM VALUES (1, 3), (2, 6), (4, 12) AS t(x, y))

      1.0|1.0|3|ok

      Rows with a null x or y are passed over. Numbers are null unless status is ok, and r2 also when
      all y are equal. status says why: too_few_scales below three different x, no_spread when all x
      are equal, not_finite or not_positive when a value has no logarithm. An empty group gives n = 0 and
      too_few_scales. The result does not depend on the order of rows, to the last bit."""),

  CASCADE_EXPONENTS(
      FitRows.EXPONENTS,
      FitRows::exponents,
      3,
      List.of(Cell.LONG, Cell.LONG, Cell.LONG, Cell.LONG),
      """
      (n, s, n_steps[, required_scales]) - Fits the four exponents of one step over its scales and
      returns a struct: d, z, beta and delta (slopes of log s, log n_steps, log v_abs and log v_rel on
      log N), with std_error, intercept and r2 of each, the closure residuals beta - (D - z) and
      delta - (D - z - 1), scales and status.

      n - entries of the field at one scale
      s - its cascade size
      n_steps - its duration in relaxation steps
      required_scales - scales that must be usable (a strict grid); 0 by default

      SELECT round(e.d, 9), e.z, e.scales, e.status
      FROM (SELECT cascade_exponents(n, s, n_steps) AS e
      FROM VALUES (100, 10, 4), (200, 20, 4), (400, 40, 4) AS t(n, s, n_steps))

      1.0|0.0|3|ok

      Rows with a null argument are passed over; degenerate ones (s = 0, n_steps = 0 or 500 and more)
      leave the fit. Numbers are null unless status is ok, which otherwise says why: too_few_scales,
      incomplete_grid, no_spread, or not_positive when an argument is out of range. An empty group
      gives 0 scales and too_few_scales. The result does not depend on the order of rows, to the last
      bit."""),

  PARTIAL_PEARSON(
      DataTypes.DoubleType,
      rows -> CorrelationRows.partial(rows).r(),
      3,
      CorrelationRows.CELLS,
      """
      (x, y, z[, step]) - Correlates (Pearson) what is left of x and y after a straight line on z is
      taken off each, and returns the coefficient.

      x - one quantity
      y - the other
      z - what is taken off both, such as the learning rate
      step - what rows are summed in the order of; x, y and z themselves by default

      SELECT round(partial_pearson(x, y, z), 6)
      FROM VALUES (1, 2, 1), (2, 1, 2), (3, 5, 4), (4, 3, 3), (5, 9, 9) AS t(x, y, z)

      -0.243709

      Rows with a null argument are passed over. There is no coefficient below three rows, where a
      quantity does not vary, where a line on z leaves nothing of x or y, or where a value is NaN or
      infinite. It is null then, as for an empty group."""),

  PARTIAL_PEARSON_TEST(
      CorrelationRows.TEST,
      CorrelationRows::test,
      3,
      CorrelationRows.CELLS,
      """
      (x, y, z[, step]) - Correlates (Pearson) what is left of x and y after a straight line on z is
      taken off each, and returns a struct: r, the coefficient; p, two-sided t-test with n - 2 degrees
      of freedom; n; status.

      x - one quantity
      y - the other
      z - what is taken off both, such as the learning rate
      step - what rows are summed in the order of; x, y and z themselves by default

      SELECT round(c.r, 6), round(c.p, 6), c.n, c.status
      FROM (SELECT partial_pearson_test(x, y, z) AS c
      FROM VALUES (1, 2, 1), (2, 1, 2), (3, 5, 4), (4, 3, 3), (5, 9, 9) AS t(x, y, z))

      -0.243709|0.6928|5|ok

      Rows with a null argument are passed over. There is no coefficient below three rows, where a
      quantity does not vary, where a line on z leaves nothing of x or y, or where a value is NaN or
      infinite. status is then undefined or not_finite, and r and p are null; an empty group gives
      n = 0."""),

  WINDOW_STATS(
      WindowRows.STATISTICS,
      WindowRows::statistics,
      4,
      WindowRows.CELLS,
      """
      (step, value, from_step, to_step) - Summarises the values of the steps of a window, as
      window_summary does, and returns a struct: mean, sd (divisor n - 1), median, count, status.

      step - training step
      value - quantity at that step
      from_step - first step of the window
      to_step - last step of the window, inclusive

      SELECT w.mean, w.median, w.count, w.status
      FROM (SELECT window_stats(step, v, 2000, 4000) AS w
      FROM VALUES (1000, 9), (2000, 1), (3000, 2), (4000, 6) AS t(step, v))

      3.0|2.0|3|ok

      Rows with a null argument and rows outside the window are passed over: leave steps without a fit
      in, as their null is no value. Numbers are null for an empty window, sd below two values; status
      is then no_values, or not_finite when a value is NaN or infinite."""),

  WINDOW_THIRDS(
      WindowRows.THIRDS,
      WindowRows::thirds,
      4,
      WindowRows.CELLS,
      """
      (step, value, from_step, to_step) - Summarises the thirds of a window, by number of steps with a
      value, and returns a struct of three: early, mid and late, each as window_stats gives it.

      step - training step
      value - quantity at that step
      from_step - first step of the window
      to_step - last step of the window, inclusive

      SELECT w.early.mean, w.mid.mean, w.late.mean
      FROM (SELECT window_thirds(step, v, 2000, 4000) AS w
      FROM VALUES (1000, 9), (2000, 1), (3000, 2), (4000, 6) AS t(step, v))

      1.0|2.0|6.0

      Rows with a null argument and rows outside the window are passed over: leave steps without a fit
      in, as their null is no value. Numbers are null for an empty window, sd below two values; status
      is then no_values, or not_finite when a value is NaN or infinite. A step that comes twice gives
      status repeated_step."""),

  CROSS_MODEL_CV(
      DataTypes.DoubleType,
      WindowRows::crossModel,
      1,
      List.of(Cell.DOUBLE),
      """
      (window_mean) - Coefficient of variation over the scales of their window means of v_rel:
      population standard deviation over mean, as a fraction.

      window_mean - mean of v_rel over the window at one scale

      SELECT cross_model_cv(v) FROM VALUES (1), (3) AS t(v)

      0.5

      Nulls are passed over. Null below two scales, or when a mean is not positive and finite."""),

  NULL_CONTRAST(
      ContrastRows.TYPE,
      ContrastRows::contrast,
      4,
      List.of(Cell.LONG, Cell.KIND, Cell.LONG, Cell.DOUBLE),
      """
      (step, field_kind, replicate, value) - Contrasts one quantity of the real fields with that of
      their nulls, over all steps that have it for the real field and for every realisation of N0 and
      N2, and returns a struct: total = real - N0, dist = N2 - N0, assign = real - N2, each the mean
      over steps of the mean over realisations; dist_share and assign_share of total;
      sum_rule_residual; steps; replicates; status.

      step - training step
      field_kind - real, n0, n1 or n2; n1 is passed over
      replicate - number of the null's realisation, from 0
      value - the quantity, such as an exponent or v_rel

      SELECT c.total, c.dist, c.assign, c.steps, c.replicates
      FROM (SELECT null_contrast(step, kind, 0, v) AS c FROM VALUES (10, 'real', 5),
      (10, 'n0', 2), (10, 'n2', 3) AS t(step, kind, v))

      3.0|1.0|2.0|1|1

      Rows with a null argument are passed over; a step that lacks a value leaves all three contrasts.
      Without any step left numbers are null and status is no_values; a NaN or infinite value gives
      not_finite, two values of one kind, step and replicate give repeated_step. Shares are null where
      total is 0. An unknown field kind is an error."""),

  POWER_LAW_FLOOR_FIT(
      LawRows.TIME,
      LawRows::time,
      2,
      List.of(Cell.DOUBLE, Cell.DOUBLE),
      LawRows.MOST,
      LawTexts.POWER_LAW_FLOOR_FIT),

  CHINCHILLA_FIT(
      LawRows.CHINCHILLA,
      LawRows::chinchilla,
      3,
      List.of(Cell.DOUBLE, Cell.DOUBLE, Cell.DOUBLE),
      LawRows.MOST,
      LawTexts.CHINCHILLA_FIT),

  ISOFLOP_OPTIMUM(
      LawRows.ISOFLOP,
      LawRows::isoflop,
      2,
      List.of(Cell.DOUBLE, Cell.DOUBLE),
      LawRows.MOST,
      LawTexts.ISOFLOP_OPTIMUM);

  private final DataType type;
  private final Function<GatheredRows, Object> result;
  private final int required;
  private final List<Cell> cells;
  private final int most;
  private final String text;

  /**
   * One aggregate that keeps all its rows.
   *
   * @param required how many of the arguments every call has; the others may be left out
   * @param cells types of the arguments
   */
  PointFunction(
      DataType type,
      Function<GatheredRows, Object> result,
      int required,
      List<Cell> cells,
      String text) {
    this(type, result, required, cells, Integer.MAX_VALUE, text);
  }

  /** One aggregate that keeps no more than {@code most} rows of a group. */
  PointFunction(
      DataType type,
      Function<GatheredRows, Object> result,
      int required,
      List<Cell> cells,
      int most,
      String text) {
    this.type = type;
    this.result = result;
    this.required = required;
    this.cells = cells;
    this.most = most;
    this.text = text;
  }

  /** Name in SQL. */
  String sqlName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The function as Spark knows it. */
  SqlFunction sql() {
    return new SqlFunction(
        FunctionText.of(sqlName(), PointAggregate.class, "agg_funcs", text),
        IntStream.rangeClosed(required, cells.size()).boxed().toList(),
        arguments -> new PointAggregate(this, Structs.seq(arguments), 0, 0));
  }

  /** Types of the arguments of a call that has so many. */
  List<Cell> cells(int arguments) {
    return cells.subList(0, arguments);
  }

  /** How many rows of a group enter the result; of more, a subset that no order decides. */
  int most() {
    return most;
  }

  DataType type() {
    return type;
  }

  /** Whether the result may be null; a struct never is. */
  boolean nullable() {
    return !(type instanceof StructType);
  }

  /** The result in Spark's internal form, of rows in any order. */
  Object result(GatheredRows rows) {
    return result.apply(rows);
  }
}

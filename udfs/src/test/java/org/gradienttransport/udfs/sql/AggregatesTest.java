package org.gradienttransport.udfs.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.gradienttransport.schemas.vocabulary.Observable;
import org.gradienttransport.udfs.association.Correlation;
import org.gradienttransport.udfs.fit.CascadeExponents;
import org.gradienttransport.udfs.fit.FitRule;
import org.gradienttransport.udfs.fit.LogLogFit;
import org.gradienttransport.udfs.fit.PowerLawFit;
import org.gradienttransport.udfs.window.StepSeries;
import org.gradienttransport.udfs.window.WindowStatistics;
import org.gradienttransport.udfs.window.WindowThird;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One family of five scales over 40 steps, spread over partitions in several ways. */
class AggregatesTest extends SparkTest {
  private static final long[] SIZES = {1_000, 3_000, 9_000, 40_000, 405_334_016};
  private static final int STEPS = 40;
  private static final StructType TYPE =
      new StructType()
          .add("step", DataTypes.LongType, false)
          .add("n", DataTypes.LongType, false)
          .add("s", DataTypes.LongType, false)
          .add("n_steps", DataTypes.IntegerType, false)
          .add("v_rel", DataTypes.DoubleType, false);

  private record Field(long step, long n, long s, int steps) {
    double relative() {
      return (double) s / ((double) n * steps);
    }
  }

  private final List<Field> fields = new ArrayList<>();

  @BeforeEach
  void makeFields() {
    SplittableRandom random = new SplittableRandom(7);
    for (int t = 1; t <= STEPS; t++) {
      for (long n : SIZES) {
        int steps = 5 + random.nextInt(12);
        fields.add(
            new Field(1000L * t, n, Math.round(n * (0.1 + 0.1 * random.nextDouble())), steps));
      }
    }
    partitioned(1);
  }

  private void partitioned(int partitions) {
    List<Row> rows =
        fields.stream()
            .map(f -> RowFactory.create(f.step, f.n, f.s, f.steps, f.relative()))
            .toList();
    spark()
        .createDataFrame(rows, TYPE)
        .repartition(partitions)
        .createOrReplaceTempView("field_transport");
  }

  private Field[] at(long step) {
    return fields.stream().filter(f -> f.step == step).toArray(Field[]::new);
  }

  private CascadeExponents expected(long step, FitRule rule) {
    Field[] scales = at(step);
    return CascadeExponents.of(
        LongStream.range(0, scales.length).map(i -> scales[(int) i].n).toArray(),
        LongStream.range(0, scales.length).map(i -> scales[(int) i].s).toArray(),
        IntStream.range(0, scales.length).map(i -> scales[i].steps).toArray(),
        rule);
  }

  @Test
  void cascadeExponentsEqualThePipelinesForAnyPartitioning() {
    for (int partitions : new int[] {1, 2, 7}) {
      partitioned(partitions);
      List<Row> rows =
          query(
              "SELECT step, e.* FROM (SELECT step, cascade_exponents(n, s, n_steps) AS e"
                  + " FROM field_transport GROUP BY step) ORDER BY step");
      assertThat(rows).hasSize(STEPS);
      for (Row row : rows) {
        CascadeExponents expected = expected(row.getAs("step"), FitRule.AVAILABLE_SCALES);
        for (Observable observable : Observable.values()) {
          String name = observable == Observable.SIZE ? "d" : observable.symbol();
          PowerLawFit fit = expected.fit(observable);
          assertThat(row.<Double>getAs(name)).isEqualTo(fit.slope());
          assertThat(row.<Double>getAs(name + "_std_error")).isEqualTo(fit.stdError());
          assertThat(row.<Double>getAs(name + "_intercept")).isEqualTo(fit.intercept());
          assertThat(row.<Double>getAs("r2_" + observable.word())).isEqualTo(fit.r2());
        }
        assertThat(row.<Double>getAs("beta_residual"))
            .isEqualTo(expected.closure().absoluteResidual());
        assertThat(row.<Double>getAs("delta_residual"))
            .isEqualTo(expected.closure().intensiveResidual());
        assertThat(row.<Integer>getAs("scales")).isEqualTo(SIZES.length);
        assertThat(row.<String>getAs("status")).isEqualTo("ok");
      }
    }
  }

  @Test
  void aStrictGridNeedsAllItsScales() {
    Row row =
        row(
            "SELECT cascade_exponents(n, s, n_steps, 6) AS strict, cascade_exponents(n, s, n_steps, 5)"
                + " AS complete FROM field_transport WHERE step = 1000");
    assertThat(row.getStruct(0).<String>getAs("status")).isEqualTo("incomplete_grid");
    assertThat(row.getStruct(0).isNullAt(0)).isTrue();
    assertThat(row.getStruct(0).<Integer>getAs("scales")).isEqualTo(5);
    assertThat(row.getStruct(1).<String>getAs("status")).isEqualTo("ok");
  }

  @Test
  void degenerateAndNullScalesLeaveTheFit() {
    Row row =
        row(
            "SELECT cascade_exponents(n, s, n_steps) FROM VALUES (100L, 10L, 4), (200L, 20L, 4),"
                + " (400L, 40L, 4), (800L, 0L, 0), (1600L, 99L, 500), (3200L, NULL, 4),"
                + " (NULL, 1L, 1) AS t(n, s, n_steps)");
    assertThat(row.getStruct(0).<Double>getAs("d")).isCloseTo(1.0, offset(1e-12));
    assertThat(row.getStruct(0).<Integer>getAs("scales")).isEqualTo(3);
    assertThat(row.getStruct(0).isNullAt(row.getStruct(0).fieldIndex("r2_duration"))).isTrue();
  }

  @Test
  void cascadesThatCannotBeSayWhy() {
    assertThat(status("cascade_exponents(n, s, t)", "(0, 1, 1), (2, 1, 1), (3, 1, 1)"))
        .isEqualTo("not_positive");
    assertThat(status("cascade_exponents(n, s, t)", "(1, 1, 1), (2, 1, 1)"))
        .isEqualTo("too_few_scales");
    assertThat(status("cascade_exponents(n, s, t)", "(5, 1, 1), (5, 2, 1), (5, 3, 1)"))
        .isEqualTo("no_spread");
  }

  private static String status(String call, String values) {
    return row("SELECT " + call + ".status FROM VALUES " + values + " AS v(n, s, t)").getString(0);
  }

  @Test
  void logLogFitEqualsThePipelines() {
    partitioned(5);
    for (Row row :
        query(
            "SELECT step, f.* FROM (SELECT step, loglog_fit(n, v_rel) AS f FROM field_transport"
                + " GROUP BY step)")) {
      Field[] scales = at(row.getAs("step"));
      PowerLawFit expected =
          LogLogFit.of(
              IntStream.range(0, scales.length).mapToDouble(i -> scales[i].n).toArray(),
              IntStream.range(0, scales.length).mapToDouble(i -> scales[i].relative()).toArray());
      assertThat(row.<Double>getAs("slope")).isEqualTo(expected.slope());
      assertThat(row.<Double>getAs("std_error")).isEqualTo(expected.stdError());
      assertThat(row.<Double>getAs("intercept")).isEqualTo(expected.intercept());
      assertThat(row.<Double>getAs("r2")).isEqualTo(expected.r2());
      assertThat(row.<Long>getAs("n")).isEqualTo(5);
    }
  }

  @Test
  void logLogFitSaysWhyThereIsNone() {
    assertThat(status("loglog_fit(n, s)", "(1D, 1D, 0), (2D, DOUBLE('NaN'), 0), (3D, 1D, 0)"))
        .isEqualTo("not_finite");
    assertThat(status("loglog_fit(n, s)", "(1D, 1D, 0), (2D, DOUBLE('Infinity'), 0), (3D, 1D, 0)"))
        .isEqualTo("not_finite");
    assertThat(status("loglog_fit(n, s)", "(1D, 1D, 0), (2D, 0D, 0), (3D, 1D, 0)"))
        .isEqualTo("not_positive");
    assertThat(status("loglog_fit(n, s)", "(2D, 1D, 0), (2D, 2D, 0), (2D, 3D, 0)"))
        .isEqualTo("no_spread");
    Row flat =
        row("SELECT loglog_fit(n, 7) FROM VALUES (1), (2), (3), (NULL) AS t(n)").getStruct(0);
    assertThat(flat.<Double>getAs("slope")).isEqualTo(0.0);
    assertThat(flat.isNullAt(flat.fieldIndex("r2"))).isTrue();
    assertThat(flat.<Long>getAs("n")).isEqualTo(3);
  }

  @Test
  void emptyGroupsGiveAStatusAndNoNumbers() {
    Row row =
        row(
            "SELECT loglog_fit(n, s), cascade_exponents(n, s, n_steps),"
                + " partial_pearson(n, s, n_steps), partial_pearson_test(n, s, n_steps),"
                + " window_stats(step, v_rel, 1, 2), window_thirds(step, v_rel, 1, 2),"
                + " cross_model_cv(v_rel), null_contrast(step, 'real', 0, v_rel)"
                + " FROM field_transport WHERE step < 0");
    assertThat(row.getStruct(0).mkString(" ")).isEqualTo("null null null null 0 too_few_scales");
    assertThat(row.getStruct(1).<String>getAs("status")).isEqualTo("too_few_scales");
    assertThat(row.isNullAt(2)).isTrue();
    assertThat(row.getStruct(3).mkString(" ")).isEqualTo("null null 0 undefined");
    assertThat(row.getStruct(4).mkString(" ")).isEqualTo("null null null 0 no_values");
    assertThat(row.getStruct(5).getStruct(2).<String>getAs("status")).isEqualTo("no_values");
    assertThat(row.isNullAt(6)).isTrue();
    assertThat(row.getStruct(7).<String>getAs("status")).isEqualTo("no_values");
    assertThat(query("SELECT loglog_fit(n, s) FROM field_transport WHERE step < 0 GROUP BY step"))
        .isEmpty();
  }

  @Test
  void partialPearsonEqualsThePipelinesInTheOrderOfSteps() {
    long n = SIZES[0];
    List<Field> scale = fields.stream().filter(f -> f.n == n).toList();
    double[] x = scale.stream().mapToDouble(Field::relative).toArray();
    double[] y = scale.stream().mapToDouble(f -> f.steps / (double) n).toArray();
    double[] z = scale.stream().mapToDouble(f -> 1.0 / f.step).toArray();
    Correlation expected = Correlation.partialPearson(x, y, z);
    for (int partitions : new int[] {1, 4}) {
      partitioned(partitions);
      String arguments = "(v_rel, n_steps / double(n), 1D / step";
      Row row =
          row(
              "SELECT partial_pearson"
                  + arguments
                  + ", step), partial_pearson_test"
                  + arguments
                  + ", step), partial_pearson"
                  + arguments
                  + ") FROM field_transport WHERE n = "
                  + n);
      assertThat(row.getDouble(0)).isEqualTo(expected.r());
      assertThat(row.getStruct(1).<Double>getAs("r")).isEqualTo(expected.r());
      assertThat(row.getStruct(1).<Double>getAs("p")).isEqualTo(expected.p());
      assertThat(row.getStruct(1).<Long>getAs("n")).isEqualTo(STEPS);
      assertThat(row.getDouble(2)).isCloseTo(expected.r(), offset(1e-12));
    }
  }

  @Test
  void aCorrelationThatIsNotDefinedIsNull() {
    assertThat(row("SELECT partial_pearson(x, x, 1) FROM VALUES (1), (2), (3) AS t(x)").isNullAt(0))
        .isTrue();
    assertThat(
            row("SELECT partial_pearson_test(x, x, DOUBLE('NaN')) FROM VALUES (1), (2), (3) AS t(x)")
                .getStruct(0)
                .mkString(" "))
        .isEqualTo("null null 3 not_finite");
  }

  @Test
  void windowStatisticsEqualThePipelines() {
    partitioned(6);
    List<Field> scale = fields.stream().filter(f -> f.n == SIZES[1]).toList();
    StepSeries series =
        StepSeries.of(
            scale.stream().mapToLong(Field::step).toArray(),
            scale.stream().mapToDouble(Field::relative).toArray());
    StepSeries window = series.between(4_500, 30_000);
    Row row =
        row(
            "SELECT window_stats(step, v_rel, 4500, 30000), window_thirds(step, v_rel, 4500, 30000)"
                + " FROM field_transport WHERE n = "
                + SIZES[1]);
    assertStatistics(row.getStruct(0), WindowStatistics.of(window.values()));
    for (WindowThird third : WindowThird.values()) {
      assertStatistics(
          row.getStruct(1).<Row>getAs(third.label()),
          WindowStatistics.of(third.of(window).values()));
    }
  }

  private static void assertStatistics(Row row, WindowStatistics expected) {
    assertThat(row.<Double>getAs("mean")).isEqualTo(expected.mean());
    assertThat(row.<Double>getAs("sd")).isEqualTo(expected.sd());
    assertThat(row.<Double>getAs("median")).isEqualTo(expected.median());
    assertThat(row.<Long>getAs("count")).isEqualTo(expected.count());
  }

  @Test
  void windowsSayWhatIsWrongWithTheirValues() {
    assertThat(
            row("SELECT window_stats(n, DOUBLE('NaN'), 1, 9).status FROM VALUES (1), (2) AS t(n)")
                .getString(0))
        .isEqualTo("not_finite");
    assertThat(
            row("SELECT window_thirds(n, 5, 1, 9).early.status FROM VALUES (1), (1) AS t(n)")
                .getString(0))
        .isEqualTo("repeated_step");
    Row nulls =
        row("SELECT window_stats(n, v, 1, 9) FROM VALUES (1, 4), (2, NULL) AS t(n, v)")
            .getStruct(0);
    assertThat(nulls.mkString(" ")).isEqualTo("4.0 null 4.0 1 ok");
    assertThat(row("SELECT cross_model_cv(v) FROM VALUES (1), (-1) AS t(v)").isNullAt(0)).isTrue();
  }

  @Test
  void nullContrastsNeedEveryPartOfAStep() {
    String rows =
        "FROM VALUES (1, 'real', 0, 9D), (1, 'n0', 0, 1D), (1, 'n0', 1, 3D), (1, 'n2', 0, 4D),"
            + " (1, 'n2', 1, 6D), (1, 'n1', 0, 77D), (2, 'real', 0, 100D), (2, 'n0', 0, 1D)"
            + " AS t(step, kind, k, v)";
    assertThat(row("SELECT null_contrast(step, kind, k, v) " + rows).getStruct(0).mkString(" "))
        .isEqualTo("7.0 3.0 4.0 0.42857142857142855 0.5714285714285714 0.0 1 2 ok");
    assertThat(
            row("SELECT null_contrast(1, 'real', 0, v).status FROM VALUES (1), (2) AS t(v)")
                .getString(0))
        .isEqualTo("repeated_step");
    assertThatThrownBy(() -> query("SELECT null_contrast(1, 'n9', 0, 1)"))
        .hasStackTraceContaining("unknown field kind 'n9', expected one of real, n0, n1, n2");
  }

  @Test
  void aggregatesTakeFiltersDistinctAndWindows() {
    partitioned(3);
    Row filtered =
        row(
            "SELECT loglog_fit(n, s) FILTER (WHERE n < 5000).n, loglog_fit(DISTINCT n, n).n,"
                + " loglog_fit(n, s).n, count(DISTINCT step) FROM field_transport");
    assertThat(filtered.mkString(" ")).isEqualTo("80 5 200 40");
    List<Row> running =
        query(
            "SELECT step, window_stats(step, v_rel, 0, 99999) OVER (ORDER BY step ROWS BETWEEN 2"
                + " PRECEDING AND 2 FOLLOWING) AS w FROM field_transport WHERE n = 1000 ORDER BY"
                + " step");
    assertThat(running.get(0).getStruct(1).<Long>getAs("count")).isEqualTo(3);
    assertThat(running.get(10).getStruct(1).<Long>getAs("count")).isEqualTo(5);
  }

  @Test
  void aggregationIsPartialAndTheStageBelowIsCompiled() {
    String plan =
        spark()
            .sql("SELECT step, loglog_fit(n, s * 2) FROM field_transport GROUP BY step")
            .queryExecution()
            .executedPlan()
            .toString();
    assertThat(plan).contains("partial_loglog_fit(").contains("ObjectHashAggregate");
    List<Row> sorted =
        withConf(
            "spark.sql.execution.useObjectHashAggregateExec",
            "SELECT step, loglog_fit(n, s * 2).slope FROM field_transport GROUP BY step ORDER BY 1");
    assertThat(
            query(
                "SELECT step, loglog_fit(n, s * 2).slope FROM field_transport GROUP BY step ORDER BY 1"))
        .isEqualTo(sorted);
  }

  private static List<Row> withConf(String name, String sql) {
    spark().conf().set(name, "false");
    try {
      return query(sql);
    } finally {
      spark().conf().unset(name);
    }
  }
}

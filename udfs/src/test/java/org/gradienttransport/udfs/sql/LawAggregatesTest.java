package org.gradienttransport.udfs.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.LawStatus;
import org.gradienttransport.udfs.scaling.LossRows;
import org.gradienttransport.udfs.scaling.fit.LawFit;
import org.gradienttransport.udfs.scaling.fit.LawFitter;
import org.gradienttransport.udfs.scaling.fit.Minimum;
import org.gradienttransport.udfs.scaling.fit.Objective;
import org.gradienttransport.udfs.scaling.fit.StartResult;
import org.gradienttransport.udfs.scaling.fit.Theta;
import org.gradienttransport.udfs.scaling.form.LossForms;
import org.gradienttransport.udfs.scaling.form.StartGrid;
import org.gradienttransport.udfs.scaling.optimum.IsoFlopParabola;
import org.gradienttransport.udfs.scaling.optimum.IsoFlopRule;
import org.gradienttransport.udfs.scaling.optimum.Published;
import org.gradienttransport.udfs.scaling.time.TimeLaw;
import org.gradienttransport.udfs.scaling.time.TimeScaling;
import org.junit.jupiter.api.Test;

/** A noisy sweep of a known law, spread over partitions in several orders. */
class LawAggregatesTest extends SparkTest {
  private static final StructType TYPE =
      new StructType()
          .add("n", DataTypes.DoubleType, false)
          .add("d", DataTypes.DoubleType, false)
          .add("loss", DataTypes.DoubleType, false);

  private record Run(double n, double d, double loss) {}

  private static List<Run> sweep() {
    Random noise = new Random(7);
    List<Run> runs = new ArrayList<>();
    for (double n : new double[] {1e8, 3e8, 1e9, 3e9, 1e10}) {
      for (double d : new double[] {3e9, 1e10, 3e10, 1e11, 3e11}) {
        double loss = Published.HOFFMANN_PRINTED.loss(n, d);
        runs.add(new Run(n, d, loss * StrictMath.exp(0.002 * noise.nextGaussian())));
      }
    }
    return runs;
  }

  private static void table(List<Run> runs, int partitions) {
    spark()
        .createDataFrame(
            runs.stream().map(run -> RowFactory.create(run.n, run.d, run.loss)).toList(), TYPE)
        .repartition(partitions)
        .createOrReplaceTempView("sweep");
  }

  private static double[] column(List<Run> runs, ToDoubleFunction<Run> value) {
    return runs.stream().mapToDouble(value).toArray();
  }

  @Test
  void chinchillaFitEqualsTheEnginesToTheLastBitForAnyOrderAndPartitioning() {
    List<Run> runs = sweep();
    LawFit expected =
        LawFitter.fit(
            LossForms.of(LawForm.CHINCHILLA),
            LossRows.of(column(runs, Run::n), column(runs, Run::d), column(runs, Run::loss)),
            Objective.HUBER,
            StartGrid.DEFAULT);
    Map<String, Double> law = expected.law().coefficients();
    for (int partitions : new int[] {1, 2, 7}) {
      List<Run> shuffled = new ArrayList<>(runs);
      Collections.shuffle(shuffled, new Random(partitions));
      table(shuffled, partitions);

      Row fit = row("SELECT chinchilla_fit(n, d, loss).* FROM sweep");

      assertThat(fit.<Double>getAs("factor_n")).isEqualTo(law.get("A"));
      assertThat(fit.<Double>getAs("factor_d")).isEqualTo(law.get("B"));
      assertThat(fit.<Double>getAs("floor")).isEqualTo(law.get("E"));
      assertThat(fit.<Double>getAs("alpha")).isEqualTo(law.get("alpha"));
      assertThat(fit.<Double>getAs("beta")).isEqualTo(law.get("beta"));
      assertThat(fit.<Double>getAs("a")).isEqualTo(law.get("a"));
      assertThat(fit.<Double>getAs("b")).isEqualTo(law.get("b"));
      assertThat(fit.<Double>getAs("loss_exponent")).isEqualTo(law.get("loss_exponent"));
      assertThat(fit.<Double>getAs("objective")).isEqualTo(expected.law().objective());
      assertThat(fit.<Long>getAs("starts")).isEqualTo(243);
      assertThat(fit.<Double>getAs("hit_share")).isEqualTo(expected.law().hitShare());
      assertThat(fit.<Double>getAs("probe")).isEqualTo(expected.law().certificate().probe());
      assertThat(fit.<Double>getAs("condition"))
          .isEqualTo(expected.law().certificate().condition());
      assertThat(fit.<Double>getAs("rms_rel")).isEqualTo(expected.law().rmsRel());
      assertThat(fit.<Long>getAs("rows")).isEqualTo(25);
      assertThat(fit.<Long>getAs("rows_seen")).isEqualTo(25);
      assertThat(fit.<String>getAs("status")).isEqualTo("ok");
      assertThat(fit.<String>getAs("message")).isEmpty();
    }
  }

  @Test
  void oneRatioOfTokensToParametersIsCollinearAndSaysSo() {
    Row fit =
        row(
            "SELECT chinchilla_fit(n, 20 * n, scaling_law('chinchilla', n, 20 * n, 406.4, 410.7, 1.69,"
                + " 0.34, 0.28)).* FROM (SELECT 1e8 * pow(10, id / 12) AS n FROM range(25))");
    assertThat(fit.<String>getAs("status")).isEqualTo("collinear");
    assertThat(fit.<Double>getAs("condition")).isGreaterThan(1e7);
    assertThat(fit.<String>getAs("message")).contains("cannot tell the exponents apart");
  }

  @Test
  void aFloorThatIsNotIdentifiedIsNullAsInTheTables() {
    Row fit =
        row(
            "SELECT chinchilla_fit(n, d, scaling_law('chinchilla_no_floor', n, d, 406.4, 410.7, 0.34,"
                + " 0.28)).* FROM VALUES (1e8), (1e9), (1e10) AS t(n) CROSS JOIN VALUES (3e9), (3e10),"
                + " (3e11) AS u(d)");

    assertThat(fit.<String>getAs("status")).isEqualTo("no_floor");
    assertThat(fit.<Double>getAs("floor")).isNull();
    assertThat(fit.<Double>getAs("alpha")).isCloseTo(0.34, within(1e-4));
    assertThat(fit.<Double>getAs("a")).isCloseTo(0.28 / 0.62, within(1e-4));
  }

  @Test
  void whatIsNoMinimumHasItsCertificateAndNoLaw() {
    List<Run> runs = sweep();
    StartResult slope = new StartResult(0, new Minimum(1e6, Theta.of(6.0, 6.0, 0.5, 0.33, 0.27)));
    LawFit fit =
        LawFitter.combine(
            LossForms.of(LawForm.CHINCHILLA),
            LossRows.of(column(runs, Run::n), column(runs, Run::d), column(runs, Run::loss)),
            Objective.HUBER,
            List.of(slope));
    assertThat(fit.status()).isEqualTo(LawStatus.NOT_CONVERGED);

    InternalRow row =
        LawRows.row(
            fit,
            fit.law(),
            new GatheredRows(List.of(Cell.DOUBLE), 1),
            UTF8String.fromString(fit.message()));

    int objective = LawRows.CHINCHILLA.fieldIndex("objective");
    for (int i = 0; i < LawRows.CHINCHILLA.size(); i++) {
      assertThat(row.isNullAt(i)).as(LawRows.CHINCHILLA.names()[i]).isEqualTo(i < objective);
    }
  }

  @Test
  void fewOrSenselessRowsHaveAStatusAndNoNumbers() {
    assertThat(refused("chinchilla_fit(n, n, n)", "(1D), (2D), (3D)")).isEqualTo("too_few");
    assertThat(refused("chinchilla_fit(n, n, n)", "(1D), (-2D), (3D)")).isEqualTo("not_positive");
    assertThat(refused("chinchilla_fit(n, n, n)", "(1D), (double('NaN'))")).isEqualTo("not_finite");
    assertThat(refused("chinchilla_fit(n, n, n)", "(CAST(NULL AS DOUBLE))")).isEqualTo("too_few");
    assertThat(refused("isoflop_optimum(n, n)", "(1D), (2D), (3D)")).isEqualTo("edge");
    assertThat(refused("isoflop_optimum(n, abs(n - 3) + 1)", "(1D), (2D), (3D), (100D)"))
        .isEqualTo("too_few");
    assertThat(refused("isoflop_optimum(n, n)", "(0D)")).isEqualTo("not_positive");
    assertThat(refused("isoflop_optimum(n, n)", "(CAST(NULL AS DOUBLE))")).isEqualTo("too_few");
    assertThat(refused("power_law_floor_fit(n, n)", "(1D), (2D)")).isEqualTo("too_few");
    assertThat(refused("power_law_floor_fit(n, 2)", "(1D), (2D), (3D), (4D)")).isEqualTo("refused");
    assertThat(refused("power_law_floor_fit(n, n)", "(1D), (2D), (3D), (4D)")).isEqualTo("edge");
    assertThat(refused("power_law_floor_fit(n, n)", "(double('Infinity'))"))
        .isEqualTo("not_finite");
  }

  private static String refused(String call, String values) {
    Row result =
        row("SELECT f.* FROM (SELECT " + call + " AS f FROM VALUES " + values + " AS t(n))");
    assertThat(result.isNullAt(0)).as(call).isTrue();
    assertThat(result.<String>getAs("message")).as(call).isNotEmpty();
    return result.getAs("status");
  }

  @Test
  void isoflopOptimumOfEachBudgetIsTheEngines() {
    double[] n = {2e6, 1e6, 16e6, 8e6, 4e6, 4e6};
    double[] loss = {3.6, 4.0, 3.8, 3.55, 3.9, 3.5};
    IsoFlopParabola.Minimum expected =
        IsoFlopParabola.of(n, loss, IsoFlopRule.DEFAULT.halfWidth()).minimum().orElseThrow();

    Row found =
        row(
            "SELECT isoflop_optimum(n, l).* FROM VALUES (4e6, 3.5), (2e6, 3.6), (4e6, 3.9), (1e6,"
                + " 4.0), (16e6, 3.8), (8e6, 3.55), (1e7, NULL) AS t(n, l)");

    assertThat(found.<Double>getAs("n_opt")).isEqualTo(expected.params());
    assertThat(found.<Double>getAs("n_opt")).isCloseTo(4650034.3687, within(1e-4));
    assertThat(found.<Double>getAs("loss_opt")).isEqualTo(expected.loss());
    assertThat(found.<Double>getAs("curvature")).isEqualTo(expected.curvature());
    assertThat(found.<Double>getAs("rms")).isEqualTo(expected.rms());
    assertThat(found.<Long>getAs("models")).isEqualTo(5);
    assertThat(found.<Long>getAs("points")).isEqualTo(5);
    assertThat(found.<Long>getAs("rows")).isEqualTo(6);
  }

  @Test
  void powerLawFloorFitIsTheEnginesWithBinsAndWithout() {
    for (int rows : new int[] {41, 400}) {
      double[] x = new double[rows];
      double[] loss = new double[rows];
      Random noise = new Random(3);
      for (int i = 0; i < rows; i++) {
        x[i] = 10 * StrictMath.pow(1e4, i / (rows - 1.0));
        loss[i] = (2 + 3 * StrictMath.pow(x[i], -1.0 / 3.0)) * (1 + 1e-3 * noise.nextGaussian());
      }
      List<Run> runs = new ArrayList<>();
      for (int i = 0; i < rows; i++) {
        runs.add(new Run(x[i], 1, loss[i]));
      }
      Collections.shuffle(runs, new Random(1));
      table(runs, 5);
      TimeScaling expected = TimeScaling.of(x, loss);
      TimeLaw law = expected.law().orElseThrow();

      Row fit = row("SELECT power_law_floor_fit(n, loss).* FROM sweep");

      assertThat(fit.<Double>getAs("c")).isEqualTo(law.c());
      assertThat(fit.<Double>getAs("gamma")).isEqualTo(law.gamma());
      assertThat(fit.<Double>getAs("gamma_lo")).isEqualTo(law.interval().low());
      assertThat(fit.<Double>getAs("gamma_hi")).isEqualTo(law.interval().high());
      assertThat(fit.<Double>getAs("l_inf")).isEqualTo(law.floor().getAsDouble());
      assertThat(fit.<Double>getAs("sse")).isEqualTo(law.squares());
      assertThat(fit.<Double>getAs("sse_third")).isEqualTo(law.squaresAtOneThird());
      assertThat(fit.<Boolean>getAs("third_inside")).isEqualTo(law.thirdInside());
      assertThat(fit.<Double>getAs("zero_floor_slope"))
          .isEqualTo(expected.plainSlope().getAsDouble());
      assertThat(fit.<Long>getAs("bins")).isEqualTo(rows == 41 ? 41 : 30);
      assertThat(fit.<String>getAs("status")).isEqualTo(expected.status().word());
    }
  }

  @Test
  void ofManyRowsTheSameSubsetIsFittedWhateverTheirOrder() {
    String fit =
        "SELECT power_law_floor_fit(x, 2 + 3 / sqrt(x) + 0.01 * sin(x)).* FROM"
            + " (SELECT 1 + %s AS x FROM range(0, 120001, 1, %d))";
    Row forwards = row(fit.formatted("id", 1));
    Row backwards = row(fit.formatted("120000 - id", 7));

    assertThat(backwards).isEqualTo(forwards);
    assertThat(forwards.<Long>getAs("rows")).isEqualTo(50_000);
    assertThat(forwards.<Long>getAs("rows_seen")).isEqualTo(120_001);
    assertThat(forwards.<String>getAs("message"))
        .contains("Of 120001 rows a random subset of 50000");
    assertThat(forwards.<Double>getAs("gamma")).isCloseTo(0.5, within(0.05));
  }

  @Test
  void aRowThatCannotBeFittedIsNeverLostAmongMany() {
    Row fit =
        row(
            "SELECT power_law_floor_fit(IF(id = 77777, -1, id + 1), 2 + 1 / (id + 1)).* FROM"
                + " range(0, 120001, 1, 5)");
    assertThat(fit.<String>getAs("status")).isEqualTo("not_positive");
    assertThat(fit.<Long>getAs("rows_seen")).isEqualTo(120_001);
  }
}

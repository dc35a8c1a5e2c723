package org.gradienttransport.udfs.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.apache.spark.sql.Row;
import org.gradienttransport.schemas.vocabulary.LawStatus;
import org.gradienttransport.udfs.SharedData;
import org.gradienttransport.udfs.scaling.KnownSweeps;
import org.gradienttransport.udfs.scaling.optimum.IsoFlop;
import org.gradienttransport.udfs.scaling.optimum.IsoFlopProfile;
import org.gradienttransport.udfs.scaling.optimum.IsoFlopRule;
import org.junit.jupiter.api.Test;

/** The functions on files of losses as they were published, read by Spark itself. */
class LawsOfPublicSweepsTest extends SparkTest {
  private static void view(String name, String file) {
    spark()
        .read()
        .option("header", "true")
        .option("inferSchema", "true")
        .csv(SharedData.path(file).toString())
        .repartition(5)
        .createOrReplaceTempView(name);
  }

  @Test
  void chinchillaFitOfGemstonesIsTheKnownMinimum() {
    view("gemstones", "gemstones/runs.csv");

    Row fit =
        row(
            "SELECT chinchilla_fit(params, tokens, loss).* FROM gemstones"
                + " WHERE series = 'hot' AND step % 2385 = 0");

    assertThat(fit.<Double>getAs("objective")).isCloseTo(1981.61280881, within(2e-5));
    assertThat(fit.<Double>getAs("factor_n")).isCloseTo(213.085, within(0.02));
    assertThat(fit.<Double>getAs("factor_d")).isCloseTo(4.96762e6, within(500.0));
    assertThat(fit.<Double>getAs("floor")).isCloseTo(2.143206, within(1e-4));
    assertThat(fit.<Double>getAs("alpha")).isCloseTo(0.292892, within(1e-4));
    assertThat(fit.<Double>getAs("beta")).isCloseTo(0.712979, within(1e-4));
    assertThat(fit.<Long>getAs("rows")).isEqualTo(220);
    assertThat(fit.<String>getAs("status")).isEqualTo("ok");
  }

  @Test
  void isoflopOptimumByBudgetIsApproach2WithItsRefusals() {
    view("porian", "porian-isoflop/isoflop.csv");
    List<IsoFlopProfile> expected =
        IsoFlop.of(
                KnownSweeps.porianRows("base/short/chinchilla/standard/val"), IsoFlopRule.DEFAULT)
            .profiles();

    List<Row> found =
        query(
            "SELECT flops, isoflop_optimum(params, loss).* FROM porian WHERE hparams = 'base' AND"
                + " warmup = 'short' AND decay = 'chinchilla' AND param_count = 'standard' AND eval"
                + " = 'val' GROUP BY flops ORDER BY flops");

    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.size(); i++) {
      IsoFlopProfile profile = expected.get(i);
      Row row = found.get(i);
      assertThat(row.<String>getAs("status")).isEqualTo(profile.status().word());
      assertThat(row.<Long>getAs("models")).isEqualTo(profile.sizes());
      assertThat(row.<Long>getAs("points")).isEqualTo(profile.points());
      if (profile.status() == LawStatus.OK) {
        assertThat(row.<Double>getAs("n_opt")).isEqualTo(profile.vertex().orElseThrow().params());
        assertThat(row.<Double>getAs("loss_opt")).isEqualTo(profile.vertex().orElseThrow().loss());
      }
    }
    assertThat(found).extracting(row -> row.<String>getAs("status")).contains("ok");
  }
}

package org.gradienttransport.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.gradienttransport.jobs.SharedSpark;
import org.gradienttransport.jobs.check.MllibAgreement;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.measure.WaveSize;
import org.gradienttransport.jobs.publish.RunSettings;
import org.gradienttransport.jobs.testing.RunTables;
import org.gradienttransport.jobs.warehouse.Warehouse;
import org.gradienttransport.schemas.Tables;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.vocabulary.Outcome;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Contrasts with the nulls, and associations with performance, on both bundled samples. */
@Tag("slow")
@Tag("nightly")
@TestInstance(Lifecycle.PER_CLASS)
class NullsAndPerformanceRunTest {
  private static final List<String> TABLES =
      List.of(
          "field_transport",
          "stepwise_exponent",
          "window_summary",
          "null_contrast",
          "pooled_exponent",
          "performance",
          "performance_exponent",
          "performance_association",
          "check_result");

  @TempDir static Path directory;
  private RunTables tables;

  @BeforeAll
  void run() throws IOException {
    TestRuns.run(directory.resolve("first"), settings(1, 0));
    tables = TestRuns.current(directory.resolve("first"));
    TABLES.forEach(table -> tables.register(Tables.rowType(table).table()));
  }

  private static RunSettings settings(int nulls, int partitions) {
    return TestRuns.settings(
        List.of(TestRuns.family("pico-mini-sample"), TestRuns.family("pythia-mini-sample")),
        1,
        nulls,
        partitions,
        WaveSize.DEFAULT);
  }

  private Row one(String sql) {
    List<Row> rows = tables.query(sql).collectAsList();
    assertThat(rows).as(sql).hasSize(1);
    return rows.get(0);
  }

  @Test
  void totalIsDistPlusAssignInEveryContrast() {
    Row worst =
        one(
            "select max(abs(delta_total - (delta_dist + delta_assign))), max(sum_rule_residual),"
                + " max(abs(share_dist + share_assign - 1)), count(*)"
                + " from null_contrast where status = 'ok'");
    assertThat(worst.getDouble(0)).isLessThan(1e-12);
    assertThat(worst.getDouble(1)).isLessThan(1e-12);
    assertThat(worst.getDouble(2)).isLessThan(1e-9);
    assertThat(worst.getLong(3)).isEqualTo((16 + 5) * 8 + (15 + 5) * 9);
  }

  @Test
  void aStepsContrastIsTheDifferenceOfItsPublishedExponents() {
    Row compared =
        one(
            "select count(*), max(abs(c.delta_total - (r.exponent - n0.exponent))),"
                + " max(abs(c.delta_assign - (r.exponent - n2.exponent)))"
                + " from null_contrast c"
                + " join stepwise_exponent r on r.family = c.family and r.step = c.from_step"
                + "   and r.symbol = c.observable and r.field_kind = 'real'"
                + " join stepwise_exponent n0 on n0.family = c.family and n0.step = c.from_step"
                + "   and n0.symbol = c.observable and n0.field_kind = 'n0'"
                + " join stepwise_exponent n2 on n2.family = c.family and n2.step = c.from_step"
                + "   and n2.symbol = c.observable and n2.field_kind = 'n2'"
                + " where c.scope = 'step' and c.status = 'ok'");
    assertThat(compared.getLong(0)).isEqualTo(3 * (16 + 15));
    assertThat(compared.getDouble(1)).isLessThan(1e-15);
    assertThat(compared.getDouble(2)).isLessThan(1e-15);
  }

  @Test
  void aWindowsContrastIsTheMeanOfItsStepsAndHasABootstrapInterval() {
    for (String family : List.of("pico-mini-sample", "pythia-mini-sample")) {
      Row window =
          one(
              "select * from null_contrast where scope = 'stable' and observable = 'z'"
                  + " and family = '%s'".formatted(family));
      Row steps =
          one(
              "select avg(delta_dist), count(*) from null_contrast where scope = 'step'"
                  + " and observable = 'z' and family = '%s' and from_step between %d and %d"
                      .formatted(
                          family, window.<Long>getAs("from_step"), window.<Long>getAs("to_step")));
      assertThat(window.<Double>getAs("delta_dist")).isCloseTo(steps.getDouble(0), within(1e-12));
      assertThat(window.<Long>getAs("steps")).isEqualTo(steps.getLong(1)).isGreaterThan(8);
      assertThat(window.<String>getAs("interval_method")).isEqualTo("block_bootstrap");
      assertThat(window.<Double>getAs("delta_dist"))
          .isBetween(window.getAs("delta_dist_low"), window.getAs("delta_dist_high"));
    }
  }

  @Test
  void aStepWithoutAFitKeepsItsContrastsWithAStatusThatNamesWhatLacks() {
    List<Row> rows =
        tables
            .query("select observable, message from null_contrast where status = 'incomplete'")
            .collectAsList();
    assertThat(rows).hasSize(9);
    assertThat(rows)
        .allSatisfy(row -> assertThat(row.getString(1)).contains("the real field", "n2 replicate"));
  }

  @Test
  void meanVRelIsTheMeanOverAllScales() {
    Row worst =
        one(
            "select max(abs(a.real_value - s.mean)), count(*) from null_contrast a join"
                + " (select family, step, avg(v_rel) as mean from field_transport"
                + "  where field_kind = 'real' and status = 'ok' group by family, step) s"
                + " on s.family = a.family and s.step = a.from_step"
                + " where a.scope = 'step' and a.observable = 'v_rel' and a.scale = 'all'"
                + " and a.status = 'ok'");
    assertThat(worst.getDouble(0)).isLessThan(1e-15);
    assertThat(worst.getLong(1)).isEqualTo(16 + 15);
  }

  @Test
  void performanceExponentsAreSlopesOfLogPerplexityOnLogN() {
    Row worst =
        one(
            "select max(abs(e.exponent - p.slope)), count(*) from performance_exponent e join"
                + " (select family, step, regr_slope(ln(value), ln(cast(n as double))) as slope"
                + "  from performance where status = 'ok' group by family, step) p"
                + " using (family, step) where e.status = 'ok' and e.symbol = 'beta_ppl'");
    assertThat(worst.getDouble(0)).isLessThan(1e-12);
    // pico has a file per sampled step; pythia one table with every step of training.
    assertThat(worst.getLong(1)).isEqualTo(16 + 154);
  }

  @Test
  void stepsAreJoinedExactlyAndTheOthersAreListed() {
    Row row =
        one(
            "select * from performance_association where family = 'pythia-mini-sample'"
                + " and scope = 'full' and level = 'exponent' and x = 'D'");
    assertThat(row.<String>getAs("join_rule")).isEqualTo("exact");
    assertThat(row.<String>getAs("y")).isEqualTo("beta_ppl");
    assertThat(row.<Integer>getAs("n")).isEqualTo(15);
    assertThat(row.<Integer>getAs("matched")).isEqualTo(15);
    assertThat(row.getList(row.fieldIndex("unmatched_x"))).isEmpty();
    assertThat(row.<Long>getList(row.fieldIndex("unmatched_y"))).hasSize(154 - 15).contains(0L, 1L);
  }

  @Test
  void bothLevelsAndEveryScopeHaveAssociations() {
    Row count =
        one(
            "select count(*), count(distinct family), count(distinct scope), count(distinct level),"
                + " count(pearson), count(partial_r) from performance_association");
    assertThat(count.getLong(0)).isEqualTo(5 * (2 * 4 + 2 + 3) + 5 * (2 * 5 + 2 + 3));
    assertThat(count.getLong(1)).isEqualTo(2);
    assertThat(count.getLong(2)).isEqualTo(5);
    assertThat(count.getLong(3)).isEqualTo(2);
    assertThat(count.getLong(4)).isEqualTo(count.getLong(0));
    assertThat(count.getLong(5)).isPositive();
    Row blocks =
        one(
            "select count(boot_low), count(block_length), max(block_length) from performance_association");
    assertThat(blocks.getLong(0)).isPositive().isEqualTo(blocks.getLong(1));
    assertThat(blocks.getInt(2)).isBetween(1, 16 / 4);
  }

  @Test
  void anIndependentEngineAgreesWithThePublishedStatistics() throws IOException {
    Warehouse warehouse = TestRuns.warehouse(directory.resolve("first"));
    Map<String, Family> families = new HashMap<>();
    settings(1, 0).families().forEach(family -> families.put(family.name(), family));

    List<CheckResult> found =
        MllibAgreement.of(
            SharedSpark.session(),
            warehouse.tables(warehouse.currentRun().orElseThrow()),
            families);

    assertThat(found).hasSize(2);
    assertThat(found)
        .allSatisfy(
            result -> {
              assertThat(result.status()).isEqualTo(Outcome.PASS);
              assertThat(result.value()).isLessThan(1e-12);
              assertThat(result.message()).contains("13 statistics");
            });
  }

  @Test
  void everyWindowHasPooledExponentsThatAgreeWithTheMeansOfItsSteps() {
    Row pooled =
        one(
            "select count(*), sum(case when status = 'ok' then 1 else 0 end), min(steps)"
                + " from pooled_exponent");
    // Three exponents of the real field and two of each null, over all steps and the window.
    assertThat(pooled.getLong(0)).isEqualTo(2 * 2 * (3 + 3 * 2)).isEqualTo(pooled.getLong(1));
    assertThat(pooled.getInt(2)).isGreaterThan(8);
    Row agreement =
        one(
            "select count(*), max(value), min(status) from check_result"
                + " where name = 'pooled_size_exponent' and status = 'pass'");
    assertThat(agreement.getLong(0)).isEqualTo(2);
    assertThat(agreement.getDouble(1)).isLessThan(1e-10);
  }

  @Test
  void equalCheckpointsAreNoWarningWhereNothingWasTrainedBetweenThem() {
    Row row =
        one(
            "select status, value, message from check_result where name = 'duplicate_content'"
                + " and family = 'pythia-mini-sample'");
    assertThat(row.getString(0)).isEqualTo("pass");
    assertThat(row.getDouble(1)).isZero();
    assertThat(row.getString(2)).contains("5 because the learning rate is zero");
  }

  @Test
  void anyPartitioningGivesTheSameTables() throws IOException {
    Path warehouse = directory.resolve("partitions");
    TestRuns.run(warehouse, settings(1, 13));
    Map<String, List<String>> expected = TestRuns.values(directory.resolve("first"), Set.of());
    assertThat(TestRuns.values(warehouse, Set.of())).isEqualTo(expected);
    assertThat(expected.get("null_contrast")).isNotEmpty();
    assertThat(expected.get("performance_association")).isNotEmpty();

    TestRuns.pipeline(warehouse, settings(1, 0)).aggregate();
    RunTables again = TestRuns.current(warehouse);
    again.register(Tables.rowType("check_result").table());
    List<Row> drift =
        again
            .query("select status, value, message from check_result where name = 'window_drift'")
            .collectAsList();
    assertThat(drift).hasSize(2);
    assertThat(drift)
        .allSatisfy(
            row -> {
              assertThat(row.getString(0)).isEqualTo("pass");
              assertThat(row.getDouble(1)).isZero();
              assertThat(row.getString(2)).contains("since the previous run");
            });
  }
}

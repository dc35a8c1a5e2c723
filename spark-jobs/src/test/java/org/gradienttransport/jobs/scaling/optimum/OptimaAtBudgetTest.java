package org.gradienttransport.jobs.scaling.optimum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.ScalingBootstrap;
import org.gradienttransport.schemas.rows.ScalingFit;
import org.gradienttransport.schemas.rows.ScalingOptimum;
import org.gradienttransport.schemas.vocabulary.Approach;
import org.gradienttransport.schemas.vocabulary.LawStatus;
import org.gradienttransport.udfs.scaling.fit.Percentiles;
import org.gradienttransport.udfs.scaling.optimum.ComputeOptimum;
import org.junit.jupiter.api.Test;

class OptimaAtBudgetTest {
  private static final double BUDGET = 3.7e19;

  private static ScalingOptimum at(Approach approach, double flops) {
    return OptimaAtBudget.of(LawTables.of(), flops).stream()
        .filter(row -> row.approach() == approach)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void approach3IsTheClosedFormOfTheLawThatTheStudyAnswersWith() {
    ScalingOptimum row = at(Approach.PARAMETRIC, BUDGET);
    ComputeOptimum expected = LawTables.LAW.at(BUDGET);

    assertThat(row.flops()).isEqualTo(BUDGET);
    assertThat(row.best().nOpt()).isEqualTo(expected.params());
    assertThat(row.best().dOpt()).isEqualTo(expected.tokens());
    assertThat(row.best().tokensPerParam()).isEqualTo(expected.tokensPerParam());
    assertThat(row.best().loss()).isEqualTo(expected.loss());
    assertThat(row.far()).isFalse();
  }

  @Test
  void itsIntervalIsThatOfTheReplicatesAtTheBudgetAsked() {
    ScalingOptimum.Interval interval = at(Approach.PARAMETRIC, BUDGET).interval();
    List<ComputeOptimum> drawn =
        IntStream.range(0, 11).mapToObj(n -> LawTables.replicate(n).at(BUDGET)).toList();
    double[] params = drawn.stream().mapToDouble(ComputeOptimum::params).toArray();
    double[] loss = drawn.stream().mapToDouble(ComputeOptimum::loss).toArray();

    assertThat(interval.nOptP10()).isCloseTo(Percentiles.at(params, 0.1), within(1.0));
    assertThat(interval.nOptP90()).isCloseTo(Percentiles.at(params, 0.9), within(1.0));
    assertThat(interval.lossP10()).isCloseTo(Percentiles.at(loss, 0.1), within(1e-9));
    assertThat(interval.lossP90()).isCloseTo(Percentiles.at(loss, 0.9), within(1e-9));
    assertThat(interval.dOptP10()).isLessThan(interval.dOptP90());
    double[] ratio = drawn.stream().mapToDouble(ComputeOptimum::tokensPerParam).toArray();
    assertThat(at(Approach.PARAMETRIC, BUDGET).ratio().tokensPerParamP10())
        .isCloseTo(Percentiles.at(ratio, 0.1), within(1e-6));
    assertThat(at(Approach.PARAMETRIC, BUDGET).ratio().tokensPerParamP90())
        .isCloseTo(Percentiles.at(ratio, 0.9), within(1e-6));
  }

  @Test
  void approach2IsThePowerThatThePublishedOptimaLieOn() {
    ScalingOptimum row = at(Approach.ISOFLOP, BUDGET);
    double params = 0.3 * Math.pow(BUDGET, 0.48);

    assertThat(row.best().nOpt() / params).isCloseTo(1.0, within(1e-9));
    assertThat(row.best().dOpt() * 6.0 * params / BUDGET).isCloseTo(1.0, within(1e-9));
    assertThat(row.best().loss()).isCloseTo(40.0 * Math.pow(BUDGET, -0.06), within(1e-9));
  }

  @Test
  void itsIntervalsAreThoseOfThePowersOfTheReplicates() {
    ScalingOptimum row = at(Approach.ISOFLOP, BUDGET);
    double six = Math.log(BUDGET / 6.0);

    // Of eleven replicates the second and the second last; D falls from one to the next, N rises.
    assertThat(row.interval().nOptP10()).isCloseTo(Math.exp(-0.99 + 0.48 * six), relative());
    assertThat(row.interval().nOptP90()).isCloseTo(Math.exp(-0.91 + 0.48 * six), relative());
    assertThat(row.interval().dOptP10()).isCloseTo(Math.exp(0.93 + 0.52 * six), relative());
    assertThat(row.interval().dOptP90()).isCloseTo(Math.exp(1.17 + 0.52 * six), relative());
    assertThat(row.interval().lossP10()).isCloseTo(Math.exp(3.62 - 0.06 * six), relative());
    assertThat(row.interval().lossP90()).isCloseTo(Math.exp(3.78 - 0.06 * six), relative());
    assertThat(row.ratio().tokensPerParamP10())
        .isCloseTo(Math.exp(0.93 + 0.91 + 0.04 * six), relative());
    assertThat(row.ratio().tokensPerParamP90())
        .isCloseTo(Math.exp(1.17 + 0.99 + 0.04 * six), relative());
    assertThat(row.message()).isNull();
  }

  private static Percentage relative() {
    return withinPercentage(1e-7);
  }

  @Test
  void kaplansIntervalsAreThoseOfTheReplicatesAtTheCriticalBatchOfTheStudy() {
    ScalingOptimum row = at(Approach.KAPLAN, BUDGET);
    List<ComputeOptimum> drawn =
        IntStream.range(0, 11)
            .mapToObj(n -> LawTables.optimum(LawTables.kaplan(n), BUDGET))
            .toList();
    ComputeOptimum best = LawTables.optimum(LawTables.KAPLAN, BUDGET);

    assertThat(row.best().nOpt()).isCloseTo(best.params(), relative());
    assertThat(row.best().loss()).isCloseTo(best.loss(), relative());
    assertThat(row.interval().nOptP10())
        .isCloseTo(percentile(drawn, 0.1, ComputeOptimum::params), relative());
    assertThat(row.interval().nOptP90())
        .isCloseTo(percentile(drawn, 0.9, ComputeOptimum::params), relative());
    assertThat(row.interval().dOptP10())
        .isCloseTo(percentile(drawn, 0.1, ComputeOptimum::tokens), relative());
    assertThat(row.interval().lossP90())
        .isCloseTo(percentile(drawn, 0.9, ComputeOptimum::loss), relative());
    assertThat(row.ratio().tokensPerParamP90())
        .isCloseTo(percentile(drawn, 0.9, ComputeOptimum::tokensPerParam), relative());
    assertThat(row.message()).isNull();
  }

  private static double percentile(
      List<ComputeOptimum> drawn, double share, ToDoubleFunction<ComputeOptimum> number) {
    return Percentiles.at(drawn.stream().mapToDouble(number).toArray(), share);
  }

  @Test
  void intervalsThatTheTablesDoNotHaveAreNamedWithTheReason() {
    Rows tables = LawTables.of();
    Rows.InMemory none =
        new Rows.InMemory().add(ScalingOptimum.ROWS, tables.of(ScalingOptimum.ROWS));
    assertThat(OptimaAtBudget.of(none, 1e19))
        .filteredOn(row -> row.approach() == Approach.ISOFLOP)
        .singleElement()
        .satisfies(row -> assertThat(row.best()).isNotNull())
        .satisfies(row -> assertThat(row.interval()).isNull())
        .satisfies(row -> assertThat(row.message()).contains("No intervals").contains("two"));
    assertThat(OptimaAtBudget.of(none, BUDGET))
        .filteredOn(row -> row.approach() == Approach.KAPLAN)
        .singleElement()
        .satisfies(row -> assertThat(row.best()).isNotNull())
        .satisfies(row -> assertThat(row.message()).contains("critical batch"));
  }

  @Test
  void replicatesOfARunBeforeTheirFactorsSayNAlone() {
    Rows tables = LawTables.of();
    Rows.InMemory old =
        new Rows.InMemory()
            .add(ScalingOptimum.ROWS, tables.of(ScalingOptimum.ROWS))
            .add(
                ScalingBootstrap.ROWS,
                tables.of(ScalingBootstrap.ROWS).stream()
                    .map(
                        row ->
                            new ScalingBootstrap(
                                row.key(),
                                row.replicate(),
                                row.objective(),
                                row.theta(),
                                row.allocation(),
                                row.status(),
                                ScalingBootstrap.Factors.NONE,
                                ScalingBootstrap.Repeats.NONE))
                    .toList());

    assertThat(OptimaAtBudget.of(old, BUDGET))
        .filteredOn(row -> row.approach() == Approach.ISOFLOP)
        .singleElement()
        .satisfies(row -> assertThat(row.interval().nOptP10()).isPositive())
        .satisfies(row -> assertThat(row.interval().lossP10()).isNull())
        .satisfies(
            row ->
                assertThat(row.message())
                    .isEqualTo(
                        "No interval of D, D/N, the loss: the run published its replicates without"
                            + " them, a new run has them."));
  }

  @Test
  void aRefusalStaysOneAtAnyBudget() {
    ScalingOptimum row = at(Approach.ENVELOPE, BUDGET);
    assertThat(row.best()).isNull();
    assertThat(row.status()).isEqualTo(LawStatus.TOO_FEW);
    assertThat(row.message()).isEqualTo("Only 2 runs are best.");
  }

  @Test
  void aPublishedBudgetIsItsRowAndLacksNoInterval() {
    List<ScalingOptimum> published =
        LawTables.of().of(ScalingOptimum.ROWS).stream().filter(row -> row.flops() == 1e19).toList();
    List<ScalingOptimum> asked = OptimaAtBudget.of(LawTables.of(), 1e19);

    assertThat(asked).extracting(ScalingOptimum::best).containsAll(best(published));
    assertThat(asked)
        .filteredOn(row -> row.best() != null)
        .hasSize(3)
        .allMatch(row -> row.interval() != null && row.ratio() != null);
    Rows.InMemory whole = LawTables.of();
    Rows.InMemory again =
        new Rows.InMemory()
            .add(ScalingOptimum.ROWS, asked)
            .add(ScalingBootstrap.ROWS, whole.of(ScalingBootstrap.ROWS));
    assertThat(OptimaAtBudget.of(again, 1e19)).isEqualTo(asked);
  }

  private static List<ScalingOptimum.Best> best(List<ScalingOptimum> rows) {
    return rows.stream().map(ScalingOptimum::best).toList();
  }

  @Test
  void optimaOnNoLineAreNotInterpolated() {
    Rows.InMemory bent = new Rows.InMemory();
    bent.add(
        ScalingOptimum.ROWS,
        LawTables.of().of(ScalingOptimum.ROWS).stream()
            .filter(row -> row.approach() == Approach.PARAMETRIC)
            .map(
                row ->
                    new ScalingOptimum(
                        "lab",
                        "web",
                        Approach.KAPLAN,
                        row.flops(),
                        row.best(),
                        null,
                        false,
                        LawStatus.OK,
                        null,
                        null))
            .toList());

    ScalingOptimum row = OptimaAtBudget.of(bent, BUDGET).get(0);

    assertThat(row.best()).as("the loss of a law with a floor is no power of compute").isNull();
    assertThat(row.message()).contains("do not say");
  }

  @Test
  void budgetsFarFromTheDataAreMarkedAndWarnedOf() {
    assertThat(at(Approach.PARAMETRIC, 1.1e21).far()).isTrue();
    assertThat(at(Approach.PARAMETRIC, 9e20).far()).isFalse();
    DataRange range = DataRange.of(LawTables.of().of(ScalingFit.ROWS), "lab", "web").orElseThrow();
    assertThat(range.warning(1e22))
        .hasValue(
            "1.00e+22 FLOPs are 100 times the largest compute of the data, 1.00e+20: an"
                + " extrapolation.");
    assertThat(range.warning(1e16)).hasValueSatisfying(said -> assertThat(said).contains("less"));
    assertThat(range.warning(5e19)).isEmpty();
    assertThat(DataRange.of(List.of(), "lab", "web")).isEmpty();
  }

  @Test
  void aRunWithoutStudiesHasNone() {
    assertThat(OptimaAtBudget.of(new Rows.InMemory(), BUDGET)).isEmpty();
  }
}

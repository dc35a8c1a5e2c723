package org.gradienttransport.jobs.scaling.optimum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.gradienttransport.schemas.Rows;
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
  }

  @Test
  void approach2IsThePowerThatThePublishedOptimaLieOn() {
    ScalingOptimum row = at(Approach.ISOFLOP, BUDGET);
    double params = 0.3 * Math.pow(BUDGET, 0.48);

    assertThat(row.best().nOpt() / params).isCloseTo(1.0, within(1e-9));
    assertThat(row.best().dOpt() * 6.0 * params / BUDGET).isCloseTo(1.0, within(1e-9));
    assertThat(row.best().loss()).isCloseTo(40.0 * Math.pow(BUDGET, -0.06), within(1e-9));
    assertThat(row.interval().nOptP10() / Math.exp(-0.99 + 0.48 * Math.log(BUDGET / 6.0)))
        .isCloseTo(1.0, within(1e-9));
    assertThat(row.interval().dOptP90() * 6.0 * row.interval().nOptP10())
        .isCloseTo(BUDGET, within(1e-6 * BUDGET));
    assertThat(row.interval().lossP10()).isNull();
    assertThat(row.message()).contains("fits.budgets");
  }

  @Test
  void aRefusalStaysOneAtAnyBudget() {
    ScalingOptimum row = at(Approach.ENVELOPE, BUDGET);
    assertThat(row.best()).isNull();
    assertThat(row.status()).isEqualTo(LawStatus.TOO_FEW);
    assertThat(row.message()).isEqualTo("Only 2 runs are best.");
  }

  @Test
  void aPublishedBudgetIsItsRow() {
    assertThat(OptimaAtBudget.of(LawTables.of(), 1e19))
        .isEqualTo(
            LawTables.of().of(ScalingOptimum.ROWS).stream()
                .filter(row -> row.flops() == 1e19)
                .toList());
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

package org.gradienttransport.udfs.scaling.optimum;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.gradienttransport.udfs.scaling.KnownSweeps;
import org.gradienttransport.udfs.scaling.fit.Bootstrap;
import org.gradienttransport.udfs.scaling.fit.Percentiles;
import org.junit.jupiter.api.Test;

class OptimumReplicatesTest {
  private static final String TUNED = "tuned/short/const/standard/val";

  @Test
  void coversTheExponentOfIsoFlopProfiles() {
    OptimumReplicates replicates = isoFlop(DrawRule.CASES, 0, 1_000);

    Percentiles a = replicates.summary(e -> e.params().exponent()).orElseThrow();
    assertThat(replicates.exponents().size() + replicates.failed()).isEqualTo(1_000);
    assertThat(replicates.failed()).isLessThan(50);
    assertThat(a.p2_5()).isLessThan(0.5087);
    assertThat(a.p97_5()).isGreaterThan(0.5087);
    assertThat(a.sd()).isBetween(0.002, 0.1);
    assertThat(replicates.summary(e -> e.at(1e19).params()).orElseThrow().p10()).isPositive();
  }

  @Test
  void canBeMadeInAnyParts() {
    List<ComputeExponents> parts = new ArrayList<>(isoFlop(DrawRule.CASES, 0, 7).exponents());
    parts.addAll(isoFlop(DrawRule.CASES, 7, 20).exponents());

    assertThat(parts).isEqualTo(isoFlop(DrawRule.CASES, 0, 20).exponents());
  }

  @Test
  void givesHoffmannEtAlsIntervalFromSubsamples() {
    OptimumReplicates replicates =
        isoFlop(DrawRule.EIGHTY_PERCENT, 0, DrawRule.EIGHTY_PERCENT.replicates());

    Percentiles a = replicates.summary(e -> e.params().exponent()).orElseThrow();
    assertThat(replicates.exponents().size() + replicates.failed()).isEqualTo(100);
    assertThat(a.p10()).isLessThan(0.5087);
    assertThat(a.p90()).isGreaterThan(0.5087);
  }

  @Test
  void drawsWholeCurvesForTheEnvelope() {
    List<SweepRow> rows = KnownSweeps.gemstones("hot");
    OptimumReplicates replicates =
        OptimumReplicates.ofEnvelope(rows, DrawRule.CASES, Bootstrap.SEED, 0, 200);

    Percentiles a = replicates.summary(e -> e.params().exponent()).orElseThrow();
    assertThat(replicates.exponents().size() + replicates.failed()).isEqualTo(200);
    assertThat(a.p2_5()).isLessThan(0.58947);
    assertThat(a.p97_5()).isGreaterThan(0.58947);
    Percentiles subsampled =
        OptimumReplicates.ofEnvelope(rows, DrawRule.EIGHTY_PERCENT, Bootstrap.SEED, 0, 100)
            .summary(e -> e.params().exponent())
            .orElseThrow();
    assertThat(subsampled.p90() - subsampled.p10()).isLessThan(a.p97_5() - a.p2_5());
  }

  @Test
  void countsReplicatesWithoutAnExponentAsFailed() {
    List<SweepRow> two = new ArrayList<>();
    for (double flops : new double[] {1e18, 1e19}) {
      two.addAll(KnownSweeps.printedLaw(flops, KnownSweeps.logSpaced(1e7, 1e9, 9)));
    }

    OptimumReplicates replicates =
        OptimumReplicates.ofIsoFlop(two, IsoFlopRule.DEFAULT, DrawRule.CASES, 42L, 0, 25);

    assertThat(replicates.failed()).isEqualTo(25);
    assertThat(replicates.summary(e -> e.params().exponent())).isEmpty();
  }

  private static OptimumReplicates isoFlop(DrawRule rule, int from, int to) {
    return OptimumReplicates.ofIsoFlop(
        KnownSweeps.porianRows(TUNED), IsoFlopRule.DEFAULT, rule, Bootstrap.SEED, from, to);
  }
}

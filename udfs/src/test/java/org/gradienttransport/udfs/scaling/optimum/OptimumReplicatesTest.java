package org.gradienttransport.udfs.scaling.optimum;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.gradienttransport.udfs.scaling.KnownSweeps;
import org.gradienttransport.udfs.scaling.fit.Bootstrap;
import org.gradienttransport.udfs.scaling.fit.Percentiles;
import org.junit.jupiter.api.Test;

class OptimumReplicatesTest {
  private static final String TUNED = "tuned/short/const/standard/val";

  @Test
  void coversTheExponentOfIsoFlopProfiles() {
    List<ComputeExponents> replicates = some(isoFlop(DrawRule.CASES), 1_000);

    Percentiles a = ofParams(replicates);
    assertThat(replicates).hasSizeGreaterThan(950);
    assertThat(a.p2_5()).isLessThan(0.5087);
    assertThat(a.p97_5()).isGreaterThan(0.5087);
    assertThat(a.sd()).isBetween(0.002, 0.1);
    assertThat(replicates).allMatch(exponents -> exponents.at(1e19).params() > 0.0);
  }

  @Test
  void canBeMadeInAnyOrder() {
    List<ComputeExponents> once = some(isoFlop(DrawRule.CASES), 20);
    IntFunction<Optional<ComputeExponents>> other = isoFlop(DrawRule.CASES);

    List<ComputeExponents> backwards = new ArrayList<>();
    for (int replicate = 19; replicate >= 0; replicate--) {
      other.apply(replicate).ifPresent(exponents -> backwards.add(0, exponents));
    }

    assertThat(backwards).isEqualTo(once);
  }

  @Test
  void givesHoffmannEtAlsIntervalFromSubsamples() {
    Percentiles a =
        ofParams(some(isoFlop(DrawRule.EIGHTY_PERCENT), DrawRule.EIGHTY_PERCENT.replicates()));

    assertThat(a.p10()).isLessThan(0.5087);
    assertThat(a.p90()).isGreaterThan(0.5087);
  }

  @Test
  void drawsWholeCurvesForTheEnvelope() {
    List<SweepRow> rows = KnownSweeps.gemstones("hot");

    Percentiles a =
        ofParams(some(OptimumReplicates.envelope(rows, DrawRule.CASES, Bootstrap.SEED), 200));
    Percentiles subsampled =
        ofParams(
            some(OptimumReplicates.envelope(rows, DrawRule.EIGHTY_PERCENT, Bootstrap.SEED), 100));

    assertThat(a.p2_5()).isLessThan(0.58947);
    assertThat(a.p97_5()).isGreaterThan(0.58947);
    assertThat(subsampled.p90() - subsampled.p10()).isLessThan(a.p97_5() - a.p2_5());
  }

  @Test
  void replicatesWithoutAnExponentAreEmpty() {
    List<SweepRow> two = new ArrayList<>();
    for (double flops : new double[] {1e18, 1e19}) {
      two.addAll(KnownSweeps.printedLaw(flops, KnownSweeps.logSpaced(1e7, 1e9, 9)));
    }

    assertThat(some(OptimumReplicates.isoFlop(two, IsoFlopRule.DEFAULT, DrawRule.CASES, 42L), 25))
        .isEmpty();
  }

  private static IntFunction<Optional<ComputeExponents>> isoFlop(DrawRule rule) {
    return OptimumReplicates.isoFlop(
        KnownSweeps.porianRows(TUNED), IsoFlopRule.DEFAULT, rule, Bootstrap.SEED);
  }

  /** Those of the first replicates that have exponents. */
  static List<ComputeExponents> some(
      IntFunction<Optional<ComputeExponents>> replicates, int count) {
    return IntStream.range(0, count).mapToObj(replicates).flatMap(Optional::stream).toList();
  }

  static Percentiles ofParams(List<ComputeExponents> replicates) {
    return Percentiles.of(
        replicates.stream().mapToDouble(replicate -> replicate.params().exponent()).toArray());
  }
}

package org.gradienttransport.udfs.scaling.optimum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.gradienttransport.udfs.scaling.KnownSweeps;
import org.gradienttransport.udfs.scaling.fit.Percentiles;
import org.gradienttransport.udfs.statistics.StatisticsPage;
import org.gradienttransport.udfs.statistics.Trials;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How often intervals of approach 2 cover the exponent of the law that a sweep was made of; shown
 * in docs/statistics.md.
 */
@Tag("thorough")
class IsoFlopCoverageTest {
  private static final int SWEEPS = 200;
  private static final int REPLICATES = 200;
  private static final double NOISE = 0.003;

  @Test
  void intervalsOfResampledRowsCoverAboutAsOftenAsTheySay() throws IOException {
    Random random = new Random(11);
    int in80 = 0;
    int in95 = 0;
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      Percentiles a =
          OptimumReplicatesTest.ofParams(
              OptimumReplicatesTest.some(
                  OptimumReplicates.isoFlop(
                      sweep(random), IsoFlopRule.DEFAULT, DrawRule.CASES, sweep),
                  REPLICATES));
      double truth = Published.HOFFMANN_PRINTED.paramsExponent();
      in80 += a.p10() <= truth && truth <= a.p90() ? 1 : 0;
      in95 += a.p2_5() <= truth && truth <= a.p97_5() ? 1 : 0;
    }

    Trials of80 = new Trials("a, 8 budgets of 11 models, nominal 80 %", "approach 2", in80, SWEEPS);
    Trials of95 = new Trials("a, 8 budgets of 11 models, nominal 95 %", "approach 2", in95, SWEEPS);
    assertThat(of80.percent()).isBetween(75.0, 85.0);
    assertThat(of95.percent()).isBetween(90.0, 99.0);
    StatisticsPage.assertShows("isoflop", List.of(of80.row(), of95.row()));
  }

  /** Eight budgets of eleven sizes about the optimum, losses with a relative error. */
  private static List<SweepRow> sweep(Random random) {
    List<SweepRow> rows = new ArrayList<>();
    for (double flops : KnownSweeps.logSpaced(6e18, 3e21, 8)) {
      double best = Published.HOFFMANN_PRINTED.at(flops).params();
      double[] sizes = KnownSweeps.logSpaced(best / 5.6, best * 5.6, 11);
      for (SweepRow row : KnownSweeps.printedLaw(flops, sizes)) {
        double loss = row.loss() * StrictMath.exp(NOISE * random.nextGaussian());
        rows.add(new SweepRow(row.run(), row.params(), row.tokens(), row.flops(), loss));
      }
    }
    return rows;
  }
}

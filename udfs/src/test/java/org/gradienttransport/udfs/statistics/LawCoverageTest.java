package org.gradienttransport.udfs.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.random.Well19937c;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.udfs.resample.Identifiers;
import org.gradienttransport.udfs.scaling.LawSweeps;
import org.gradienttransport.udfs.scaling.LossRows;
import org.gradienttransport.udfs.scaling.fit.Bootstrap;
import org.gradienttransport.udfs.scaling.fit.LawFit;
import org.gradienttransport.udfs.scaling.fit.LawFitter;
import org.gradienttransport.udfs.scaling.fit.Objective;
import org.gradienttransport.udfs.scaling.fit.Percentiles;
import org.gradienttransport.udfs.scaling.form.LossForm;
import org.gradienttransport.udfs.scaling.form.LossForms;
import org.gradienttransport.udfs.scaling.form.StartGrid;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How often the bootstrap intervals of a law's exponents cover the truth over 200 seeded sweeps;
 * shown in docs/statistics.md.
 */
@Tag("slow")
class LawCoverageTest {
  private static final int SWEEPS = 200;
  private static final int REPLICATES = 400;
  private static final double NOISE = 0.003;
  private static final int[] LEVELS = {80, 90, 95};
  private static final LossForm FORM = LossForms.of(LawForm.CHINCHILLA);

  @Test
  void intervalsOfTheAllocationExponentCoverWhatTheySay() throws IOException {
    List<Trials> small = covered(6);
    List<Trials> large = covered(10);

    for (int i = 0; i < LEVELS.length; i++) {
      double level = LEVELS[i];
      assertThat(large.get(i).percent()).as(large.get(i).what()).isCloseTo(level, within(5.0));
      assertThat(small.get(i).percent())
          .as("wide rather than narrow: %s", small.get(i).what())
          .isBetween(level - 5.0, level + 10.0);
    }
    List<Trials> all = new ArrayList<>(small);
    all.addAll(large);
    StatisticsPage.assertShows("laws", all.stream().map(Trials::row).toList());
  }

  /** LawSweeps of so many sizes, each with as many amounts of data. */
  private static List<Trials> covered(int sizes) {
    int[] held = new int[LEVELS.length];
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      double[] estimates = allocations(sweep(sizes, "sweep/" + sizes + "/" + sweep));
      for (int i = 0; i < LEVELS.length; i++) {
        double tail = 0.5 - LEVELS[i] / 200.0;
        double truth = 0.28 / 0.62;
        boolean inside =
            Percentiles.at(estimates, tail) <= truth
                && truth <= Percentiles.at(estimates, 1.0 - tail);
        held[i] += inside ? 1 : 0;
      }
    }
    List<Trials> trials = new ArrayList<>();
    for (int i = 0; i < LEVELS.length; i++) {
      String what =
          String.format(Locale.ROOT, "a, %d losses, nominal %d %%", sizes * sizes, LEVELS[i]);
      trials.add(new Trials(what, "case bootstrap", held[i], SWEEPS));
    }
    return trials;
  }

  private static double[] allocations(LossRows rows) {
    LawFit fit = LawFitter.fit(FORM, rows, Objective.HUBER, StartGrid.DEFAULT);
    return Bootstrap.run(
            FORM, rows, Objective.HUBER, fit.law().theta(), Bootstrap.SEED, 0, REPLICATES)
        .stream()
        .flatMap(replicate -> replicate.minimum().stream())
        .mapToDouble(minimum -> FORM.coefficients(minimum.theta().toArray()).get("a"))
        .toArray();
  }

  private static LossRows sweep(int sizes, String identifier) {
    Well19937c random = new Well19937c(Identifiers.seed(identifier));
    return LawSweeps.rows(
        LawSweeps.grid(
            logSpaced(1e8, sizes),
            logSpaced(3e9, sizes),
            (params, tokens) ->
                LawSweeps.printedChinchilla(params, tokens)
                    * StrictMath.exp(NOISE * random.nextGaussian())));
  }

  /** Two decades from a value on. */
  private static double[] logSpaced(double from, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = from * StrictMath.pow(100.0, i / (count - 1.0));
    }
    return values;
  }
}

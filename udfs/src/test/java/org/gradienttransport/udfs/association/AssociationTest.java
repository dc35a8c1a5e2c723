package org.gradienttransport.udfs.association;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import org.gradienttransport.udfs.resample.SyntheticSeries;
import org.gradienttransport.udfs.window.StepSeries;
import org.junit.jupiter.api.Test;

class AssociationTest {

  @Test
  void joinsOnEqualStepsAndSaysWhichDidNotMatch() {
    JoinedSeries joined =
        JoinedSeries.exact(
            StepSeries.of(new long[] {0, 512, 1_000, 3_000}, new double[] {1, 2, 3, 4}),
            StepSeries.of(new long[] {512, 3_000, 13_000}, new double[] {5, 6, 7}));

    assertThat(joined.matched()).isEqualTo(2);
    assertThat(joined.steps()).containsExactly(512, 3_000);
    assertThat(joined.x()).containsExactly(2, 4);
    assertThat(joined.y()).containsExactly(5, 6);
    assertThat(joined.onlyX()).containsExactly(0, 1_000);
    assertThat(joined.onlyY()).containsExactly(13_000);
  }

  @Test
  void bringsAKnownCorrelationBack() {
    SyntheticSeries random = SyntheticSeries.of("known correlation");
    double[] x = random.autoregressive(400, 0.6);
    double[] y = random.correlatedWith(x, -0.62, 0.6);

    Association found = Association.of(joined(x, y), null, "test");

    assertThat(found.pearson().r()).isCloseTo(-0.62, within(0.1));
    assertThat(found.spearman().r()).isCloseTo(-0.60, within(0.12));
    assertThat(-0.62).isBetween(found.interval().low(), found.interval().high());
    assertThat(found.interval().low()).isBetween(-1.0, found.pearson().r());
    assertThat(found.effectivePairs()).isBetween(100.0, 300.0);
    assertThat(found.partial()).isNull();
  }

  @Test
  void seesThroughACorrelationThatTheLearningRateMakes() {
    SyntheticSeries random = SyntheticSeries.of("common cause");
    long[] steps = LongStream.range(0, 200).toArray();
    double[] rates =
        LongStream.of(steps).mapToDouble(t -> t < 10 ? t / 10.0 : (200 - t) / 190.0).toArray();
    LearningRateSchedule schedule = LearningRateSchedule.table(StepSeries.of(steps, rates));
    double[] x = random.white(200);
    double[] y = random.white(200);
    for (int t = 0; t < 200; t++) {
      x[t] += 10 * schedule.eta(t);
      y[t] += 10 * schedule.eta(t);
    }

    Association found = Association.of(joined(x, y), schedule, "test");

    assertThat(found.pearson().r()).isGreaterThan(0.8);
    assertThat(found.partial().r()).isBetween(-0.2, 0.2);
    assertThat(found.firstDifferences().r()).isBetween(-0.2, 0.2);
  }

  @Test
  void isTheSameToTheLastBitForTheSameIdentifier() {
    SyntheticSeries random = SyntheticSeries.of("repeat");
    JoinedSeries series = joined(random.autoregressive(60, 0.5), random.autoregressive(60, 0.5));

    Association one = Association.of(series, null, "pico/window/v_rel/ppl");

    assertThat(Association.of(series, null, "pico/window/v_rel/ppl")).isEqualTo(one);
    assertThat(Association.of(series, null, "pico/full/v_rel/ppl").interval())
        .isNotEqualTo(one.interval());
  }

  @Test
  void leavesResamplesOutThatDoNotVary() {
    double[] once = new double[40];
    once[20] = 0.3;

    Association rare =
        Association.of(joined(once, SyntheticSeries.of("y").white(40)), null, "test");

    // A third of the resamples miss the one step that differs; rounding would scatter them
    // anywhere.
    assertThat(rare.interval().low()).isBetween(-0.5, rare.pearson().r());
    assertThat(rare.interval().high()).isBetween(rare.pearson().r(), 0.5);
  }

  @Test
  void isEmptyWhereNothingCanBeSaid() {
    Association flat = Association.of(joined(new double[9], new double[9]), null, "test");
    assertThat(flat.pearson().r()).isNull();
    assertThat(flat.interval()).isNull();
    assertThat(flat.effectivePairs()).isNull();

    double[] five = {1, 3, 2, 5, 4};
    Association few = Association.of(joined(five, five), null, "test");
    assertThat(few.pearson().r()).isEqualTo(1.0);
    assertThat(few.interval()).isNull();
    assertThat(Association.of(joined(new double[0], new double[0]), null, "test").pearson().n())
        .isZero();
  }

  private static JoinedSeries joined(double[] x, double[] y) {
    long[] steps = LongStream.range(0, x.length).toArray();
    return JoinedSeries.exact(StepSeries.of(steps, x), StepSeries.of(steps, y));
  }
}

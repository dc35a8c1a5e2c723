package org.gradienttransport.jobs.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.gradienttransport.jobs.plan.Unit;
import org.gradienttransport.jobs.plan.UnitWork;
import org.gradienttransport.jobs.plan.input.SnapshotFile;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.schemas.vocabulary.FieldStatus;
import org.gradienttransport.udfs.backend.StageTimes.Stage;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.junit.jupiter.api.Test;

/** What is said of how far measuring is. */
class MeasuringProgressTest {
  /** Forecast of the stages of {@link #LARGE}: 100, 200, 50, 30 and 600 seconds. */
  private static final StageRates RATES =
      new StageRates(
          Map.of(
              Stage.READ, 100 / 1e9,
              Stage.GRAPH, 200 / 4e8,
              Stage.DRAW, 50 / 4e8,
              Stage.MOMENTS, 15 / 4e8,
              Stage.RELAX, 300 / 4e8));

  private static final UnitWork LARGE =
      new UnitWork(
          new Unit(
              "family",
              "scale",
              400_000_000,
              8,
              8,
              List.of(),
              List.of(new SnapshotFile("file", 1_000_000_000, 0)),
              null,
              "identity"),
          ProbeParameters.PAPER,
          List.of(FieldVariant.real(), FieldVariant.nullOf(FieldKind.N1, 0, 50)));

  private static final double FORECAST = 980;

  private final Forecast forecast =
      new Forecast(
          List.of(LARGE),
          1,
          Map.of(SizeClass.SMALL, RATES, SizeClass.LARGE, RATES),
          new ExecutorShape(ArrayHeap.of(1L << 40), 2, 1, 2));
  private final Totals done = new Totals();
  private final UnitProgress progress = new UnitProgress(LARGE, forecast, done::add);

  private double share() {
    return forecast.share(done.weight());
  }

  @Test
  void aLargeFieldMovesWithEveryThingThatIsDoneOfIt() {
    assertThat(share()).isZero();
    progress.read(500_000_000);
    assertThat(share()).isCloseTo(50 / FORECAST, within(1e-9));
    assertThat(done.bytes()).isEqualTo(500_000_000);
    progress.read(500_000_000);
    progress.done(Stage.GRAPH);
    assertThat(share()).isCloseTo(300 / FORECAST, within(1e-9));
    progress.done(Stage.MOMENTS);
    progress.done(Stage.DRAW);
    progress.done(Stage.MOMENTS);
    progress.done(Stage.RELAX);
    assertThat(share()).isCloseTo((350 + 15 + 300) / FORECAST, within(1e-9));
    progress.done(Stage.RELAX);
    progress.end();
    assertThat(share()).isCloseTo(1, within(1e-9));
  }

  @Test
  void whatTurnsOutNotToBeNeededIsDoneWhenTheUnitIs() {
    progress.read(1_000);
    progress.end();

    assertThat(share()).isCloseTo(1, within(1e-9));
    assertThat(done.bytes()).isEqualTo(1_000);
  }

  @Test
  void nothingCountsMoreThanItsForecast() {
    for (int i = 0; i < 10; i++) {
      progress.done(Stage.GRAPH);
    }
    assertThat(share()).isCloseTo(200 / FORECAST, within(1e-9));
  }

  @Test
  void theTimeLeftIsTheForecastOfTheRestAsThePartBeforeItWasMet() {
    assertThat(forecast.secondsLeft(0, 10)).isEqualTo(forecast.seconds());
    assertThat(forecast.secondsLeft(0.5, forecast.seconds() / 2))
        .as("as forecast")
        .isCloseTo(forecast.seconds() / 2, within(1e-6));
    assertThat(forecast.secondsLeft(0.9, 2 * 0.9 * forecast.seconds()))
        .as("twice as slow")
        .isBetween(0.18 * forecast.seconds(), 0.2 * forecast.seconds());
    assertThat(forecast.secondsLeft(0.001, 60))
        .as("a slow beginning says little")
        .isLessThan(3 * forecast.seconds());
    assertThat(forecast.secondsLeft(1, 12_345)).isZero();
  }

  @Test
  void theLineNamesUnitsShareRatesAndTimeLeft() {
    progress.read(1_000_000_000);
    progress.done(Stage.GRAPH);

    assertThat(MeasuringProgress.line(done, 1, forecast, 300))
        .startsWith("measured 0 of 1 units (31 %), 1,000.0 MB read, 3.3 MB/s, 0.0 M nodes/s, left ")
        .matches(".*left 0:1[01]:\\d\\d");

    progress.end();
    done.add(new Totals().unit(400_000_000, FieldStatus.OK, StageWork.of(LARGE, true, 1, 2)));
    assertThat(MeasuringProgress.line(done, 1, forecast, 1000))
        .isEqualTo(
            "measured 1 of 1 units (100 %), 1,000.0 MB read, 1.0 MB/s, 0.8 M nodes/s, left"
                + " 0:00:00");
  }
}

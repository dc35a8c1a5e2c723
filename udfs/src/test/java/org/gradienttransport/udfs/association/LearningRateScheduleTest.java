package org.gradienttransport.udfs.association;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gradienttransport.udfs.performance.CsvColumns;
import org.gradienttransport.udfs.performance.PerformanceCsv;
import org.gradienttransport.udfs.performance.PerformanceValue;
import org.gradienttransport.udfs.window.StepSeries;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class LearningRateScheduleTest {

  @Test
  void picoWarmsUpToItsPeakAndEndsAtZero() {
    LearningRateSchedule pico = LearningRateSchedule.warmupLinear(3e-4, 2_500, 200_000);

    assertThat(pico.eta(0)).isZero();
    assertThat(pico.eta(1_250)).isCloseTo(1.5e-4, within(1e-18));
    assertThat(pico.eta(2_500)).isEqualTo(3e-4);
    assertThat(pico.eta(101_250)).isCloseTo(1.5e-4, within(1e-18));
    assertThat(pico.eta(200_000)).isZero();
    assertThat(pico.eta(300_000)).isZero();
  }

  @Test
  void pythiaEndsAtATenthOfItsPeak() {
    LearningRateSchedule pythia = LearningRateSchedule.warmupCosine(1e-3, 1e-4, 1_430, 143_000);

    assertThat(pythia.eta(143)).isCloseTo(1e-4, within(1e-18));
    assertThat(pythia.eta(1_430)).isEqualTo(1e-3);
    assertThat(pythia.eta(72_215)).isCloseTo(5.5e-4, within(1e-17));
    assertThat(pythia.eta(143_000)).isCloseTo(1e-4, within(1e-18));
  }

  @Test
  void isTheRateThatTheSmallPicoRunsLogged() throws IOException {
    assertLogged(
        "pico-mini/pico-mini-d36/train_loss.csv",
        LearningRateSchedule.warmupLinear(3e-3, 50, 1_600));
  }

  @Test
  void isTheRateThatTheSmallPythiaRunsLogged() throws IOException {
    assertLogged(
        "pythia-mini/pythia-mini-10k/train_loss.csv",
        LearningRateSchedule.warmupCosine(3e-3, 3e-4, 20, 1_440));
  }

  @Test
  void aTableKnowsItsStepsOnly() {
    LearningRateSchedule table =
        LearningRateSchedule.table(StepSeries.of(new long[] {0, 8}, new double[] {0.1, 0.2}));

    assertThat(table.eta(8)).isEqualTo(0.2);
    assertThatThrownBy(() -> table.eta(4))
        .hasMessage(
            "the learning-rate table has no step 4;"
                + " add it, or leave the step out of the association");
  }

  @Test
  void refusesSchedulesAndStepsThatCannotBe() {
    assertThat(LearningRateSchedule.constant(0.5).eta(7)).isEqualTo(0.5);
    assertThatThrownBy(() -> LearningRateSchedule.constant(0.5).eta(-1))
        .hasMessage("a training step must not be negative, got -1");
    assertThatThrownBy(() -> LearningRateSchedule.constant(Double.NaN))
        .hasMessage("a learning rate must be finite and not negative: NaN");
    assertThatThrownBy(() -> LearningRateSchedule.warmupLinear(1, 10, 10))
        .hasMessage("a schedule must end after its warm-up, got warm-up 10 and total 10");
    assertThatThrownBy(() -> LearningRateSchedule.warmupCosine(1, 2, 1, 10))
        .hasMessageContaining("peak 1.0 and floor 2.0");
  }

  private static void assertLogged(String log, LearningRateSchedule schedule) throws IOException {
    Path file = Path.of(System.getProperty("repository.root"), "..", "shared", "data", log);
    Assumptions.assumeTrue(Files.exists(file), () -> "skipped: no " + file.normalize());
    List<PerformanceValue> rates =
        PerformanceCsv.read(log, CsvColumns.ofOneScale("step", "lr"), Files.readAllBytes(file));
    assertThat(rates)
        .hasSizeGreaterThan(900)
        .allSatisfy(
            rate ->
                assertThat(schedule.eta(rate.step()))
                    .as("step %d", rate.step())
                    .isCloseTo(rate.value(), within(1e-9)));
  }
}

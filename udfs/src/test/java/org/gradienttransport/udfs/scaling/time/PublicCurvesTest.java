package org.gradienttransport.udfs.scaling.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gradienttransport.udfs.SharedData;
import org.gradienttransport.udfs.scaling.CsvTable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Time exponents of runs that others, or this project, have published. */
class PublicCurvesTest {
  private static final long MULTIPOWERLAW_WARM_UP = 2_160;

  /** Losses at ascending steps, from step 1 on, with tau there. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Series(long[] steps, double[] tau, double[] loss) {
    Series within(long first, long last) {
      int[] kept =
          IntStream.range(0, steps.length)
              .filter(i -> steps[i] >= first && steps[i] <= last)
              .toArray();
      return new Series(
          Arrays.stream(kept).mapToLong(i -> steps[i]).toArray(), at(tau, kept), at(loss, kept));
    }

    TimeScaling byStep() {
      return TimeScaling.of(Arrays.stream(steps).asDoubleStream().toArray(), loss);
    }

    TimeScaling byTau() {
      return TimeScaling.of(tau, loss);
    }

    private static double[] at(double[] values, int[] positions) {
      return Arrays.stream(positions).mapToDouble(i -> values[i]).toArray();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "3, .351, .4053, .392, .419",
    "10, .340, .3702, .346, .395",
    "30, .334, .3351, .329, .376"
  })
  void seesTheOneThirdLawInASoftmaxStudent(
      int rate, double plain, double gamma, double low, double high) {
    Series series = curve("toy-softmax/sgd_lr" + rate + ".csv", 0).within(1_000, 10_000);

    TimeScaling fitted = series.byTau();

    assertThat(fitted.rows()).isEqualTo(451);
    assertThat(fitted.plainSlope().orElseThrow()).isCloseTo(plain, within(5e-4));
    TimeLaw law = fitted.law().orElseThrow();
    assertThat(law.gamma()).isCloseTo(gamma, within(5e-5));
    assertThat(law.interval().low()).isCloseTo(low, within(5.1e-4));
    assertThat(law.interval().high()).isCloseTo(high, within(5.1e-4));
    assertThat(law.thirdInside()).isEqualTo(rate == 30);
    assertThat(series.byStep().law().orElseThrow().gamma()).isCloseTo(gamma, within(5e-5));
  }

  @ParameterizedTest
  @CsvSource({"25, .5030, .7829", "100, .4434, .7102", "400, .4127, .6716"})
  void findsNoOneThirdInRunsOfConstantRate(int millions, double tau, double step) {
    Series series = multiPowerLaw(millions, "constant");

    TimeLaw byTau = series.byTau().law().orElseThrow();
    TimeLaw byStep = series.byStep().law().orElseThrow();

    assertThat(byTau.gamma()).isCloseTo(tau, within(5e-5));
    assertThat(byStep.gamma()).isCloseTo(step, within(5e-5));
    assertThat(byTau.thirdInside()).isFalse();
    assertThat(byStep.thirdInside()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"25, .4023", "100, .3044", "400, .2321"})
  void seesTheDecayOfTheRateBendTheCurve(int millions, double tau) {
    TimeLaw law = multiPowerLaw(millions, "cosine").byTau().law().orElseThrow();

    assertThat(law.gamma()).isCloseTo(tau, within(5e-5));
  }

  @ParameterizedTest
  @CsvSource({
    "3072x12, .4974, .4904, .5044",
    "1536x50, .5543, .5459, .5627",
    "1024x28, .5848, .5715, .5980"
  })
  void reachesTheExponentsOfGemstonesByTokens(String run, double gamma, double low, double high) {
    CsvTable rows =
        CsvTable.read(SharedData.path("gemstones/runs.csv"))
            .where(row -> row.text("series").equals("hot") && row.text("run").equals(run))
            .where(row -> row.number("tokens") >= 1e10);

    TimeScaling fitted = TimeScaling.of(rows.numbers("tokens"), rows.numbers("loss"));

    assertThat(fitted.points()).isEqualTo(46);
    TimeLaw law = fitted.law().orElseThrow();
    assertThat(law.gamma()).isCloseTo(gamma, within(5e-5));
    assertThat(law.interval().low()).isCloseTo(low, within(5e-5));
    assertThat(law.interval().high()).isCloseTo(high, within(5e-5));
  }

  @ParameterizedTest
  @CsvSource({"70m, .526, .056", "160m, .493, .053", "410m, .423, .023"})
  void reachesTheExponentsOfPythiasLambada(String model, double gamma, double stdError)
      throws IOException {
    TimeLaw law = lambada(model).within(512, PythiaSchedule.LAST).byTau().law().orElseThrow();

    assertThat(law.gamma()).isCloseTo(gamma, within(5e-4));
    assertThat(law.stdError().orElseThrow()).isCloseTo(stdError, within(5e-4));
  }

  private static Series multiPowerLaw(int millions, String schedule) {
    String file =
        String.format(
            Locale.ROOT, "multipowerlaw/loss_curve_repo/csv_%d/%s_72000.csv", millions, schedule);
    return curve(file, MULTIPOWERLAW_WARM_UP);
  }

  private static Series curve(String file, long warmUp) {
    CsvTable rows = CsvTable.read(SharedData.path(file));
    long[] steps = Arrays.stream(rows.numbers("step")).mapToLong(step -> (long) step).toArray();
    return new Series(
        steps, TauClock.logged(steps, rows.numbers("lr"), warmUp), rows.numbers("loss"));
  }

  private static Series lambada(String model) throws IOException {
    Map<Long, Double> loss = new TreeMap<>();
    Path folder = SharedData.path("pythia-evals/evals/pythia-v1/pythia-" + model + "/zero-shot");
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        JsonNode task = new ObjectMapper().readTree(file.toFile()).at("/results/lambada_openai");
        String step = file.getFileName().toString().replaceAll(".*_step(\\d+)\\.json", "$1");
        loss.put(Long.valueOf(step), StrictMath.log(task.get("ppl").doubleValue()));
      }
    }
    long[] steps = loss.keySet().stream().mapToLong(Long::longValue).toArray();
    return new Series(
        steps,
        TauClock.exact(PythiaSchedule::overPeak, steps),
        loss.values().stream().mapToDouble(Double::doubleValue).toArray());
  }
}

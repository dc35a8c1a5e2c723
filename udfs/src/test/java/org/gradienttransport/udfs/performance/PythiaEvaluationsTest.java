package org.gradienttransport.udfs.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.gradienttransport.udfs.SharedData;
import org.gradienttransport.udfs.fit.LogLogFit;
import org.gradienttransport.udfs.fit.PowerLawFit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The published zero-shot evaluations of pythia-70m, 160m and 410m. */
class PythiaEvaluationsTest {
  // All trainable parameters, as for the fields (METHOD section 5).
  private static final Map<String, Double> NODES =
      Map.of("70m", 70_426_624.0, "160m", 162_322_944.0, "410m", 405_334_016.0);

  private static final List<HarnessResult> RESULTS = new ArrayList<>();

  @BeforeAll
  static void readAll() throws IOException {
    Path root = SharedData.path("pythia-evals").resolve("evals/pythia-v1");
    try (Stream<Path> files = Files.walk(root)) {
      files
          .filter(file -> file.toString().endsWith(".json"))
          .sorted()
          .forEach(file -> RESULTS.add(read(root, file)));
    }
  }

  @Test
  void have27StepsOf65TasksForEachOfThreeModels() {
    assertThat(RESULTS).hasSize(81).allMatch(HarnessResult::complete);
    assertThat(RESULTS).allSatisfy(result -> assertThat(result.accuracies()).hasSize(65));
    assertThat(exponents()).hasSize(27);
  }

  @Test
  void giveThePublishedAccuracyExponent() {
    Map<Long, PowerLawFit> alpha = exponents();

    assertThat(alpha.get(0L).slope()).isCloseTo(-0.00880, within(5e-6));
    assertThat(alpha.get(3_000L).slope()).isCloseTo(0.03046, within(5e-6));
    assertThat(alpha.get(143_000L).slope()).isCloseTo(0.04129, within(5e-6));
    assertThat(alpha.values())
        .allSatisfy(
            fit -> {
              assertThat(fit.points()).isEqualTo(3);
              assertThat(fit.r2()).isBetween(0.0, 1.0);
            });
  }

  @Test
  void sayTheSameAsTheirNamesAboutTheStep() {
    assertThat(RESULTS)
        .allSatisfy(
            result -> assertThat(result.file()).endsWith("m_step" + result.step() + ".json"));
  }

  @Test
  void takeTheNormalisedAccuracyWherePublished() {
    HarnessResult result =
        RESULTS.stream()
            .filter(r -> r.step() == 3_000 && r.model().endsWith("70m"))
            .findFirst()
            .orElseThrow();

    assertThat(result.accuracies().get("sciq")).isEqualTo(0.515);
    assertThat(result.accuracies().get("wsc")).isEqualTo(0.36538461538461536);
    assertThat(result.accuracies().get("lambada_openai")).isEqualTo(0.12128856976518533);
    assertThat(result.accuracies()).doesNotContainKey("crows_pairs_english");
  }

  private static Map<Long, PowerLawFit> exponents() {
    Map<Long, List<HarnessResult>> byStep = new TreeMap<>();
    RESULTS.forEach(r -> byStep.computeIfAbsent(r.step(), step -> new ArrayList<>()).add(r));
    Map<Long, PowerLawFit> exponents = new TreeMap<>();
    byStep.forEach((step, results) -> exponents.put(step, exponent(results)));
    return exponents;
  }

  private static PowerLawFit exponent(List<HarnessResult> results) {
    double[] n =
        results.stream()
            .mapToDouble(r -> NODES.get(r.model().substring(r.model().lastIndexOf('-') + 1)))
            .toArray();
    double[] accuracy = results.stream().mapToDouble(HarnessResult::meanAccuracy).toArray();
    return LogLogFit.of(n, accuracy);
  }

  private static HarnessResult read(Path root, Path file) {
    try (InputStream stream = Files.newInputStream(file)) {
      return HarnessEvaluation.read(
          root.relativize(file).toString(),
          HarnessEvaluation.Taken.published(TaskSuite.PAPER),
          stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

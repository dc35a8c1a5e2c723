package org.gradienttransport.udfs.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gradienttransport.schemas.vocabulary.FitStatus;
import org.gradienttransport.udfs.SharedData;
import org.gradienttransport.udfs.fit.LogLogFit;
import org.gradienttransport.udfs.fit.PowerLawFit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PerformanceFilesTest {

  @Test
  void readsAPicoEvaluationWhateverItsName() throws IOException {
    PerformanceValue value =
        PicoEvaluation.read(
            "run/ckpt-9000/eval.json", "tiny", 9_000, "paloma", stream("{\"paloma\": 312.5}"));

    assertThat(value).isEqualTo(new PerformanceValue("tiny", 9_000, "paloma", 312.5));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          step_8.json   | {"paloma": 0}        | key "paloma": expected a positive finite number, got 0
          step_8.json   | {"paloma": "3"}      | key "paloma": expected a positive finite number, got "3"
          step_8.json   | {"paloma": 1e999}    | expected a positive finite number
          step_8.json   | {"paloma": NaN}      | expected a positive finite number, got "NaN"
          step_8.json   | {}                   | no key "paloma" among []; correct performance.key
          step_8.json   | {"a": 1, "b": 2}     | no key "paloma" among [a, b]
          step_8.json   | {"a": 1              | line 1, column
          step_8.json   | 3                    | top level: expected a JSON object
          """)
  void refusesAPicoEvaluationThatIsNone(String file, String content, String message) {
    assertThatThrownBy(() -> PicoEvaluation.read(file, "tiny", 8, "paloma", stream(content)))
        .isInstanceOf(PerformanceFormatException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(message);
  }

  @Test
  void readsAllEvaluationsOfTheSmallPicoLadder() throws IOException {
    Path root = SharedData.path("pico-mini");
    double[] n = {9_216, 20_736, 36_864, 82_944};
    String[] scales = {"d12", "d18", "d24", "d36"};
    for (long step = 0; step < 1_000; step += 8) {
      double[] perplexity = new double[4];
      for (int i = 0; i < 4; i++) {
        Path file = root.resolve("pico-mini-" + scales[i] + "/eval_results/step_" + step + ".json");
        perplexity[i] =
            PicoEvaluation.read(
                    file.toString(),
                    scales[i],
                    step,
                    "kjv_heldout",
                    new ByteArrayInputStream(Files.readAllBytes(file)))
                .value();
      }
      PowerLawFit beta = LogLogFit.of(n, perplexity);
      assertThat(beta.status()).isEqualTo(FitStatus.OK);
      // Larger models are better once trained, and all are equally bad at first.
      assertThat(beta.slope()).isBetween(-0.5, step < 100 ? 0.05 : 0.0);
    }
  }

  @Test
  void otherKeysOfAPicoEvaluationArePassedOver() throws IOException {
    PerformanceValue value =
        PicoEvaluation.read(
            "step_8.json",
            "tiny",
            8,
            "paloma",
            stream("{\"mmlu\": NaN, \"paloma\": 2.5, \"n\": 3}"));
    assertThat(value.value()).isEqualTo(2.5);
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}

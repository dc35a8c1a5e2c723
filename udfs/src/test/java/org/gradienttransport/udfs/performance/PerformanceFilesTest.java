package org.gradienttransport.udfs.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gradienttransport.schemas.vocabulary.FitStatus;
import org.gradienttransport.udfs.SharedData;
import org.gradienttransport.udfs.fit.LogLogFit;
import org.gradienttransport.udfs.fit.PowerLawFit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PerformanceFilesTest {

  @Test
  void readsAPicoEvaluationWithItsStepFromTheName() throws IOException {
    PerformanceValue value =
        PicoEvaluation.read(
            "run/eval_results/step_9000.json", "tiny", stream("{\"paloma\": 312.5}"));

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
          step_8.json   | {}                   | expected one metric, got 0 keys
          step_8.json   | {"a": 1, "b": 2}     | expected one metric, got 2 keys
          step_8.json   | {"a": 1              | line 1, column
          latest.json   | {"a": 1}             | name: does not tell the step; name it step_<number>.json
          step_8.json   | 3                    | top level: expected a JSON object
          """)
  void refusesAPicoEvaluationThatIsNone(String file, String content, String message) {
    assertThatThrownBy(() -> PicoEvaluation.read(file, "tiny", bytes(content)))
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
            PicoEvaluation.read(file.toString(), scales[i], Files.readAllBytes(file)).value();
      }
      PowerLawFit beta = LogLogFit.of(n, perplexity);
      assertThat(beta.status()).isEqualTo(FitStatus.OK);
      // Larger models are better once trained, and all are equally bad at first.
      assertThat(beta.slope()).isBetween(-0.5, step < 100 ? 0.05 : 0.0);
    }
  }

  @Test
  void readsTheHeldOutLossOfTheSmallPythiaLadder() throws IOException {
    Path file = SharedData.path("pythia-mini").resolve("pythia-mini-10k/heldout_loss.csv");
    try (InputStream stream = Files.newInputStream(file)) {
      List<PerformanceValue> losses =
          PerformanceCsv.read(file.toString(), CsvColumns.ofOneScale("step", "loss"), stream);

      assertThat(losses).hasSize(154);
      assertThat(losses.get(0)).isEqualTo(new PerformanceValue("", 0, "loss", 4.675772));
    }
  }

  @Test
  void readsThePublishedPalomaPerplexities() throws IOException {
    Path file = SharedData.path("pico-paloma").resolve("pico_paloma_partial.csv");

    List<PerformanceValue> values =
        PerformanceCsv.read(
            file.toString(),
            CsvColumns.of("model", "step", "paloma_ppl"),
            Files.readAllBytes(file));

    assertThat(values).hasSize(32);
    assertThat(values)
        .contains(new PerformanceValue("tiny", 1_000, "paloma_ppl", 2176.422658291594));
  }

  @Test
  void readsCsvWithAByteOrderMarkWindowsLinesAndOtherColumns() {
    List<PerformanceValue> values =
        PerformanceCsv.read(
            "p.csv",
            CsvColumns.of("scale", "step", "acc"),
            bytes("\uFEFFstep,note,scale,acc\r\n8,x,a,1e-1\r\n\r\n8,,b,0.5\r\n"));

    assertThat(values)
        .containsExactly(
            new PerformanceValue("a", 8, "acc", 0.1), new PerformanceValue("b", 8, "acc", 0.5));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                           | line 1: the file is empty
          step,loss                    | line 1: expected one column named acc among [step, loss]
          step,acc,acc                 | line 1: expected one column named acc
          step,acc/8,nan               | line 2: column acc is not a finite number: 'nan'
          step,acc/8,0x1p3             | line 2: column acc is not a finite number: '0x1p3'
          step,acc/8,1e999             | line 2: column acc is not a finite number: '1e999'
          step,acc/8,                  | line 2: column acc is not a finite number: ''
          step,acc/8,1/-1,1            | line 3: column step is not a training step: '-1'
          step,acc/8,1/9               | line 3: expected 2 cells, got 1
          step,acc/8,1/8,2             | line 3: step 8 of scale '' comes twice; keep one of the rows
          step,acc/8,"1"               | line 2: quotes are not read
          """)
  void refusesCsvThatIsNotPlain(String content, String message) {
    assertThatThrownBy(
            () ->
                PerformanceCsv.read(
                    "p.csv",
                    CsvColumns.ofOneScale("step", "acc"),
                    bytes(content.replace('/', '\n'))))
        .isInstanceOf(PerformanceFormatException.class)
        .hasMessageStartingWith("p.csv: ")
        .hasMessageContaining(message);
  }

  @Test
  void refusesCsvThatIsNotText() {
    assertThatThrownBy(
            () ->
                PerformanceCsv.read(
                    "p.csv", CsvColumns.ofOneScale("step", "acc"), new byte[] {(byte) 0xff, 0}))
        .hasMessage("p.csv: content: not UTF-8 text; save it as UTF-8");
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(bytes(text));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

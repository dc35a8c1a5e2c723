package org.gradienttransport.udfs.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HarnessEvaluationTest {
  private static final TaskSuite SUITE = new TaskSuite(Set.of("piqa", "wsc"), "math-", 1);
  private static final HarnessEvaluation.Taken PUBLISHED = HarnessEvaluation.Taken.published(SUITE);
  private static final String RESULTS =
      "{\"piqa\":{\"acc\":0.5,\"acc_norm\":0.6},\"wsc\":{\"acc\":0.3},\"math-a\":{\"acc\":0.0}}";

  @Test
  void readsTheStepFromTheConfigurationAndNotFromTheName() throws IOException {
    HarnessResult result = read("70m_step9.json", json("pretrained=m-70m,revision=step512"));

    assertThat(result.step()).isEqualTo(512);
    assertThat(result.model()).isEqualTo("m-70m");
    assertThat(result.accuracies()).containsEntry("piqa", 0.6).containsEntry("wsc", 0.3);
    assertThat(result.meanAccuracy()).isEqualTo((0.0 + 0.6 + 0.3) / 3);
  }

  @Test
  void readsTheNamesOfNewerVersions() throws IOException {
    String newer =
        "{\"results\":{\"piqa\":{\"acc,none\":0.5,\"acc_norm,none\":0.7}},"
            + "\"config\":{\"model_args\":{\"pretrained\":\"m\",\"revision\":\"step3\"}}}";

    HarnessResult result = read("r.json", newer);

    assertThat(result.step()).isEqualTo(3);
    assertThat(result.accuracies()).containsEntry("piqa", 0.7);
  }

  @Test
  void hasNoMeanOverOtherTasksThanTheSuite() throws IOException {
    HarnessResult result =
        read(
            "r.json",
            "{\"results\":{\"piqa\":{\"acc\":0.5}},\"config\":{\"model_args\":"
                + "\"pretrained=m,revision=step3\"}}");

    assertThat(result.complete()).isFalse();
    assertThat(result.missing()).containsExactly("wsc", "math-* (0 of 1)");
    assertThat(result.meanAccuracy()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"'pretrained=/runs/mine/step700'", "'pretrained=m,revision=main'", "dtype=float16"})
  void theStepOfOnesOwnCheckpointIsThatOfThePath(String arguments) throws IOException {
    HarnessEvaluation.Taken own =
        new HarnessEvaluation.Taken(SUITE, HarnessEvaluation.KEYS, OptionalLong.of(700));
    byte[] content = json(arguments).getBytes(StandardCharsets.UTF_8);
    assertThat(HarnessEvaluation.read("s700.json", own, new ByteArrayInputStream(content)).step())
        .isEqualTo(700);
  }

  @Test
  void aRevisionThatTellsTheStepIsBelievedBeforeThePath() throws IOException {
    HarnessEvaluation.Taken own =
        new HarnessEvaluation.Taken(SUITE, HarnessEvaluation.KEYS, OptionalLong.of(700));
    byte[] content = json("pretrained=m,revision=step8").getBytes(StandardCharsets.UTF_8);
    assertThat(HarnessEvaluation.read("s700.json", own, new ByteArrayInputStream(content)).step())
        .isEqualTo(8);
  }

  @Test
  void otherKeysAreTakenInTheirOrder() throws IOException {
    HarnessEvaluation.Taken other =
        new HarnessEvaluation.Taken(
            SUITE, List.of("exact_match,strict", "bits", "acc"), OptionalLong.of(1));
    String content =
        "{\"results\":{\"piqa\":{\"acc\":0.5,\"bits,none\":1.5},\"wsc\":{\"acc\":0.3},"
            + "\"math-a\":{\"exact_match,strict\":0.25,\"bits\":9},\"other\":{\"acc\":NaN}}}";
    HarnessResult result =
        HarnessEvaluation.read(
            "r.json", other, new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
    assertThat(result.accuracies())
        .containsEntry("piqa", 1.5)
        .containsEntry("wsc", 0.3)
        .containsEntry("math-a", 0.25)
        .hasSize(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pretrained=m,revision=main | revision "main" does not tell the step
          pretrained=m               | config.model_args: no revision=... in it
          revision=step3             | config.model_args: no pretrained=... in it
          """)
  void refusesAConfigurationWithoutModelOrStep(String arguments, String message)
      throws IOException {
    assertThatThrownBy(() -> read("x/r.json", json(arguments)))
        .isInstanceOf(PerformanceFormatException.class)
        .hasMessageStartingWith("x/r.json: config.model_args: ")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          []                                      | top level: expected a JSON object
          {"results":3}                           | results: no such object
          {"results":{"piqa":{}},"config":{}}     | results.piqa: neither acc_norm nor acc
          {"results":{"piqa":{"acc":1.5}}}        | results.piqa.acc: expected a fraction between 0 and 1, got 1.5
          {"results":{"piqa":{"acc":"0.5"}}}      | results.piqa.acc: expected a fraction
          {"results":{"piqa":{"acc":NaN}}}        | results.piqa.acc: expected a fraction between 0 and 1
          {"results":{},"results":{}}             | Duplicate field 'results'
          {"results":{}} {}                       | Trailing token
          {"results":{                            | line 1, column
          """)
  void refusesWhatIsNotAHarnessFile(String content, String message) throws IOException {
    assertThatThrownBy(() -> read("r.json", content))
        .isInstanceOf(PerformanceFormatException.class)
        .hasMessageStartingWith("r.json: ")
        .hasMessageContaining(message);
  }

  @Test
  void refusesAFileBeyondItsBound() throws IOException {
    assertThatThrownBy(
            () ->
                HarnessEvaluation.read(
                    "big.json", PUBLISHED, new ByteArrayInputStream(new byte[StrictJson.MAX + 1])))
        .hasMessage(
            "big.json: whole file: larger than 16777216 bytes;"
                + " give a performance file, not a log or a checkpoint");
    assertThatThrownBy(() -> read("deep.json", "{\"a\":" + "[".repeat(100_000)))
        .isInstanceOf(PerformanceFormatException.class)
        .hasMessageContaining("nesting depth");
  }

  private static HarnessResult read(String file, String content) throws IOException {
    return HarnessEvaluation.read(
        file, PUBLISHED, new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
  }

  private static String json(String arguments) {
    return "{\"results\":" + RESULTS + ",\"config\":{\"model_args\":\"" + arguments + "\"}}";
  }
}

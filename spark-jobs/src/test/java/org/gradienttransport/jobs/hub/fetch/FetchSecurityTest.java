package org.gradienttransport.jobs.hub.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.gradienttransport.jobs.hub.fetch.FakeHub.Fault;
import org.gradienttransport.jobs.hub.fetch.FetchHarness.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FetchSecurityTest {
  private static final String TOKEN = "hf_aVerySecretToken";

  @TempDir Path folder;
  private FetchHarness fetch;

  @BeforeEach
  void start() throws IOException {
    fetch = new FetchHarness(folder.resolve("target"));
  }

  @AfterEach
  void stop() {
    fetch.close();
  }

  @Test
  void theTokenGoesToTheHubAndNotToTheStorageItRedirectsTo() {
    fetch.picoRun(10, 0);
    fetch.environment.put("HF_TOKEN", TOKEN);

    assertThat(fetch.fetchPico().code()).isZero();

    assertThat(fetch.hub.requestsTo("front"))
        .isNotEmpty()
        .allMatch(r -> ("Bearer " + TOKEN).equals(r.authorization()));
    assertThat(fetch.hub.requestsTo("storage"))
        .isNotEmpty()
        .allMatch(r -> r.authorization() == null);
  }

  @Test
  void theTokenCanComeFromAFileAndBeatsTheEnvironment() throws IOException {
    fetch.picoRun(10, 0);
    fetch.environment.put("HF_TOKEN", "another");
    Path file = Files.writeString(folder.resolve("token"), TOKEN + "\n");

    assertThat(fetch.fetchPico("--token-file", file.toString()).code()).isZero();

    assertThat(fetch.hub.requestsTo("front"))
        .allMatch(r -> ("Bearer " + TOKEN).equals(r.authorization()));
  }

  @Test
  void neitherTokenNorSignedAddressIsWrittenAnywhere() throws IOException {
    fetch.picoRun(10, 0, 1000);
    fetch.environment.put("HF_TOKEN", TOKEN);
    for (int i = 0; i < 3; i++) {
      fetch.hub.fail(FetchHarness.GRADIENTS, new Fault.Status(500, null));
    }

    Result failed = fetch.fetchPico("--retries", "0");
    Result dry = fetch.fetchPico("--dry-run");
    Result done = fetch.fetchPico();

    assertThat(failed.code()).isEqualTo(75);
    String everything = failed.err() + dry.out() + dry.err() + done.out() + done.err();
    try (Stream<Path> files = Files.walk(fetch.target)) {
      for (Path file : files.filter(f -> f.toString().contains("_fetch")).toList()) {
        everything += Files.isRegularFile(file) ? Files.readString(file) : "";
      }
    }
    assertThat(everything).doesNotContain(TOKEN).doesNotContain("very-secret-signature");
  }

  @Test
  void aTokenThatCouldSmuggleAHeaderIsRefusedWithoutShowingIt() {
    fetch.environment.put("HF_TOKEN", "good\r\nX-Evil: 1");

    Result result = fetch.fetchPico();

    assertThat(result.code()).isEqualTo(64);
    assertThat(result.err()).contains("the token holds").doesNotContain("X-Evil");
    assertThat(fetch.hub.requests()).isEmpty();
  }

  @Test
  void aTokenIsNotSentOverAnUnencryptedNetwork() {
    fetch.environment.put("HF_TOKEN", TOKEN);

    Result result = fetch.fetchPico("--hub", "http://hub.example");

    assertThat(result.code()).isEqualTo(64);
    assertThat(result.err()).contains("unencrypted").doesNotContain(TOKEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/passwd", "gopher://127.0.0.1/", "http://[not an address"})
  void aRedirectAwayFromHttpIsNotFollowed(String location) throws IOException {
    fetch.picoRun(10, 0);
    fetch.hub.fail(FetchHarness.GRADIENTS, new Fault.RedirectTo(location));

    Result result = fetch.fetchPico();

    assertThat(result.code()).isEqualTo(69);
    assertThat(result.err()).contains("redirects to");
    assertThat(fetch.files()).isEmpty();
  }

  @Test
  void redirectsInACircleEnd() {
    fetch.picoRun(10, 0);
    for (int i = 0; i < 20; i++) {
      String again =
          fetch.hub.address()
              + "/x/y/resolve/"
              + FakeHub.commitId("x")
              + "/"
              + FetchHarness.GRADIENTS;
      fetch.hub.fail(FetchHarness.GRADIENTS, new Fault.RedirectTo(again));
    }

    Result result = fetch.fetchPico();

    assertThat(result.code()).isEqualTo(69);
    assertThat(result.err()).contains("redirected more than 10 times");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../escape.bin",
        "/etc/escape.bin",
        "..",
        "a\\..\\b.bin",
        "s3a:x.bin",
        "line\nbreak.bin",
        "\u001b[2Jclear.bin",
        "right\u202eto-left.bin",
        "folder/shard.bin",
        ""
      })
  void aShardWithAHostileNameIsRefusedAndTheOtherStepsAreFetched(String name) throws IOException {
    String hostile = fetch.pythiaStep(0);
    String shard = new com.fasterxml.jackson.databind.ObjectMapper().writeValueAsString(name);
    fetch.hub.smallFile(
        FetchHarness.PYTHIA,
        hostile,
        "pytorch_model.bin.index.json",
        "{\"weight_map\": {\"a\": " + shard + "}}");
    fetch.hub.largeFile(FetchHarness.PYTHIA, hostile, name, new byte[3]);
    fetch.hub.largeFile(FetchHarness.PYTHIA, fetch.pythiaStep(1), "pytorch_model.bin", new byte[4]);

    Result result = fetch.fetchPythia();

    assertThat(result.code()).as(result.err()).isEqualTo(65);
    assertThat(result.err())
        .contains("step 0: pytorch_model.bin.index.json names the shard")
        .doesNotContain("\u001b")
        .doesNotContain("\u202e");
    assertThat(fetch.files()).containsExactly("pythia-14m-seed3/step1/pytorch_model.bin");
    try (Stream<Path> beside = Files.list(folder)) {
      assertThat(beside).containsExactly(fetch.target);
    }
  }

  @Test
  void hostileNamesInAListingAreRefusedWhereAPatternMatchesThem() throws IOException {
    fetch.picoRun(10, 0);
    String head = fetch.hub.commit(FetchHarness.PICO, FetchHarness.RUN, "x");
    fetch.hub.smallFile(FetchHarness.PICO, head, "eval_results/../../../evil.json", "{}");
    fetch.hub.smallFile(FetchHarness.PICO, head, "eval_results/good.json", "{}");

    Result result = fetch.fetchPico("--also", "**.json");

    assertThat(result.code()).isEqualTo(65);
    assertThat(result.err()).contains("has the segment '..'; refused");
    assertThat(fetch.files()).contains("pico-decoder-tiny-1/eval_results/good.json").hasSize(2);
  }

  @Test
  void aManifestThatSomebodyPoisonedLeadsNowhere() throws IOException {
    byte[] bytes = fetch.picoRun(10, 0).get(0L);
    fetch.fetchPico();
    Path manifest = fetch.target.resolve("_fetch/manifest.jsonl");
    String poisoned =
        Files.readString(manifest)
            .replaceAll("http://127.0.0.1:\\d+/", "http://evil.example/")
            .replaceAll("\"sha256\":\"[0-9a-f]+\"", "\"sha256\":null");
    Files.writeString(manifest, "not json\n{\"path\": 5}\n[]\n" + poisoned);
    Files.delete(fetch.gradients(0));

    Result result = fetch.fetchPico();

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(fetch.gradients(0)).hasBinaryContent(bytes);
  }
}

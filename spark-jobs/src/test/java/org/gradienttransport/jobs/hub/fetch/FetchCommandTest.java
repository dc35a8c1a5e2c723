package org.gradienttransport.jobs.hub.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.gradienttransport.jobs.hub.fetch.FetchHarness.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchCommandTest {
  @TempDir Path folder;
  private FetchHarness fetch;

  @BeforeEach
  void start() throws IOException {
    fetch = new FetchHarness(folder.resolve("target with space"));
  }

  @AfterEach
  void stop() {
    fetch.close();
  }

  @Test
  void picoStepsAreTheCommitsOfOneBranchThroughAllPagesOfItsListing() throws IOException {
    Map<Long, byte[]> files = fetch.picoRun(1000, 0, 1000, 2000);

    Result result = fetch.fetchPico();

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(fetch.files())
        .containsExactly(
            "pico-decoder-tiny-1/checkpoints/step_0/learning_dynamics/train_gradients.pt",
            "pico-decoder-tiny-1/checkpoints/step_1000/learning_dynamics/train_gradients.pt",
            "pico-decoder-tiny-1/checkpoints/step_2000/learning_dynamics/train_gradients.pt");
    for (Map.Entry<Long, byte[]> file : files.entrySet()) {
      assertThat(fetch.gradients(file.getKey())).hasBinaryContent(file.getValue());
    }
    assertThat(fetch.parts()).isEmpty();
    assertThat(result.err())
        .contains("3 of 3 files, 3.0 kB of 3.0 kB")
        .contains("3 fetched, 0 already there");
  }

  @Test
  void aStepSavedTwiceIsTakenFromItsNewerCommit() throws IOException {
    fetch.picoRun(1000, 0);
    Map<Long, byte[]> again = fetch.picoRun(1001, 0);

    assertThat(fetch.fetchPico().code()).isZero();

    assertThat(fetch.gradients(0)).hasBinaryContent(again.get(0L));
  }

  @Test
  void theManifestTellsWhereEachFileIsFromAndWhatItHashesTo() throws IOException {
    byte[] bytes = fetch.picoRun(1000, 7).get(7L);

    fetch.fetchPico();

    JsonNode entry =
        fetch
            .manifest()
            .get("pico-decoder-tiny-1/checkpoints/step_7/learning_dynamics/train_gradients.pt");
    String sha = FakeHub.hash("SHA-256", bytes);
    assertThat(entry.path("state").asText()).isEqualTo("done");
    assertThat(entry.path("size").asLong()).isEqualTo(1000);
    assertThat(entry.path("sha256").asText()).isEqualTo(sha);
    assertThat(entry.path("checksum").asText()).isEqualTo("sha256:" + sha);
    assertThat(entry.path("etag").asText()).isEqualTo("\"" + sha + "\"");
    assertThat(entry.path("repo").asText()).isEqualTo(FetchHarness.PICO);
    assertThat(entry.path("revision").asText()).hasSize(40);
    assertThat(entry.path("hub_path").asText()).isEqualTo(FetchHarness.GRADIENTS);
    assertThat(entry.path("url").asText()).startsWith(fetch.hub.address()).contains("/resolve/");
  }

  @Test
  void aSecondRunAsksOnlyWhatIsNewAndFetchesOnlyThat() throws IOException {
    fetch.picoRun(1000, 0, 1000);
    fetch.fetchPico();
    fetch.picoRun(1000, 2000);
    fetch.hub.forgetRequests();

    Result result = fetch.fetchPico();

    assertThat(result.code()).isZero();
    assertThat(result.err()).contains("1 fetched, 2 already there");
    assertThat(fetch.hub.requestsTo("storage")).hasSize(1);
    assertThat(fetch.hub.requests()).filteredOn(r -> r.path().contains("/tree/")).hasSize(2);
  }

  @Test
  void withoutAManifestFinishedFilesAreRecognisedByTheirHash() throws IOException {
    fetch.picoRun(1000, 0, 1000);
    fetch.fetchPico();
    Files.delete(fetch.target.resolve("_fetch/manifest.jsonl"));
    fetch.hub.forgetRequests();

    Result result = fetch.fetchPico();

    assertThat(result.err()).contains("0 fetched, 2 already there");
    assertThat(fetch.hub.requestsTo("storage")).isEmpty();
    assertThat(fetch.manifest().values()).allMatch(e -> e.path("state").asText().equals("done"));
  }

  @Test
  void verifyFetchesAgainAFileWhoseBytesChangedOnDisk() throws IOException {
    byte[] bytes = fetch.picoRun(1000, 0, 1000).get(0L);
    fetch.fetchPico();
    byte[] rotten = bytes.clone();
    rotten[500] ^= 4;
    Files.write(fetch.gradients(0), rotten);

    assertThat(fetch.fetchPico().err()).contains("0 fetched, 2 already there");
    Result verified = fetch.fetchPico("--verify");

    assertThat(verified.err()).contains("1 fetched, 1 already there");
    assertThat(fetch.gradients(0)).hasBinaryContent(bytes);
  }

  @Test
  void aTruncatedFileAtTheTargetIsReplaced() throws IOException {
    byte[] bytes = fetch.picoRun(1000, 0).get(0L);
    fetch.fetchPico();
    Files.write(fetch.gradients(0), new byte[10]);

    assertThat(fetch.fetchPico().err()).contains("1 fetched, 0 already there");

    assertThat(fetch.gradients(0)).hasBinaryContent(bytes);
  }

  @Test
  void pythiaStepsAreBranchesAndTheTrainersOwnFileIsPreferred() throws IOException {
    byte[] bin = FetchHarness.bytes(900, 1);
    byte[] safe = FetchHarness.bytes(800, 2);
    fetch.hub.branch(FetchHarness.PYTHIA, "main", FakeHub.commitId("main"));
    fetch.hub.largeFile(FetchHarness.PYTHIA, fetch.pythiaStep(0), "pytorch_model.bin", bin);
    String both = fetch.pythiaStep(512);
    fetch.hub.largeFile(FetchHarness.PYTHIA, both, "model.safetensors", safe);
    fetch.hub.largeFile(FetchHarness.PYTHIA, both, "pytorch_model.bin", bin);
    fetch.hub.largeFile(FetchHarness.PYTHIA, fetch.pythiaStep(1000), "model.safetensors", safe);

    Result result = fetch.fetchPythia();

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(fetch.files())
        .containsExactly(
            "pythia-14m-seed3/step0/pytorch_model.bin",
            "pythia-14m-seed3/step1000/model.safetensors",
            "pythia-14m-seed3/step512/pytorch_model.bin");
    assertThat(result.err())
        .as("an upstream fault is told")
        .contains(
            "the very same bytes are under pythia-14m-seed3/step0/pytorch_model.bin and"
                + " pythia-14m-seed3/step512/pytorch_model.bin");
  }

  @Test
  void theOtherFormatIsFetchedOnRequest() throws IOException {
    String both = fetch.pythiaStep(512);
    fetch.hub.largeFile(FetchHarness.PYTHIA, both, "model.safetensors", new byte[5]);
    fetch.hub.largeFile(FetchHarness.PYTHIA, both, "pytorch_model.bin", new byte[6]);
    fetch.fetchPythia();

    Result result = fetch.fetchPythia("--format", "safetensors");

    assertThat(result.code()).isZero();
    assertThat(fetch.files())
        .containsExactly(
            "pythia-14m-seed3/step512/model.safetensors",
            "pythia-14m-seed3/step512/pytorch_model.bin");
  }

  @Test
  void shardsAreFoundThroughTheirIndex() throws IOException {
    String commit = fetch.pythiaStep(3);
    String index =
        """
        {"metadata": {"total_size": 30},
         "weight_map": {"a": "pytorch_model-00001-of-00002.bin",
                        "b": "pytorch_model-00002-of-00002.bin",
                        "c": "pytorch_model-00001-of-00002.bin"}}
        """;
    fetch.hub.smallFile(FetchHarness.PYTHIA, commit, "pytorch_model.bin.index.json", index);
    fetch.hub.largeFile(
        FetchHarness.PYTHIA, commit, "pytorch_model-00001-of-00002.bin", FetchHarness.bytes(20, 1));
    fetch.hub.largeFile(
        FetchHarness.PYTHIA, commit, "pytorch_model-00002-of-00002.bin", FetchHarness.bytes(10, 2));

    Result result = fetch.fetchPythia();

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(fetch.files())
        .containsExactly(
            "pythia-14m-seed3/step3/pytorch_model-00001-of-00002.bin",
            "pythia-14m-seed3/step3/pytorch_model-00002-of-00002.bin",
            "pythia-14m-seed3/step3/pytorch_model.bin.index.json");
    assertThat(fetch.target.resolve("pythia-14m-seed3/step3/pytorch_model.bin.index.json"))
        .hasContent(index);
  }

  @Test
  void aStepOrShardThatIsNotOnTheHubIsReportedAndTheRestIsFetched() throws IOException {
    fetch.hub.largeFile(FetchHarness.PYTHIA, fetch.pythiaStep(0), "pytorch_model.bin", new byte[4]);
    fetch.pythiaStep(1);
    fetch.hub.smallFile(
        FetchHarness.PYTHIA,
        fetch.pythiaStep(2),
        "model.safetensors.index.json",
        "{\"weight_map\": {\"a\": \"model-1.safetensors\"}}");

    Result result = fetch.fetchPythia("--steps", "0-4");

    assertThat(result.code()).isEqualTo(66);
    assertThat(fetch.files()).containsExactly("pythia-14m-seed3/step0/pytorch_model.bin");
    assertThat(result.err())
        .contains("step 1: no pytorch_model.bin, no model.safetensors, no index")
        .contains("step 2: model.safetensors.index.json names the shard 'model-1.safetensors'")
        .contains("step 3 is not on the hub")
        .contains("step 4 is not on the hub");
  }

  @Test
  void aRepositoryThatIsNotThereIsReportedAndTheOthersAreFetched() throws IOException {
    fetch.picoRun(10, 0);

    Result result = fetch.fetchPico("--repo", "pico-lm/no-such-model@run");

    assertThat(result.code()).isEqualTo(66);
    assertThat(result.err()).contains("pico-lm/no-such-model").contains("answered 404 (not there)");
    assertThat(fetch.files()).hasSize(1);
  }

  @Test
  void furtherFilesOfTheRunComeFromItsNewestCommit() throws IOException {
    fetch.picoRun(10, 0);
    String head = fetch.hub.commit(FetchHarness.PICO, FetchHarness.RUN, "Saving Evaluation");
    fetch.hub.smallFile(FetchHarness.PICO, head, "eval_results/step_0.json", "{\"paloma\": 9.5}");
    fetch.hub.smallFile(FetchHarness.PICO, head, "eval_results/deep/other.json", "{}");
    fetch.hub.smallFile(FetchHarness.PICO, head, "training_config.yaml", "a: 1");

    Result result =
        fetch.fetchPico(
            "--also", "eval_results/*.json", "--also", "training_config.yaml", "--also", "no*");

    assertThat(result.code()).isEqualTo(66);
    assertThat(result.err()).contains("nothing matches --also no*");
    assertThat(fetch.files())
        .contains(
            "pico-decoder-tiny-1/eval_results/step_0.json",
            "pico-decoder-tiny-1/training_config.yaml")
        .hasSize(3);
  }

  @Test
  void aDryRunListsSizesAndStatesAndChangesNothing() throws IOException {
    fetch.picoRun(1000, 0, 1000);
    fetch.fetchPico("--steps", "0");
    fetch.hub.forgetRequests();

    Result result = fetch.fetchPico("--dry-run");

    assertThat(result.code()).isZero();
    assertThat(result.out())
        .containsPattern("there +1000 +sha256:[0-9a-f]{64} +pico-decoder-tiny-1/.*/step_0/")
        .containsPattern("to fetch +1000 +sha256:[0-9a-f]{64} +pico-decoder-tiny-1/.*/step_1000/")
        .contains("2 files, 1.0 kB to fetch");
    assertThat(fetch.files()).hasSize(1);
    assertThat(fetch.hub.requestsTo("storage")).isEmpty();
  }

  @Test
  void aDryRunIntoAFolderThatIsNotThereDoesNotMakeIt() {
    fetch.picoRun(1000, 0);

    assertThat(fetch.fetchPico("--dry-run").code()).isZero();

    assertThat(fetch.target).doesNotExist();
  }

  @Test
  void wrongUsageIsToldBeforeTheHubIsAsked() {
    assertThat(fetch.run("--to", "x").code()).isEqualTo(64);
    assertUsage(fetch.fetchPico("--steps", "5-1"), "'5-1' is no range of steps; it must rise");
    assertUsage(fetch.fetchPico("--max-rate", "fast"), "'fast' is not a number of bytes");
    assertUsage(fetch.fetchPico("--concurrency", "0"), "--concurrency must be from 1 to 64");
    assertUsage(fetch.fetchPico("--hub", "ftp://x"), "--hub");
    assertUsage(fetch.fetchFrom("pico-lm", FetchHarness.PICO), "needs the branch of its run");
    assertUsage(fetch.fetchFrom("pythia", "a/../b"), "is not OWNER/NAME[@BRANCH][=FOLDER]");
    assertUsage(fetch.fetchFrom("pythia", "a/b=../c"), "has the segment '..'");
    assertUsage(fetch.fetchFrom("pythia", "a/b=_fetch"), "kept for the manifest");
    assertUsage(
        fetch.fetchFrom("marvin", "a/b"),
        "--layout must be one of [pico-lm, pythia, refs], got 'marvin'");
    assertUsage(fetch.fetchPico("--also", "eval[/*.json"), "eval[/*.json");
    assertThat(fetch.hub.requests()).isEmpty();
  }

  private static void assertUsage(Result result, String message) {
    assertThat(result.code()).as(result.err()).isEqualTo(64);
    assertThat(result.err()).contains(message);
  }

  @Test
  void twoRepositoriesCannotShareAFolder() {
    fetch.picoRun(10, 0);

    Result result = fetch.fetchPico("--repo", FetchHarness.PICO + "@" + FetchHarness.RUN);

    assertUsage(result, "give each --repo its own folder");
  }

  @Test
  void helpShowsARunnableExample() {
    Result result = fetch.run("--help");

    assertThat(result.code()).isZero();
    assertThat(result.out())
        .contains("gradient-transport fetch --layout pico-lm --to /data/pico-lm")
        .contains("Exit codes: 0 all there");
  }
}

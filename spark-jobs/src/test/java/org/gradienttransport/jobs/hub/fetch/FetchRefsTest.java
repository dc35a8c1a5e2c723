package org.gradienttransport.jobs.hub.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gradienttransport.jobs.hub.fetch.FetchHarness.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps told by templates of branches, tags, folders and files, and by a family's own file. */
class FetchRefsTest {
  private static final String OLMO = "allenai/OLMo-2";
  private static final String REF = "stage1-step{step}-tokens*B";

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

  private static byte[] weights(long step) {
    return FetchHarness.bytes(1000, step);
  }

  private String branch(String repo, String name, long step) {
    String commit = FakeHub.commitId(repo + name);
    fetch.hub.branch(repo, name, commit);
    fetch.hub.smallFile(repo, commit, "config.json", "{}");
    fetch.hub.largeFile(repo, commit, "model.safetensors", weights(step));
    return commit;
  }

  @Test
  void branchesAndTagsThatFitATemplateAreSteps() throws IOException {
    branch(OLMO, "main", 9);
    branch(OLMO, "stage1-step0-tokens0B", 0);
    branch(OLMO, "stage1-step10-tokens21B", 10);
    branch(OLMO, "stage2-step10-tokens21B", 77);
    String commit = FakeHub.commitId("tagged");
    fetch.hub.tag(OLMO, "stage1-step20-tokens42B", commit);
    fetch.hub.largeFile(OLMO, commit, "model.safetensors", weights(20));

    Result result = fetch.fetchFrom("refs", OLMO, "--ref", REF);

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(fetch.files())
        .containsExactly(
            "OLMo-2/step0/model.safetensors",
            "OLMo-2/step10/model.safetensors",
            "OLMo-2/step20/model.safetensors");
    assertThat(fetch.target.resolve("OLMo-2/step20/model.safetensors"))
        .hasBinaryContent(weights(20));
  }

  @Test
  void aStepThatTwoRefsHaveDifferentlyIsRefused() throws IOException {
    branch(OLMO, "stage1-step10-tokens21B", 10);
    branch(OLMO, "stage1-step10-tokens22B", 11);

    Result result = fetch.fetchFrom("refs", OLMO, "--ref", REF);

    assertThat(result.code()).isEqualTo(65);
    assertThat(result.err())
        .contains("'stage1-step10-tokens21B' and 'stage1-step10-tokens22B' both fit");
    assertThat(fetch.files()).isEmpty();
  }

  @Test
  void whereNoRefFitsThoseThatAreThereAreListed() throws IOException {
    branch(OLMO, "main", 9);
    branch(OLMO, "step0-tokens0B", 0);

    Result result = fetch.fetchFrom("refs", OLMO, "--ref", REF);

    assertThat(result.code()).isEqualTo(66);
    assertThat(result.err())
        .contains("no branch or tag there is like 'stage1-step{step}-tokens*B'")
        .contains("there are 2 such as main, step0-tokens0B");
  }

  @Test
  void whereNoPythiaBranchFitsThoseThatAreThereAreListed() throws IOException {
    branch(FetchHarness.PYTHIA, "main", 9);
    Result result = fetch.fetchPythia();
    assertThat(result.code()).isEqualTo(66);
    assertThat(result.err()).contains("there are 1 such as main");
  }

  @Test
  void foldersOfOneBranchAreStepsOfADataset() throws IOException {
    String repo = "datasets/EleutherAI/pythia-gradients";
    String commit = FakeHub.commitId("gradients");
    fetch.hub.branch(repo, "main", commit);
    for (long step : new long[] {0, 8}) {
      fetch.hub.largeFile(repo, commit, "grads/step_000" + step + "/g.pickle", weights(step));
    }
    fetch.hub.smallFile(repo, commit, "README.md", "");

    Result result =
        fetch.fetchFrom("refs", repo, "--folder", "grads/step_{step:04}", "--file", "g.pickle");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(fetch.files())
        .containsExactly("pythia-gradients/step0/g.pickle", "pythia-gradients/step8/g.pickle");
    assertThat(fetch.target.resolve("pythia-gradients/step8/g.pickle"))
        .hasBinaryContent(weights(8));
    assertThat(fetch.hub.requests()).filteredOn(r -> r.path().contains("/tree/")).hasSize(2);

    fetch.hub.forgetRequests();
    assertThat(fetch.fetchFrom("refs", repo, "--folder", "nothing/{step}").err())
        .contains("no file at 'main' is like 'nothing/{step}/pytorch_model.bin'")
        .contains("there are 3 such as grads/step_0000/g.pickle");
  }

  @Test
  void anIndexInAFolderBringsItsShards() throws IOException {
    String commit = FakeHub.commitId("shards");
    fetch.hub.branch(OLMO, "main", commit);
    fetch.hub.smallFile(
        OLMO,
        commit,
        "ckpt/5/model.safetensors.index.json",
        "{\"weight_map\": {\"a\": \"a.safetensors\", \"b\": \"b.safetensors\"}}");
    fetch.hub.largeFile(OLMO, commit, "ckpt/5/a.safetensors", weights(1));
    fetch.hub.largeFile(OLMO, commit, "ckpt/5/b.safetensors", weights(2));

    Result result = fetch.fetchFrom("refs", OLMO, "--folder", "ckpt/{step}");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(fetch.files())
        .containsExactly(
            "OLMo-2/step5/a.safetensors",
            "OLMo-2/step5/b.safetensors",
            "OLMo-2/step5/model.safetensors.index.json");
  }

  private Path family(String directory) throws IOException {
    return Files.writeString(
        folder.resolve("olmo.yaml"),
        """
        family: olmo
        title: OLMo
        field: checkpoint_difference
        root: %s
        scales:
          - {name: 1b, path: one, entries: 10, variables: {size: 1B}}
          - {name: 7b, path: seven, entries: 20, variables: {size: 7B}}
        snapshot: {directory: '%s', files: [model.safetensors]}
        hub:
          repository: allenai/OLMo-{size}
          ref: 'stage1-step{step}-tokens*B'
          files: [model.safetensors]
        steps: [0, 10]
        tensors: {rules: [{names: [w]}]}
        """
            .formatted(fetch.target, directory));
  }

  @Test
  void aFamilyFileKnowsRepositoriesRefsFilesAndSteps() throws IOException {
    for (String size : new String[] {"1B", "7B"}) {
      branch("allenai/OLMo-" + size, "stage1-step0-tokens0B", size.length());
      branch("allenai/OLMo-" + size, "stage1-step10-tokens3B", size.charAt(0));
      branch("allenai/OLMo-" + size, "stage1-step20-tokens6B", 20);
    }

    Result result = fetch.run("--family", family(REF).toString(), "--hub", fetch.hub.address());

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(fetch.files())
        .containsExactly(
            "one/stage1-step0-tokens0B/model.safetensors",
            "one/stage1-step10-tokens3B/model.safetensors",
            "seven/stage1-step0-tokens0B/model.safetensors",
            "seven/stage1-step10-tokens3B/model.safetensors");
  }

  @Test
  void stepsOfAFamilyMayDifferFromScaleToScale() throws IOException {
    for (String size : new String[] {"1B", "7B"}) {
      for (long step : new long[] {0, 10, 20, 40}) {
        branch("allenai/OLMo-" + size, "stage1-step" + step + "-tokens" + step + "B", step);
      }
    }
    Path file = family("s{step}");
    String byShare = "{axis: share, total_steps: {1b: 40, 7b: 20}, at: [0.5, 1]}";
    Files.writeString(file, Files.readString(file).replace("steps: [0, 10]", "steps: " + byShare));
    Result result = fetch.run("--family", file.toString(), "--hub", fetch.hub.address());
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(fetch.files())
        .containsExactly(
            "one/s20/model.safetensors",
            "one/s40/model.safetensors",
            "seven/s10/model.safetensors",
            "seven/s20/model.safetensors");
  }

  @Test
  void discoveredStepsOfAFamilyAreFetchedWithinItsBounds() throws IOException {
    for (String size : new String[] {"1B", "7B"}) {
      for (long step : new long[] {0, 10, 20}) {
        branch("allenai/OLMo-" + size, "stage1-step" + step + "-tokens" + step + "B", step);
      }
    }
    Path file = family("s{step}");
    Files.writeString(
        file,
        Files.readString(file)
            .replace("steps: [0, 10]", "steps: {discover: true, from: 5, to: 15}"));
    Result result = fetch.run("--family", file.toString(), "--hub", fetch.hub.address());
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(fetch.files())
        .containsExactly("one/s10/model.safetensors", "seven/s10/model.safetensors");
  }

  @Test
  void stepsBesideAFamilyReplaceItsOwn() throws IOException {
    for (String size : new String[] {"1B", "7B"}) {
      branch("allenai/OLMo-" + size, "stage1-step20-tokens6B", 20);
    }
    Result result =
        fetch.run(
            "--family",
            family("s{step}").toString(),
            "--hub",
            fetch.hub.address(),
            "--steps",
            "20");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(fetch.files())
        .containsExactly("one/s20/model.safetensors", "seven/s20/model.safetensors");
  }

  @Test
  void branchesWithoutANumberAreTheStepsThatTheFamilyNames() throws IOException {
    for (String size : new String[] {"1B", "7B"}) {
      branch("allenai/OLMo-" + size, "stage1-step0-tokens0B", 0);
      branch("allenai/OLMo-" + size, size.equals("1B") ? "final" : "stage1-step10-tokens9B", 10);
    }
    Path file = family(REF);
    Files.writeString(
        file,
        Files.readString(file).replace("{size: 1B}}", "{size: 1B}, step_names: {10: final}}"));
    Result result = fetch.run("--family", file.toString(), "--hub", fetch.hub.address());
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(fetch.files())
        .containsExactly(
            "one/final/model.safetensors",
            "one/stage1-step0-tokens0B/model.safetensors",
            "seven/stage1-step0-tokens0B/model.safetensors",
            "seven/stage1-step10-tokens9B/model.safetensors");
  }

  @Test
  void aStarThatFetchingCannotFillInIsRefused() throws IOException {
    Result result =
        fetch.run("--family", family("x{step}-*").toString(), "--hub", fetch.hub.address());
    assertThat(result.code()).isEqualTo(64);
    assertThat(result.err()).contains("the directory 'x{step}-*' has a '*'");
  }

  @Test
  void eitherAFamilyOrALayoutIsNeeded() {
    assertThat(fetch.run("--hub", fetch.hub.address(), "--to", "x").err())
        .contains("give either --family FILE or --layout with --repo");
  }
}

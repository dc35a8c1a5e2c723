package org.gradienttransport.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gradienttransport.jobs.conf.Repository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** family check, over the samples of the repository. */
final class FamilyCommandTest {
  @TempDir Path directory;

  private record Ended(int code, String out, String err) {}

  private static Ended run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Commands.commandLine();
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    line.getSubcommands().get("family").setOut(new PrintWriter(out));
    return new Ended(Commands.execute(line, args), out.toString(), err.toString());
  }

  private String changed(String name, String stretch, String replacement) throws Exception {
    String base = Repository.family(name);
    Path file = directory.resolve("changed.yaml");
    Files.writeString(file, "extends: " + base + "\n" + replacement + "\n", StandardCharsets.UTF_8);
    assertThat(Files.readString(Path.of(base))).contains(stretch);
    return file.toString();
  }

  @Test
  void aSoundFamilyIsSaidToBeSoRuleByRule() {
    Ended ended = run("family", "check", Repository.family("pythia-mini-sample"));
    assertThat(ended.err()).isEmpty();
    assertThat(ended.code()).isZero();
    assertThat(ended.out())
        .contains("pythia-mini-6k\n  steps found     17: 0, 1, 2, 4, 8, ..., 1200")
        .contains("names rule [gpt_neox.embed_in.weight]: 1 tensors,")
        .contains("field           6,096 entries in")
        .contains("the file says entries: 6096")
        .endsWith("No problems.\n");
  }

  @Test
  void aWrongNumberOfEntriesIsSaidWithTheRightOne() throws Exception {
    Ended ended =
        run(
            "family",
            "check",
            changed(
                "pico-mini-sample",
                "pico-mini",
                "scales:\n  - {name: d12, path: pico-mini-d12, entries: 9217}"));
    assertThat(ended.code()).isEqualTo(65);
    assertThat(ended.out())
        .contains(
            "PROBLEM: the rules take 9216 entries, but 'entries' of scale d12 says 9217; write"
                + " entries: 9216")
        .endsWith("1 problem.\n");
  }

  @Test
  void missingStepsAndScalesAreSaid() throws Exception {
    Ended ended =
        run(
            "family",
            "check",
            changed(
                "pico-mini-sample",
                "pico-mini",
                "steps: [0, 7, 8]\nscales:\n  - {name: d12, path: pico-mini-d12, entries: 9216}\n"
                    + "  - {name: e, path: elsewhere, entries: 100}"));
    assertThat(ended.code()).isEqualTo(66);
    assertThat(ended.out())
        .contains("steps missing   ")
        .containsPattern("PROBLEM: there is no directory .*elsewhere");
  }

  @Test
  void aRuleThatFindsNothingIsNamedWithWhatThereIs() throws Exception {
    Ended ended =
        run(
            "family",
            "check",
            changed("pico-mini-sample", "pico-mini", "tensors: {rules: [{names: [attention.v]}]}"));
    assertThat(ended.code()).isEqualTo(65);
    assertThat(ended.out())
        .contains("PROBLEM: names rule [attention.v]: missing tensor(s) attention.v")
        .contains("left over       ");
  }

  @Test
  void aWrongDescriptionEndsBeforeAnythingIsOpened() throws Exception {
    Ended ended = run("family", "check", changed("pico-mini-sample", "pico-mini", "grid: loose"));
    assertThat(ended.code()).isEqualTo(78);
    assertThat(ended.err()).contains("grid: 'loose' is not known");
  }

  @Test
  void aDescribedFolderPassesItsCheck() throws Exception {
    for (String sample : List.of("pythia-mini", "pico-mini")) {
      Path file = directory.resolve(sample + ".yaml");
      Path folder = Repository.root().resolve("samples").resolve(sample);
      Ended described = run("family", "describe", folder.toString(), "--output", file.toString());
      assertThat(described.err()).isEmpty();
      assertThat(described.code()).isZero();
      assertThat(described.out()).contains("Next: gradient-transport family check");

      Ended checked = run("family", "check", file.toString());
      assertThat(checked.out()).as(Files.readString(file)).endsWith("No problems.\n");
      assertThat(checked.code()).isZero();
      assertThat(run("family", "describe", folder.toString(), "--output", file.toString()).code())
          .as("an existing file is kept")
          .isEqualTo(73);
    }
    assertThat(Files.readString(directory.resolve("pico-mini.yaml")))
        .contains("field: gradient\n")
        .contains("directory: 'checkpoints/step_{step}/learning_dynamics'")
        .contains("{name: 'd36'".replace("d36", "pico-mini-d36"));
  }

  @Test
  void aFolderOfOneRunIsOneScale() {
    Path run = Repository.root().resolve("samples/pythia-mini/pythia-mini-6k");
    Ended ended = run("family", "describe", run.toString());
    assertThat(ended.code()).isZero();
    assertThat(ended.out())
        .contains("field: checkpoint_difference\n")
        .contains("{name: 'pythia-mini-6k', path: '.', entries: ")
        .contains("snapshot: {directory: 'step{step}', files: [")
        .contains("- blocks: 'gpt_neox\\.layers\\.(?<block>\\d+)\\.(?<part>.+)'");
  }

  @Test
  void ofATrainersCheckpointOnlyTheModelIsDescribed() throws Exception {
    Path run = trainersCheckpoints();
    Path file = directory.resolve("run.yaml");
    Ended described = run("family", "describe", run.toString(), "--output", file.toString());
    assertThat(described.err()).isEmpty();
    assertThat(Files.readString(file))
        .contains("# Left out: 5 tensors at 'grads'")
        .contains("# Left out: 15 tensors at 'optimizer'")
        .contains("# Left out: 'model/_orig_mod.lm_head.weight', another's elements once more.")
        .contains("field: checkpoint_difference\n")
        .contains("entries: 72} # 3 steps, 5 tensors")
        .contains("exclude: ['grads/.*', 'optimizer/.*', 'model/_orig_mod\\.lm_head\\.weight']");

    Ended checked = run("family", "check", file.toString());
    assertThat(checked.out()).endsWith("No problems.\n").doesNotContain("taken twice");
    assertThat(checked.code()).isZero();
  }

  @Test
  void ofATrainersFolderOnlyTheModelsFileIsDescribed() throws Exception {
    Path samples = Repository.root().resolve("udfs/src/test/resources/torch-format-fixtures");
    for (int step : List.of(20, 100)) {
      Path folder = Files.createDirectories(directory.resolve("hf/checkpoint-" + step));
      Files.copy(samples.resolve("pico_train_gradients.pt"), folder.resolve("optimizer.pt"));
      Files.copy(samples.resolve("nested.pt"), folder.resolve("training_args.bin"));
      Files.copy(samples.resolve("legacy.pt"), folder.resolve("rng_state_0.pth"));
      Files.copy(
          samples.resolve("neox_step1_pytorch_model.bin"), folder.resolve("pytorch_model.bin"));
    }
    Path file = directory.resolve("hf.yaml");
    Ended described =
        run("family", "describe", directory.resolve("hf").toString(), "--output", file.toString());
    assertThat(described.code()).isZero();
    assertThat(Files.readString(file))
        .contains("# Left out: files ['optimizer.pt', 'training_args.bin', 'rng_state_0.pth'].")
        .contains("snapshot: {directory: 'checkpoint-{step}', files: ['pytorch_model.bin']}")
        .contains("# Left out: buffers ['masked_bias', 'rotary_emb.inv_freq'], which are not")
        .contains("gpt_neox");

    Ended checked = run("family", "check", file.toString());
    assertThat(checked.out()).endsWith("No problems.\n");
    assertThat(checked.code()).isZero();
  }

  @Test
  void anotherKeyOfATrainersCheckpointCanBeAskedFor() throws Exception {
    Path run = trainersCheckpoints();
    Ended gradients = run("family", "describe", run.toString(), "--key", "grads");
    assertThat(gradients.out())
        .contains("field: gradient\n")
        .contains("- 'grads/wte.weight'")
        .contains("exclude: ['model/.*', 'optimizer/.*']");

    Ended wrong = run("family", "describe", run.toString(), "--key", "gradients");
    assertThat(wrong.code()).isEqualTo(64);
    assertThat(wrong.err())
        .contains("has nothing at the key gradients; its keys are grads, model, optimizer");
  }

  @Test
  void tiedWeightsThatRulesTakeTwiceAreSaid() throws Exception {
    Path run = trainersCheckpoints();
    Path file = directory.resolve("run.yaml");
    assertThat(run("family", "describe", run.toString(), "--output", file.toString()).code())
        .isZero();
    String tied = "model/_orig_mod.lm_head.weight";
    Files.writeString(
        file,
        Files.readString(file)
            .replace("  rules:\n", "  rules:\n    - names: ['" + tied + "']\n")
            .replace("entries: 72}", "entries: 104}")
            .replace(", 'model/_orig_mod\\.lm_head\\.weight'", ""));

    Ended checked = run("family", "check", file.toString());
    assertThat(checked.out())
        .contains("taken twice     " + tied + " is model/_orig_mod.wte.weight once more")
        .endsWith("No problems.\n");
  }

  /** Three steps of one run, as trainers leave them: one dictionary a file. */
  private Path trainersCheckpoints() throws Exception {
    Path checkpoint =
        Repository.root()
            .resolve("udfs/src/test/resources/torch-format-fixtures/trainer_checkpoint.pt");
    Path run = Files.createDirectories(directory.resolve("run"));
    for (int step : List.of(0, 100, 200)) {
      Files.copy(checkpoint, run.resolve("ckpt_" + step + ".pt"));
    }
    return run;
  }

  @Test
  void aFolderWithoutCheckpointsIsSaidToHaveNone() throws Exception {
    Files.writeString(directory.resolve("notes.txt"), "nothing");
    Ended ended = run("family", "describe", directory.toString());
    assertThat(ended.code()).isEqualTo(66);
    assertThat(ended.err()).contains("no checkpoints were found in").contains("notes.txt");
  }

  @Test
  void whatIsNoPathIsRefusedInASentence() {
    for (String folder : List.of("runs:1", "")) {
      Ended ended = run("family", "describe", folder);
      assertThat(ended.code()).isEqualTo(64);
      assertThat(ended.err()).startsWith("The folder '" + folder + "' is no path: ");
    }
    String family = Repository.family("pico-mini-sample");
    Ended ended = run("family", "check", family, "--root", "run:8");
    assertThat(ended.code()).isEqualTo(64);
    assertThat(ended.err()).startsWith("The root 'run:8' is no path: ");
  }

  @Test
  void namesWithOtherZerosAreAProblem() throws Exception {
    Path samples = Repository.root().resolve("udfs/src/test/resources/torch-format-fixtures");
    for (String step : List.of("0500", "0750", "1000", "1500")) {
      Path folder = Files.createDirectories(directory.resolve("run/step" + step));
      Files.copy(samples.resolve("trainer_checkpoint.pt"), folder.resolve("model.pt"));
    }
    Path file = directory.resolve("run.yaml");
    String run = directory.resolve("run").toString();
    assertThat(run("family", "describe", run, "--output", file.toString()).code()).isZero();
    assertThat(Files.readString(file)).contains("directory: 'step{step:04}'");
    assertThat(run("family", "check", file.toString()).out())
        .contains("steps found     4: 500, 750, 1000, 1500")
        .endsWith("No problems.\n");

    Files.writeString(file, Files.readString(file).replace("{step:04}", "{step}"));
    Ended checked = run("family", "check", file.toString());
    assertThat(checked.code()).isEqualTo(65);
    assertThat(checked.out())
        .contains("steps found     2: 1000, 1500")
        .contains("steps left out  step0500, step0750")
        .contains("PROBLEM: 2 name(s) differ from the template in zeros alone");
  }
}

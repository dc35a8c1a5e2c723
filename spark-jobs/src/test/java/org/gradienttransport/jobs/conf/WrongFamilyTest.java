package org.gradienttransport.jobs.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A wrong description is refused before any work, naming file, line, key and remedy. */
final class WrongFamilyTest {
  @TempDir Path directory;

  private static Arguments wrong(String stretch, String replacement, String... message) {
    return Arguments.of(stretch, replacement, message);
  }

  static Stream<Arguments> wrongValues() {
    return Stream.of(
        // Names and texts.
        wrong("family: toy", "family: Toy Family", "family: 'Toy Family' must be of lower-case"),
        wrong("family: toy", "family: 12", "family: expected text, got '12'; put it into quotes"),
        wrong("family: toy\n", "", "family: this key is missing; add it"),
        wrong("title: A toy family", "title: [a]", "title: expected text, got a list"),
        wrong("title: A toy family", "title:", "title: expected text, got nothing"),
        wrong("field: gradient", "field: gradients", "did you mean 'gradient'?"),
        wrong("field: gradient", "field: weights", "known: gradient, checkpoint_difference"),
        wrong("root: runs", "root: ''", "root: the root is blank"),
        wrong("root: runs\n", "", "root: this key is missing"),
        wrong("grid: partial", "grid: loose", "grid: 'loose' is not known; known: strict, partial"),
        // Unknown and doubled keys.
        wrong("note: N", "notes: N", "notes: unknown key; did you mean 'note'?"),
        wrong("entries: 100}", "entries: 100, size: 3}", "scales[0].size: unknown key"),
        wrong(
            "entries: 100}",
            "entriez: 100}",
            "scales[0].entries: this key is missing",
            "scales[0].entriez: unknown key; did you mean 'entries'?"),
        wrong("root: runs", "root: runs\nroot: walks", "root: this key is there twice"),
        wrong("kind: csv", "kind: csv\n  tasks: [a]", "performance.tasks: unknown key"),
        wrong("files: [grads.pt]", "file: grads.pt", "snapshot.file: unknown key; did you mean"),
        // Scales.
        wrong("entries: 100}", "entries: many}", "scales[0].entries: expected a whole number"),
        wrong("entries: 100}", "entries: 9_216}", "whole number without separators, got '9_216'"),
        wrong("entries: 100}", "entries: 1e2}", "expected a whole number"),
        wrong("entries: 100}", "entries: 99999999999999999999}", "expected a whole number"),
        wrong("entries: 100}", "entries: 2}", "scales[0]: a field needs at least 3 entries, got 2"),
        wrong("entries: 100}", "entries: -5}", "a field needs at least 3 entries, got -5"),
        wrong("parameters: 5000", "parameters: 0", "parameters must be positive, got 0"),
        wrong("name: small, ", "name: 'a b', ", "'a b' is no scale name"),
        wrong("name: large, ", "name: small, ", "two scales have the same name small"),
        wrong("path: toy-large", "path: toy-small", "two scales have the same path toy-small"),
        wrong(
            "- {name: small, path: toy-small, entries: 100}",
            "- small",
            "scales[0]: expected a mapping of keys to values, got 'small'"),
        // Snapshots.
        wrong("step_{step}", "step_0", "contains {step}, so every step would read the same file"),
        wrong("step_{step}", "/step_{step}", "must be relative to the scale's path"),
        wrong("step_{step}", "step_{stop}", "neither directory 'step_{stop}' nor file"),
        wrong(
            "step_{step}", "s{stop}{step}", "'s{stop}{step}' has a placeholder other than {step}"),
        wrong("step_{step}", "s{s-p}{step}", "'s{s-p}{step}' has a placeholder other than {step}"),
        wrong("files: [grads.pt]", "files: []", "snapshot.files: the list is empty"),
        wrong("files: [grads.pt]", "files: grads.pt", "expected a list, got 'grads.pt'"),
        wrong("files: [grads.pt]", "files: [a/grads.pt]", "must be a plain file name"),
        // Steps.
        wrong("steps: [0, 1, ", "steps: [1, 0, ", "steps: steps must increase, but 0 follows 1"),
        wrong("steps: [0, 1, ", "steps: [0, 10, ", "steps must increase, but 10 follows 10"),
        wrong("steps: [0, 1, ", "steps: [-1, 1, ", "step -1 is negative"),
        wrong("steps: [0, 1, ", "steps: [zero, 1, ", "steps[0]: 'zero' is no step"),
        wrong(
            "steps: [0, 1, {from: 10, to: 50, every: 10}]",
            "steps: {axis: tokens, discover: true}",
            "steps.tokens_per_step: this key is missing"),
        wrong(
            "steps: [0, 1, {from: 10, to: 50, every: 10}]",
            "steps: {axis: tokens, tokens_per_step: {small: 10}, discover: true}",
            "steps.tokens_per_step.large: this key is missing"),
        wrong(
            "steps: [0, 1, {from: 10, to: 50, every: 10}]",
            "steps: {axis: tokens, tokens_per_step: 10}",
            "steps.axis: an axis needs either map (steps of each scale), at"),
        wrong(
            "steps: [0, 1, {from: 10, to: 50, every: 10}]",
            "steps: {axis: share, total_steps: {small: 10, large: 3}, at: [0.5]}",
            "scale 'large' has no whole step at 0.5: the nearest, 2, is at 0.66"),
        wrong(
            "steps: [0, 1, {from: 10, to: 50, every: 10}]",
            "steps: {axis: tokens, map: {small: {10: 1, 20: 2}, large: {10: 1}}}",
            "the largest scale 'large', whose steps label rows of the whole family, has no step"),
        wrong(
            "steps: [0, 1, {from: 10, to: 50, every: 10}]",
            "steps: {axis: tokens, map: {small: {10: 2, 20: 1}, large: {10: 1, 20: 2}}}",
            "steps of scale 'small' must increase along the axis, but 1 at 20.0 follows 2 at 10.0"),
        wrong(
            "steps: [0, 1, {from: 10, to: 50, every: 10}]",
            "steps: {axis: tokens, tokens_per_step: 5, tolerance: 0.5, discover: true}",
            "tolerance must lie in [0, 0.25], got 0.5"),
        wrong("kind: cosine", "kind: inverse_sqrt", "schedule.total_steps: unknown key"),
        wrong(
            "kind: cosine",
            "kind: warmup_stable_decay\n  decay_from: 100",
            "the decay must begin between warmup_steps 10 and total_steps 100, got step 100"),
        wrong("every: 10}", "every: 0}", "steps[2]: from 10 to 50 every 0 is no range"),
        wrong("every: 10}", "every: 15}", "does not meet its end 50; its last step is 40"),
        wrong("every: 10}", "evry: 10}", "steps[2].evry: unknown key; did you mean 'every'?"),
        wrong("to: 50, every: 10}", "to: 9000000000, every: 1}", "more steps than the 1000000"),
        wrong(
            "steps: [0, 1, {from: 10, to: 50, every: 10}]",
            "steps: all",
            "steps: 'all' is no step (512), range (0..9) or"),
        wrong(
            "steps: [0, 1, {from: 10, to: 50, every: 10}]",
            "steps: 7",
            "steps: expected a list such as"),
        wrong("{from: 10, to: 50, every: 10}", "50..10", "steps[2]: '50..10' is no range"),
        wrong("{from: 10, to: 50, every: 10}", "0..5", "steps must increase, but 0 follows 1"),
        wrong(
            "steps: [0, 1, {from: 10, to: 50, every: 10}]",
            "steps: {discover: false}",
            "steps.discover: only true makes sense"),
        wrong(
            "steps: [0, 1, {from: 10, to: 50, every: 10}]",
            "steps: {discover: true, from: 9, to: 3}",
            "steps are discovered from 9 to 3, which is no range"),
        wrong(
            "steps: [0, 1, {from: 10, to: 50, every: 10}]",
            "steps: {discover: yes}",
            "steps.discover: expected true or false, got 'yes'"),
        // Tensors.
        wrong("(?<block>\\d+)", "(\\d+)", "tensors.rules[1]", "has no named group 'block'"),
        wrong("(?<part>.+)", "(?<part>.+", "is not a regular expression"),
        wrong("parts: [w, b]", "parts: [w, w]", "part 'w' is listed twice"),
        wrong(
            "parts: [w, b]",
            "parts: [w, b]\n      block_kinds: [1]",
            "block_kinds: there are no kinds to choose from"),
        wrong(
            "parts: [w, b]",
            "kinds: [[w], [b]]\n      block_kinds: [1, 3]",
            "a block is of kind 3, and there are kinds 1 to 2"),
        wrong(
            "parts: [w, b]",
            "kinds: [[w], [b]]\n      block_kinds: [1, 1]",
            "no block is of kind 2"),
        wrong(
            "parts: [w, b]",
            "kinds: [[w], [b]]\n      block_kinds: [1, b]",
            "block_kinds[1]: expected a whole number"),
        wrong(
            "names: [embed.weight]",
            "name: embed.weight",
            "tensors.rules[0]: a rule needs either names (a list) or blocks"),
        wrong(
            "exclude: ['.*mask']",
            "exclude: ['embed.*']",
            "tensors: tensor 'embed.weight' is both named and excluded by 'embed.*'"),
        wrong("exclude: ['.*mask']", "exclude: ['*mask']", "'*mask' is not a regular expression"),
        wrong("unmatched: refuse", "unmatched: drop", "known: refuse, ignore"),
        wrong(
            "expected_tensors: 5", "expected_tensors: 0", "expected a positive number of tensors"),
        // Window.
        wrong("{from: 10, to: 40}", "{from: 40, to: 10}", "a window from 40 to 10 holds no steps"),
        wrong("{from: 10, to: 40}", "automatic", "window: expected auto or {from: ..., to: ...}"),
        wrong("{from: 10, to: 40}", "{from: 10}", "window.to: this key is missing"),
        // Schedule.
        wrong(
            "kind: cosine",
            "kind: cosinus",
            "schedule.kind: 'cosinus' is not known",
            "did you mean 'cosine'?"),
        wrong(
            "large: 5e-4",
            "larger: 5e-4",
            "schedule.peak.larger: is no scale of this family",
            "schedule.peak: scale 'large' has no peak rate"),
        wrong("large: 5e-4", "large: fast", "schedule.peak.large: expected a finite number"),
        wrong("large: 5e-4", "large: .inf", "expected a finite number such as 3e-4, got '.inf'"),
        wrong("large: 5e-4", "large: 0", "the peak rate of large must be positive, got 0.0"),
        wrong(
            "total_steps: 100", "total_steps: 10", "total_steps must be larger than warmup_steps"),
        wrong("warmup_steps: 10", "warmup_steps: -1", "warmup_steps must not be negative"),
        wrong("floor_ratio: 0.1", "floor_ratio: 10", "floor_ratio must lie in [0, 1], got 10.0"),
        wrong("kind: cosine", "kind: linear_to_zero", "schedule.floor_ratio: unknown key"),
        // Performance.
        wrong(
            "kind: csv", "kind: cvs", "performance.kind: 'cvs' is not known; did you mean 'csv'?"),
        wrong("{scale_path}/loss", "{scales}/loss", "placeholder {scales}; known are {scale}"),
        wrong("{scale_path}/loss", "all/loss", "names one file for all scales; add {scale_path}"),
        wrong("metric: perplexity", "metric: PPL!", "'PPL!' is no metric name"),
        wrong("direction: lower_is_better\n", "", "performance.direction: this key is missing"),
        wrong("value: loss}", "value: step}", "step and value are both column 'step'"),
        wrong(
            "kind: csv",
            "kind: csv\n  scales: {tiny: t}",
            "performance.scales.tiny: is no scale of this family; known: large, small"));
  }

  @ParameterizedTest(name = "[{index}] {1}")
  @MethodSource("wrongValues")
  void aWrongValueIsRefusedWithItsKeyAndTheRemedy(
      String stretch, String replacement, String[] message) {
    assertThatThrownBy(() -> Descriptions.load(directory, Descriptions.with(stretch, replacement)))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("toy.yaml")
        .satisfies(
            e -> {
              assertThat(((JobException) e).exitCode()).isEqualTo(ExitCode.CONFIGURATION);
              assertThat(e.getMessage()).contains(message).containsPattern("toy\\.yaml:\\d+: ");
            });
  }

  @Test
  void theDescriptionThatTheseTestsSpoilIsRight() throws IOException {
    assertThat(Descriptions.load(directory, Descriptions.GOOD).name()).isEqualTo("toy");
  }

  @Test
  void everyProblemOfAFileIsToldAtOnceWithItsLine() {
    String text =
        Descriptions.GOOD
            .replace("field: gradient", "field: grdient")
            .replace("entries: 100}", "entries: none}")
            .replace("floor_ratio: 0.1", "floor_ratoi: 0.1")
            .replace("  metric: perplexity\n", "");
    assertThatThrownBy(() -> Descriptions.load(directory, text))
        .hasMessageContaining("nothing was done. 4 problems:")
        .hasMessageContaining("toy.yaml:4: field: 'grdient' is not known; did you mean 'gradient'?")
        .hasMessageContaining("toy.yaml:7: scales[0].entries: expected a whole number")
        .hasMessageContaining("toy.yaml:28: schedule.floor_ratoi: unknown key")
        .hasMessageContaining("performance.metric: this key is missing; add it");
  }

  @Test
  void aMissingFileIsRefusedShowingItsNeighbours() throws IOException {
    Descriptions.write(directory, "pythia.yaml", Descriptions.GOOD);
    assertThatThrownBy(
            () ->
                FamilyFiles.load(
                    directory.resolve("pytia.yaml").toString(), new Configuration(false)))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("pytia.yaml does not exist")
        .hasMessageContaining("did you mean 'pythia.yaml'?")
        .extracting("exitCode")
        .isEqualTo(ExitCode.CONFIGURATION);
  }

  static Stream<Arguments> noDescriptions() {
    return Stream.of(
        Arguments.of("", "is empty"),
        Arguments.of("# nothing but a comment\n", "is empty"),
        Arguments.of("- a\n- b\n", "expected a mapping of keys to values, got a list"),
        Arguments.of("family: [unclosed\n", "is not YAML"),
        Arguments.of("family: a\n\tnote: tab\n", "toy.yaml:2 is not YAML"),
        Arguments.of("family: a\n---\nfamily: b\n", "is not YAML"),
        Arguments.of("family: *nowhere\n", "is not YAML"),
        Arguments.of("family: !!java.net.URL [x]\n", "family: expected text, got a list"),
        Arguments.of("!!java.util.Date {family: a}\n", "expected a mapping"),
        Arguments.of("scales: &all [*all]\n", "scales[0]: expected a mapping"),
        Arguments.of("? [a, b]\n: c\n", "a key must be plain text"),
        Arguments.of("x".repeat(2_000_000), "larger than 1 MiB"),
        Arguments.of("[".repeat(10_000), "nested more than 20 levels deep"));
  }

  @ParameterizedTest(name = "[{index}] {1}")
  @MethodSource("noDescriptions")
  void whatIsNoDescriptionAtAllIsRefused(String text, String message) {
    assertThatThrownBy(() -> Descriptions.load(directory, text))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("toy.yaml")
        .hasMessageContaining(message)
        .asInstanceOf(InstanceOfAssertFactories.type(JobException.class))
        .returns(ExitCode.CONFIGURATION, JobException::exitCode);
  }

  @Test
  void aFileThatIsNotUtf8IsRefused() throws IOException {
    Path file = directory.resolve("toy.yaml");
    Files.write(file, new byte[] {'f', ':', ' ', (byte) 0xff, '\n'});
    assertThatThrownBy(() -> FamilyFiles.load(file.toString(), new Configuration(false)))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("is not UTF-8 text");
  }

  @Test
  void filesThatExtendEachOtherAreRefused() throws IOException {
    Path a = Descriptions.write(directory, "a.yaml", "extends: b.yaml\n");
    Descriptions.write(directory, "b.yaml", "extends: a.yaml\n");
    assertThatThrownBy(() -> FamilyFiles.load(a.toString(), new Configuration(false)))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("b.yaml:1: extends: files extend each other in a circle");
  }

  @Test
  void aProblemTakenOverFromAnotherFileNamesThatFile() throws IOException {
    Descriptions.write(
        directory, "base.yaml", Descriptions.with("field: gradient", "field: gradeint"));
    Path file = Descriptions.write(directory, "toy2.yaml", "extends: base.yaml\nfamily: toy-2\n");
    assertThatThrownBy(() -> FamilyFiles.load(file.toString(), new Configuration(false)))
        .hasMessageContaining("toy2.yaml is not a usable family description")
        .hasMessageContaining("base.yaml:4: field: 'gradeint' is not known");
  }

  @Test
  void aBaseFileThatIsMissingIsRefused() throws IOException {
    Path file = Descriptions.write(directory, "toy.yaml", "extends: nowhere.yaml\n");
    assertThatThrownBy(() -> FamilyFiles.load(file.toString(), new Configuration(false)))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("nowhere.yaml does not exist");
  }

  @Test
  void differencesNeedTwoSteps() {
    String text =
        Descriptions.GOOD
            .replace("field: gradient", "field: checkpoint_difference")
            .replace("steps: [0, 1, {from: 10, to: 50, every: 10}]", "steps: [7]");
    assertThatThrownBy(() -> Descriptions.load(directory, text))
        .hasMessageContaining("differences need at least two steps");
  }

  @Test
  void aStoreWithoutAConnectorIsSaidToBeUnavailable() {
    Configuration hadoop = new Configuration();
    assertThatThrownBy(() -> FamilyFiles.load("nosuch://bucket/toy.yaml", hadoop))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("no file system for nosuch://bucket/toy.yaml")
        .extracting("exitCode")
        .isEqualTo(ExitCode.CONFIGURATION);
  }
}

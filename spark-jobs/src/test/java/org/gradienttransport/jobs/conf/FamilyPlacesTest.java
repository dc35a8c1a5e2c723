package org.gradienttransport.jobs.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.gradienttransport.jobs.exit.JobException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Places of snapshots that scales, seeds and hubs write each in their own way. */
final class FamilyPlacesTest {
  private static final String SEEDS =
      """
      family: seeds
      title: One family of many seeds
      field: checkpoint_difference
      variables: {seed: 3}
      root: 's3a://lab/seed{seed}'
      scales:
        - {name: small, path: 'run-{size}-{seed}', entries: 10, variables: {size: 14m}}
        - name: large
          path: 'run-{size}-{seed}'
          entries: 20
          variables: {size: 31m, seed: 4}
          snapshot: {directory: 'global_step{step}', files: ['{size}.safetensors']}
      snapshot: {directory: 'seed{seed}/step{step}-*', files: [model.safetensors]}
      hub: {repository: 'lab/{scale_path}', ref: 'step{step}'}
      steps: {discover: true}
      tensors: {rules: [{names: [w]}]}
      """;

  @TempDir Path directory;

  private Family load(String text) throws IOException {
    return Descriptions.load(directory, text);
  }

  @Test
  void aRootWithAPasswordIsRefusedWithoutRepeatingIt() {
    for (String root : new String[] {"s3a://key:hunter2@lab/{unknown}", "s3a://key:hunter2@lab"}) {
      assertThatThrownBy(() -> load(SEEDS.replace("s3a://lab/seed{seed}", root)))
          .hasMessageContaining("the root holds a password")
          .message()
          .doesNotContain("hunter2");
    }
  }

  @Test
  void variablesOfAScaleGoBeforeThoseOfItsFamily() throws IOException {
    Family family = load(SEEDS);
    Scale small = family.scales().get(0);
    Scale large = family.scales().get(1);
    assertThat(family.root()).isEqualTo("s3a://lab/seed3");
    assertThat(small.path()).isEqualTo("run-14m-3");
    assertThat(large.path()).isEqualTo("run-31m-4");
    assertThat(family.snapshots(small).directory().text()).isEqualTo("seed3/step{step}-*");
  }

  @Test
  void aScaleMayKeepItsSnapshotsInAnotherWay() throws IOException {
    Family family = load(SEEDS);
    Snapshots own = family.snapshots(family.scales().get(1));
    assertThat(own.directory().at(5)).isEqualTo("global_step5");
    assertThat(own.files().get(0).text()).isEqualTo("31m.safetensors");
  }

  @Test
  void aHubIsDescribedForEachScale() throws IOException {
    Family family = load(SEEDS);
    HubSource hub = family.hub().orElseThrow().of(family.scales().get(1));
    assertThat(hub.repository()).isEqualTo("lab/run-31m-4");
    assertThat(hub.type()).isEqualTo(HubSource.Type.MODEL);
    assertThat(hub.ref().at(5)).isEqualTo("step5");
    assertThat(hub.folder().text()).isEqualTo(".");
    assertThat(hub.files()).extracting(StepTemplate::text).containsExactly("model.safetensors");
    assertThat(load(Descriptions.GOOD).hub()).isEmpty();
  }

  @Test
  void whereAHubKeepsSnapshotsDoesNotChangeTheHash() throws IOException {
    String moved =
        SEEDS
            .replace("hub: {repository: 'lab/{scale_path}', ref: 'step{step}'}\n", "")
            .replace("global_step{step}", "step{step}");
    assertThat(load(moved).hash()).isEqualTo(load(SEEDS).hash());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "seed{seed}/step | sead{sead}/step | no variable, {sead}; did you mean 'seed'?",
        "'run-{size}-{seed}', entries: 10 | '{sizes}', entries: 10 | scales[0].path: '{sizes}' has",
        "s3a://lab/seed{seed} | s3a://lab/{size} | root: 's3a://lab/{size}' has a placeholder",
        "variables: {seed: 3} | variables: {Seed: 3} | variables.Seed: is no name for a variable",
        "variables: {seed: 3} | variables: {step: 3} | variables.step: is no name for a variable",
        "variables: {seed: 3} | variables: {seed: '*'} | variables.seed: a value is plain text",
        "ref: 'step{step}' | ref: main | none of ref 'main', folder '.' and file 'model.safetensors'",
        "lab/{scale_path} | lab/a/b | 'lab/a/b' is no repository OWNER/NAME",
        "lab/{scale_path} | lab/{scal} | no variable, {scal}; did you mean 'scale'?",
        "ref: 'step{step}' | reff: 'step{step}' | hub.reff: unknown key; did you mean 'ref'?",
        "hub: {repo | hub: {type: space, repo | 'space' is not known; known: model, dataset",
      })
  void aWrongPlaceIsRefusedAndNamed(String stretch, String replacement, String message) {
    assertThat(SEEDS).contains(stretch);
    assertThatThrownBy(() -> load(SEEDS.replace(stretch, replacement)))
        .isInstanceOf(JobException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({
    "stage1-step{step}-tokens*B, stage1-step1000-tokens5B, 1000",
    "step{step}*, step12-seed-default, 12",
    "*-{step:06}, run-b-000012, 12",
    "*/step{step}, run-a/step7, 7",
  })
  void aStarStandsForAnythingButASlash(String template, String text, long step) {
    StepTemplate written = new StepTemplate(template);
    assertThat(written.stepOf(text)).hasValue(step);
    assertThat(written.matches(text, step)).isTrue();
    assertThat(written.matches(text, step + 1)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "step{step}*, step, 0",
    "step{step}*, step12-a, 1",
    "*{step}, run12, 2",
    "*/step{step}, a/b/step7, 7",
    "stage1-step{step}-tokens*B, stage2-step1000-tokens5B, 1000",
  })
  void aStarNeverCompletesANumberNorAPath(String template, String text, long step) {
    assertThat(new StepTemplate(template).matches(text, step)).isFalse();
  }

  private static String named(String names) {
    return SEEDS.replace("size: 14m}}", "size: 14m}, step_names: " + names + "}");
  }

  @Test
  void stepsOfAScaleMayHaveNamesWithoutANumber() throws IOException {
    Family family = load(named("{5: early_b, 7: ckpt-final}"));
    StepTemplate small = family.snapshots(family.scales().get(0)).directory();
    assertThat(small.at(5)).isEqualTo("seed3/early_b");
    assertThat(small.at(6)).as("others are numbered").isEqualTo("seed3/step6-*");
    assertThat(small.stepOf("seed3/ckpt-final")).hasValue(7);
    assertThat(small.stepOf("seed3/step6-x")).hasValue(6);
    assertThat(small.stepOf("seed3/step7-x")).as("step 7 has its own name").isEmpty();
    assertThat(small.segments().get(1).stepOf("early_b")).hasValue(5);
    assertThat(family.hub().orElseThrow().of(family.scales().get(0)).ref().at(7))
        .isEqualTo("ckpt-final");
    assertThat(family.snapshots(family.scales().get(1)).directory().at(5))
        .as("of the other scale")
        .isEqualTo("global_step5");
    assertThat(family.hash()).as("names bear on no number").isEqualTo(load(SEEDS).hash());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{5: a, 7: a} | step_names gives two steps the same name",
        "{five: a} | step_names.five: expected a step and its name, as in {7: final}",
        "{5: ''} | step_names.5: expected the text of a cell",
        "{5: a/b} | 'a/b' is no name of step 5; write a plain name",
        "{5: ..} | '..' is no name of step 5",
        "{5: 'a*'} | 'a*' is no name of step 5",
        "{5: step7-x} | step 5 is named 'step7-x', which 'seed3/step{step}-*' reads as step 7",
      })
  void aNameOfAStepThatCannotBeOneIsRefused(String names, String message) {
    assertThatThrownBy(() -> load(named(names)))
        .isInstanceOf(JobException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aNameOfAStepThatIsNotListedIsRefused() {
    String listed = named("{5: a, 9: b}").replace("{discover: true}", "[5, 7]");
    assertThatThrownBy(() -> load(listed))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("step_names of scale 'small' names step 9, which is none of 'steps'");
  }
}

package org.gradienttransport.jobs.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.conf.PerformanceFiles.EvalHarness;
import org.gradienttransport.jobs.conf.PerformanceFiles.EvalJson;
import org.gradienttransport.jobs.conf.PerformanceFiles.MetricTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a right description comes to. */
final class FamilyTest {
  @TempDir Path directory;

  private Family load(String text) throws IOException {
    return Descriptions.load(directory, text);
  }

  private String hash(String stretch, String replacement) throws IOException {
    return load(Descriptions.with(stretch, replacement)).hash();
  }

  @Test
  void everyKeyArrivesWhereItBelongs() throws IOException {
    Family family = load(Descriptions.GOOD);
    assertThat(family.name()).isEqualTo("toy");
    assertThat(family.title()).isEqualTo("A toy family");
    assertThat(family.note()).isEqualTo("Not a real one.");
    assertThat(family.field()).isEqualTo(FieldSource.GRADIENT);
    assertThat(family.root()).isEqualTo("file:" + directory.resolve("runs"));
    assertThat(family.scales())
        .containsExactly(
            new Scale("small", "toy-small", 100, 100), new Scale("large", "toy-large", 1000, 5000));
    assertThat(family.snapshot().directory().at(7)).isEqualTo("step_7");
    assertThat(family.steps())
        .isEqualTo(new StepGrid.Declared(List.of(0L, 1L, 10L, 20L, 30L, 40L, 50L)));
    assertThat(family.grid()).isEqualTo(Grid.PARTIAL);
    assertThat(family.layout().rules()).hasSize(2);
    assertThat(family.expectedTensors()).hasValue(5);
    assertThat(family.window()).contains(new WindowBounds(10, 40));
    assertThat(family.schedule().peak()).containsEntry("large", 5e-4).containsEntry("small", 1e-3);
    assertThat(family.performance())
        .get()
        .isInstanceOfSatisfying(
            MetricTable.class,
            csv -> {
              assertThat(csv.source().pathOf(family.scales().get(0)).at(3))
                  .isEqualTo("toy-small/loss.csv");
              assertThat(csv.transform().of(0)).isEqualTo(1);
            });
    assertThat(family.performanceRoot()).isEqualTo(family.root());
  }

  @Test
  void whatIsLeftOutHasItsDefault() throws IOException {
    Family family =
        load(
            """
            family: least
            title: The least there is to say
            field: checkpoint_difference
            root: .
            scales: [{name: a, entries: 10}, {name: b, entries: 20}, {name: c, entries: 30}]
            snapshot: {files: ['{step}.safetensors']}
            steps: {discover: true}
            tensors: {rules: [{names: [w]}]}
            """);
    assertThat(family.note()).isEmpty();
    assertThat(family.scales()).extracting(Scale::path).containsExactly("a", "b", "c");
    assertThat(family.steps()).isEqualTo(new StepGrid.Discovered(0, Long.MAX_VALUE));
    assertThat(family.grid()).isEqualTo(Grid.STRICT);
    assertThat(family.expectedTensors()).isEmpty();
    assertThat(family.window()).isEmpty();
    assertThat(family.schedule()).isEqualTo(Schedule.UNKNOWN);
    assertThat(Schedules.rate(family.schedule(), "a", 5)).isEmpty();
    assertThat(family.performance()).isEmpty();
  }

  @Test
  void scalesAreOrderedBySizeWhateverTheFileSays() throws IOException {
    Family family = load(Descriptions.with("entries: 100}", "entries: 2000}"));
    assertThat(family.scales()).extracting(Scale::name).containsExactly("large", "small");
  }

  @ParameterizedTest
  @CsvSource({
    "title: A toy family, title: Another",
    "note: Not a real one., note: Something else.",
    "root: runs, root: s3a://bucket/runs",
    "directory: step_{step}, directory: checkpoints/{step}",
    "files: [grads.pt], 'files: [grads.safetensors, grads.pt]'",
    "path: toy-small, path: elsewhere",
    "'peak: {small: 1e-3, large: 5e-4}', 'peak: {large: 0.0005, small: 0.001}'",
    "{scale_path}/loss.csv, logs/{scale}.csv",
  })
  void placesAndTextsForPeopleDoNotChangeTheHash(String stretch, String replacement)
      throws IOException {
    assertThat(hash(stretch, replacement)).isEqualTo(load(Descriptions.GOOD).hash());
  }

  @ParameterizedTest
  @CsvSource({
    "family: toy, family: toys",
    "field: gradient, field: checkpoint_difference",
    "entries: 100}, entries: 101}",
    "parameters: 5000, parameters: 5001",
    "to: 50, to: 60",
    "grid: partial, grid: strict",
    "'parts: [w, b]', 'parts: [b, w]'",
    "exclude: ['.*mask'], exclude: ['.*masks']",
    "unmatched: refuse, unmatched: ignore",
    "expected_tensors: 5, expected_tensors: 6",
    "'window: {from: 10, to: 40}', window: auto",
    "floor_ratio: 0.1, floor_ratio: 0.2",
    "large: 5e-4, large: 6e-4",
    "transform: exp, transform: none",
    "metric: perplexity, metric: ppl",
  })
  void whatBearsOnNumbersChangesTheHash(String stretch, String replacement) throws IOException {
    assertThat(hash(stretch, replacement)).isNotEqualTo(load(Descriptions.GOOD).hash());
  }

  @Test
  void aFamilyCanBeMovedToAnotherRootWithoutChangingItsHash() throws IOException {
    Family family = load(Descriptions.GOOD);
    Family moved = MovedEvaluations.of(family.withRoot("s3a://bucket/toy"), "hdfs:///scores");
    assertThat(moved.root()).isEqualTo("s3a://bucket/toy");
    assertThat(moved.performanceRoot()).isEqualTo("hdfs:///scores");
    assertThat(moved.hash()).isEqualTo(family.hash());
    assertThat(moved).isNotEqualTo(family);
    assertThat(moved.withRoot(family.root()).performanceRoot()).isEqualTo("hdfs:///scores");
  }

  @Test
  void aFileTakesOverWhatItDoesNotSayItself() throws IOException {
    Files.createDirectories(directory.resolve("base"));
    Descriptions.write(directory.resolve("base"), "toy.yaml", Descriptions.GOOD);
    Path file =
        Descriptions.write(
            directory, "toy-2.yaml", "extends: base/toy.yaml\nfamily: toy-2\nsteps: [3, 4]\n");
    Family family = FamilyFiles.load(file.toString(), new Configuration(false));
    assertThat(family.name()).isEqualTo("toy-2");
    assertThat(family.steps()).isEqualTo(new StepGrid.Declared(List.of(3L, 4L)));
    assertThat(family.title()).isEqualTo("A toy family");
    assertThat(family.root())
        .as("relative to the file that states it")
        .isEqualTo("file:" + directory.resolve("base/runs"));
  }

  @Test
  void stepsMayBeTextInTheGrammarOfTheCommandLine() throws Exception {
    for (String text :
        List.of("0,1,10..50/10", "[0, 1, 10..50/10]", "[0-1, {from: 10, to: 50, every: 10}]")) {
      String description = Descriptions.with("[0, 1, {from: 10, to: 50, every: 10}]", text);
      assertThat(load(description).steps())
          .isEqualTo(new StepGrid.Declared(List.of(0L, 1L, 10L, 20L, 30L, 40L, 50L)));
    }
  }

  @Test
  void performanceCanBeSwitchedOffInAnExtendingFile() throws IOException {
    Descriptions.write(directory, "base.yaml", Descriptions.GOOD);
    assertThat(load("extends: base.yaml\nperformance: none\n").performance()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "s3a://bucket/a, s3a://bucket/a",
    "hdfs://host/a/b, hdfs://host/a/b",
    "/data/runs, /data/runs",
    "../runs/x, file:%s/runs/x",
  })
  void aRootMayBeAnyHadoopPath(String written, String expected) throws IOException {
    Family family = load(Descriptions.with("root: runs", "root: '" + written + "'"));
    assertThat(family.root()).isEqualTo(expected.formatted(directory.getParent()));
  }

  @Test
  void gradientsGiveOneFieldPerStepAndDifferencesOnePerPairLabelledByTheLater() {
    List<Long> steps = List.of(0L, 1L, 2L, 8L);
    assertThat(StepGrid.fields(FieldSource.GRADIENT, steps))
        .containsExactly(
            new FieldStep(0, 0), new FieldStep(1, 1), new FieldStep(2, 2), new FieldStep(8, 8));
    assertThat(StepGrid.fields(FieldSource.CHECKPOINT_DIFFERENCE, steps))
        .containsExactly(new FieldStep(0, 1), new FieldStep(1, 2), new FieldStep(2, 8));
  }

  @ParameterizedTest
  @CsvSource({
    "step_{step}, 1000, step_1000",
    "{step}, 0, 0",
    "ckpt-{step:06}, 1000, ckpt-001000",
    "ckpt-{step:03}, 1000, ckpt-1000",
    "a{step}b{step}, 7, a7b7",
  })
  void aStepTemplateReadsBackWhatItWrites(String template, long step, String text) {
    StepTemplate written = new StepTemplate(template);
    assertThat(written.at(step)).isEqualTo(text);
    assertThat(written.stepOf(text)).hasValue(step);
  }

  @ParameterizedTest
  @CsvSource({
    "step_{step}, step_007",
    "step_{step}, step_",
    "step_{step}, step_1x",
    "step.{step}, step_1",
    "ckpt-{step:06}, ckpt-1000",
    "a{step}b{step}, a7b8",
    "step_{step}, step_99999999999999999999",
    "fixed, fixed",
  })
  void aStepTemplateReadsNothingElse(String template, String text) {
    assertThat(new StepTemplate(template).stepOf(text)).isEmpty();
  }

  @Test
  void theScheduleHasItsCorners() {
    var peak = java.util.Map.of("a", 2.0);
    Schedule linear = new Schedule(Schedule.Kind.LINEAR_TO_ZERO, peak, 10, 110, 0);
    assertThat(Schedules.rate(linear, "a", 0)).hasValue(0);
    assertThat(Schedules.rate(linear, "a", 5)).hasValue(1);
    assertThat(Schedules.rate(linear, "a", 10)).hasValue(2);
    assertThat(Schedules.rate(linear, "a", 60)).hasValue(1);
    assertThat(Schedules.rate(linear, "a", 110)).hasValue(0);
    assertThat(Schedules.rate(linear, "a", 1000)).as("after the end").hasValue(0);
    Schedule cosine = new Schedule(Schedule.Kind.COSINE, peak, 10, 110, 0.1);
    assertThat(Schedules.rate(cosine, "a", 10)).hasValue(2);
    assertThat(Schedules.rate(cosine, "a", 60).orElseThrow()).isCloseTo(1.1, within(1e-15));
    assertThat(Schedules.rate(cosine, "a", 110)).hasValue(0.2);
    assertThat(Schedules.rate(cosine, "a", 1000)).as("after the end").hasValue(0.2);
    Schedule constant = new Schedule(Schedule.Kind.CONSTANT, peak, 0, 0, 0);
    assertThat(Schedules.rate(constant, "a", 0)).hasValue(2);
    assertThat(Schedules.rate(constant, "b", 0)).as("a scale without a peak").isEmpty();
  }

  private Schedule schedule(String text) throws IOException {
    String cosine = Descriptions.GOOD.replaceFirst("(?s).*(schedule:.*?)performance:.*", "$1");
    return load(Descriptions.with(cosine, "schedule: " + text + "\n")).schedule();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{kind: warmup_stable_decay, peak: 1, warmup_steps: 10, decay_from: 60, total_steps: 100,"
            + " floor_ratio: 0.2} | 0=0 5=0.5 10=1 60=1 80=0.6 100=0.2 500=0.2",
        "{kind: constant_with_cooldown, peak: 1, warmup_steps: 10, cooldown_steps: 40,"
            + " total_steps: 100, decay: one_minus_sqrt} | 5=0.5 60=1 70=0.5 100=0",
        "{kind: constant_with_cooldown, peak: 1, cooldown_steps: 40, total_steps: 100, decay:"
            + " cosine} | 0=1 60=1 80=0.5 100=0",
        "{kind: inverse_sqrt, peak: 1, warmup_steps: 100} | 50=0.5 100=1 400=0.5 10000=0.1",
        "{kind: table, peak: 1, table: {10: 0.5, 20: 1, 40: 0}} | 0=0.5 10=0.5 15=0.75 30=0.5 50=0",
      })
  void aScheduleOfEveryKindHasItsCorners(String text, String rates) throws IOException {
    Schedule schedule = schedule(text);
    for (String rate : rates.strip().split(" ", -1)) {
      String[] at = rate.split("=", -1);
      assertThat(Schedules.rate(schedule, "small", Long.parseLong(at[0])).orElseThrow())
          .as("rate at step %s", at[0])
          .isCloseTo(Double.parseDouble(at[1]), within(1e-15));
    }
    assertThat(schedule.canonical())
        .isNotEqualTo(schedule("{kind: constant, peak: 1}").canonical());
  }

  @Test
  void theHarnessCountsTasksByNameAndByPrefix() {
    Family pythia = FamilyFiles.load(Repository.family("pythia"), new Configuration(false));
    EvalHarness harness = (EvalHarness) pythia.performance().orElseThrow();
    assertThat(harness.tasks()).contains("hendrycksTest-*", "piqa").doesNotContain("piqa*");
    Scale smallest = pythia.scales().get(0);
    Scale largest = pythia.scales().get(4);
    assertThat(harness.source().covers(smallest)).as("14m has no published results").isFalse();
    assertThat(harness.source().pathOf(largest).at(1000))
        .isEqualTo("evals/pythia-v1/pythia-410m/zero-shot/410m_step1000.json");
  }

  @Test
  void performanceFilesOfTheSamplesAreWhereTheFamiliesSay() {
    for (String name : List.of("pico-mini-sample", "pythia-mini-sample")) {
      Family family = FamilyFiles.load(Repository.family(name), new Configuration(false));
      PerformanceFiles performance = family.performance().orElseThrow();
      Path root = Path.of(java.net.URI.create(family.performanceRoot()).getPath());
      for (long step : ((StepGrid.Declared) family.steps()).steps()) {
        for (Scale scale : family.scales()) {
          assertThat(root.resolve(performance.source().pathOf(scale).at(step))).exists();
        }
      }
      assertThat(performance).isInstanceOfAny(EvalJson.class, MetricTable.class);
    }
  }
}

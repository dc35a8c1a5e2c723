package org.gradienttransport.jobs.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.aggregate.FamilyAggregation;
import org.gradienttransport.jobs.aggregate.LinkedLosses;
import org.gradienttransport.jobs.aggregate.scaling.CurveFits;
import org.gradienttransport.jobs.aggregate.scaling.FitResults;
import org.gradienttransport.jobs.aggregate.scaling.FitUnit;
import org.gradienttransport.jobs.aggregate.scaling.StudyAggregation;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.FamilyFiles;
import org.gradienttransport.jobs.conf.MovedEvaluations;
import org.gradienttransport.jobs.conf.Repository;
import org.gradienttransport.jobs.plan.Plan;
import org.gradienttransport.jobs.plan.Planner;
import org.gradienttransport.jobs.run.TestRuns;
import org.gradienttransport.schemas.rows.Performance;
import org.gradienttransport.schemas.rows.PerformanceExponent;
import org.gradienttransport.schemas.vocabulary.EvaluationStatus;
import org.gradienttransport.schemas.vocabulary.FitStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evaluation files as they are published, and as they go wrong. */
class EvaluationsTest {
  private static final String HARNESS = "evals/pythia-v1/pythia-%1$s/zero-shot/%1$s_step%2$d.json";

  @TempDir Path directory;

  private static List<Performance> read(Family family) throws IOException {
    return Evaluations.read(
        new Planner(new Configuration(), 0).plan(List.of(family)), new Configuration());
  }

  private static CurveFits curves(Family family, List<Performance> performance) {
    Plan plan = new Planner(new Configuration(), 0).plan(List.of(family));
    StudyAggregation losses = new StudyAggregation(LinkedLosses.studies(plan, performance));
    List<FitUnit> units = losses.starts().stream().filter(FitUnit.Curve.class::isInstance).toList();
    return losses.curveFits(new FitResults().run(units, losses.data()));
  }

  private static Map<String, Performance> byPlace(List<Performance> rows) {
    Map<String, Performance> places = new TreeMap<>();
    rows.forEach(row -> places.put(row.scale() + " " + row.step(), row));
    return places;
  }

  private Family picoSample() throws IOException {
    Path sample = Repository.root().resolve("samples/pico-mini");
    for (String scale : List.of("d12", "d18", "d24", "d36")) {
      String evaluations = "pico-mini-" + scale + "/eval_results";
      Files.createDirectories(directory.resolve(evaluations));
      try (var files = Files.list(sample.resolve(evaluations))) {
        for (Path file : files.toList()) {
          Files.copy(file, directory.resolve(evaluations).resolve(file.getFileName()));
        }
      }
    }
    return MovedEvaluations.of(TestRuns.family("pico-mini-sample"), directory.toUri().toString());
  }

  private Path evaluation(String scale, long step) {
    return directory.resolve("pico-mini-" + scale + "/eval_results/step_" + step + ".json");
  }

  @Test
  void placesMayHaveAColon() throws IOException {
    Files.createDirectories(directory.resolve("run:8"));
    Files.writeString(directory.resolve("run:8/v:1.csv"), "step,loss\n1,3\n2,2\n");
    Path file =
        Files.writeString(
            directory.resolve("colon.yaml"),
            """
            family: colon
            title: Colons
            field: gradient
            root: .
            snapshot: {directory: 'step:{step}', files: ['w:1.safetensors']}
            steps: [1, 2]
            tensors: {rules: [{names: [w]}]}
            scales: [{name: a, path: 'run:8', entries: 10}]
            performance:
              kind: csv
              path: '{scale_path}/v:1.csv'
              metric: loss
              direction: lower_is_better
              columns: {step: step, value: loss}
            """);
    assertThat(read(FamilyFiles.load(file.toString(), new Configuration())))
        .extracting(Performance::value)
        .containsExactly(3.0, 2.0);
  }

  /** The harness puts the time of day into the names of its files, and models into folders. */
  @Test
  void aStarStandsForTheOneNameThatFits() throws IOException {
    String result =
        "{\"results\": {\"piqa\": {\"acc,none\": 0.25}}, \"config\": {\"model_args\":"
            + " \"pretrained=x\"}}";
    for (String place :
        List.of(
            "a/step1/__models__a/results_2026-01-02T03-04-05.6.json",
            "a/step12/__models__a/results_2026-01-02T03-04-05.7.json",
            "a/step2/__models__a/results_2026-01-02T03-04-05.8.json",
            "a/step2/__models__a/results_2026-01-03T03-04-05.9.json")) {
      Files.createDirectories(directory.resolve(place).getParent());
      Files.writeString(directory.resolve(place), result);
    }
    Path file =
        Files.writeString(
            directory.resolve("star.yaml"),
            """
            family: star
            title: Stars
            field: gradient
            root: .
            snapshot: {directory: 'step{step}', files: [w.safetensors]}
            steps: [1, 2, 3, 12]
            tensors: {rules: [{names: [w]}]}
            scales: [{name: a, entries: 10}]
            performance:
              kind: lm_eval_harness
              path: '{scale_path}/step{step}*/*/results_*.json'
              metric: acc
              direction: higher_is_better
              tasks: [piqa]
              expected_tasks: 1
              keys: [acc]
            """);

    Map<String, Performance> rows =
        byPlace(read(FamilyFiles.load(file.toString(), new Configuration())));

    assertThat(rows.get("a 1").value()).isEqualTo(0.25);
    assertThat(rows.get("a 1").source()).endsWith("T03-04-05.6.json");
    assertThat(rows.get("a 12").source()).endsWith("T03-04-05.7.json");
    assertThat(rows.get("a 2").status()).isEqualTo(EvaluationStatus.CORRUPT);
    assertThat(rows.get("a 2").message()).contains("05.8.json", "05.9.json");
    assertThat(rows.get("a 3").status()).isEqualTo(EvaluationStatus.MISSING);
    assertThat(rows.get("a 3").message()).contains("there is nothing like 'step3*'");
  }

  @Test
  void damagedEvaluationsAreOneRowEachAndTheOthersAreRead() throws IOException {
    Family family = picoSample();
    Files.writeString(evaluation("d12", 400), "{\"kjv_heldout\": 9.");
    Files.writeString(evaluation("d18", 80), "{\"paloma\": 59.1}");
    Files.writeString(evaluation("d24", 80), "{\"kjv_heldout\": -1}");
    Files.delete(evaluation("d36", 992));

    Map<String, Performance> rows = byPlace(read(family));

    assertThat(rows).hasSize(4 * 16);
    assertThat(rows.values().stream().filter(row -> row.status() == EvaluationStatus.OK))
        .hasSize(60);
    requireRefused(
        rows.get("d12 400"), EvaluationStatus.CORRUPT, "step_400.json", "check that the download");
    requireRefused(rows.get("d18 80"), EvaluationStatus.CORRUPT, "[paloma]", "performance.key");
    requireRefused(rows.get("d24 80"), EvaluationStatus.CORRUPT, "positive finite number");
    requireRefused(
        rows.get("d36 992"), EvaluationStatus.MISSING, "There is no file", "step_992.json");
    assertThat(rows.get("d12 8").value()).isPositive();
    assertThat(rows.get("d12 8").n()).isEqualTo(9216);
  }

  @Test
  void aStepWithTooFewEvaluationsHasNoExponentAndSaysWhich() throws IOException {
    Family family = picoSample();
    Files.writeString(evaluation("d12", 400), "");
    Files.delete(evaluation("d18", 400));

    PerformanceExponent row = exponents(family).get(400L);

    assertThat(row.status()).isEqualTo(FitStatus.TOO_FEW_SCALES);
    assertThat(row.exponent()).isNull();
    assertThat(row.message()).contains("d12 (corrupt)", "d18 (missing)");
    assertThat(exponents(family).get(480L).scales()).isEqualTo(4);
  }

  private static void requireRefused(Performance row, EvaluationStatus status, String... parts) {
    assertThat(row.status()).isEqualTo(status);
    assertThat(row.message()).contains(parts);
    assertThat(row.value()).isNull();
  }

  private static Map<Long, PerformanceExponent> exponents(Family family) throws IOException {
    Map<Long, PerformanceExponent> exponents = new TreeMap<>();
    List<Performance> performance = read(family);
    FamilyAggregation.of(family, List.of(0L), List.of(), performance, curves(family, performance))
        .of(PerformanceExponent.ROWS)
        .forEach(row -> exponents.put(row.step(), row));
    return exponents;
  }

  private static Family pythia(Path evaluations) {
    return MovedEvaluations.of(TestRuns.family("pythia"), evaluations.toUri().toString());
  }

  @Test
  void publishedHarnessResultsGiveThePublishedAccuracyExponents() throws IOException {
    Map<Long, PerformanceExponent> exponents = exponents(pythia(Repository.data("pythia-evals")));

    assertThat(exponents.values().stream().filter(row -> row.status() == FitStatus.OK))
        .hasSize(27)
        .allSatisfy(row -> assertThat(row.symbol()).isEqualTo("alpha_acc"));
    assertThat(exponents.get(0L).exponent()).isCloseTo(-0.00880, within(5e-6));
    assertThat(exponents.get(3000L).exponent()).isCloseTo(0.03046, within(5e-6));
    assertThat(exponents.get(143000L).exponent()).isCloseTo(0.04129, within(5e-6));
    assertThat(exponents.get(2000L).message()).contains("pythia-70m (missing)");
  }

  @Test
  void everyHarnessResultAveragesSixtyFiveTasks() throws IOException {
    assertThat(
            byPlace(read(pythia(Repository.data("pythia-evals")))).values().stream()
                .filter(row -> row.status() == EvaluationStatus.OK))
        .hasSize(3 * 27)
        .allSatisfy(row -> assertThat(row.tasks()).isEqualTo(65));
  }

  @Test
  void aRenamedHarnessResultCountsAtTheStepItWasMadeAt() throws IOException {
    Path published = Repository.data("pythia-evals");
    copy(published, "70m", 1000, 2000);
    copy(published, "160m", 1000, 1000);
    copy(published, "160m", 3000, 13000);
    copy(published, "160m", 3000, 3000);

    Map<String, Performance> rows = byPlace(read(pythia(directory)));

    requireRefused(
        rows.get("pythia-70m 2000"),
        EvaluationStatus.MISLABELLED,
        "says step 1000",
        "70m_step2000");
    assertThat(rows.get("pythia-70m 1000").status()).isEqualTo(EvaluationStatus.OK);
    assertThat(rows.get("pythia-70m 1000").source()).contains("70m_step2000.json");
    requireRefused(rows.get("pythia-160m 13000"), EvaluationStatus.MISLABELLED, "says step 3000");
    assertThat(rows.get("pythia-160m 3000").source()).contains("160m_step3000.json");
  }

  private void copy(Path published, String scale, long step, long as) throws IOException {
    Path target = directory.resolve(HARNESS.formatted(scale, as));
    Files.createDirectories(target.getParent());
    Files.copy(published.resolve(HARNESS.formatted(scale, step)), target);
  }

  @Test
  void aTableThatIsNotThereIsARowForEveryStepOfTheFamily() throws IOException {
    Map<String, Performance> rows =
        byPlace(
            read(
                MovedEvaluations.of(
                    TestRuns.family("pythia-mini-sample"), directory.toUri().toString())));

    assertThat(rows).hasSize(5 * 17);
    assertThat(rows.values())
        .allSatisfy(row -> requireRefused(row, EvaluationStatus.MISSING, "heldout_loss.csv"));
  }
}

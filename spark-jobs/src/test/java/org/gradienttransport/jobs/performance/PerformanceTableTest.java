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
import org.apache.spark.sql.Row;
import org.gradienttransport.jobs.SharedSpark;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.Repository;
import org.gradienttransport.jobs.plan.Planner;
import org.gradienttransport.jobs.run.TestRuns;
import org.gradienttransport.schemas.Performance;
import org.gradienttransport.schemas.PerformanceExponent;
import org.gradienttransport.schemas.TableSpec;
import org.gradienttransport.schemas.spark.SparkSchemas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evaluation files as they are published, and as they go wrong. */
class PerformanceTableTest {
  private static final String HARNESS = "evals/pythia-v1/pythia-%1$s/zero-shot/%1$s_step%2$d.json";

  @TempDir Path directory;

  private static List<Row> read(Family family) {
    return PerformanceTable.read(
        SharedSpark.session(), new Planner(new Configuration(), 0).plan(List.of(family)));
  }

  /** Rows that know their columns' names. */
  private static List<Row> named(List<Row> rows, TableSpec table) {
    return SharedSpark.session()
        .createDataFrame(rows, SparkSchemas.structType(table))
        .collectAsList();
  }

  private static Map<String, Row> byPlace(List<Row> rows) {
    Map<String, Row> places = new TreeMap<>();
    for (Row row : named(rows, Performance.TABLE)) {
      places.put(row.getAs("scale") + " " + row.getAs("step"), row);
    }
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
    return TestRuns.family("pico-mini-sample").withPerformanceRoot(directory.toUri().toString());
  }

  private Path evaluation(String scale, long step) {
    return directory.resolve("pico-mini-" + scale + "/eval_results/step_" + step + ".json");
  }

  @Test
  void damagedEvaluationsAreOneRowEachAndTheOthersAreRead() throws IOException {
    Family family = picoSample();
    Files.writeString(evaluation("d12", 400), "{\"kjv_heldout\": 9.");
    Files.writeString(evaluation("d18", 80), "{\"paloma\": 59.1}");
    Files.writeString(evaluation("d24", 80), "{\"kjv_heldout\": -1}");
    Files.delete(evaluation("d36", 992));

    Map<String, Row> rows = byPlace(read(family));

    assertThat(rows).hasSize(4 * 16);
    assertThat(rows.values().stream().filter(row -> "ok".equals(row.getAs("status")))).hasSize(60);
    requireRefused(rows.get("d12 400"), "corrupt", "step_400.json", "check that the download");
    requireRefused(rows.get("d18 80"), "corrupt", "\"paloma\"", "performance.key");
    requireRefused(rows.get("d24 80"), "corrupt", "positive finite number");
    requireRefused(rows.get("d36 992"), "missing", "There is no file", "step_992.json");
    assertThat(rows.get("d12 8").<Double>getAs("value")).isPositive();
    assertThat(rows.get("d12 8").<Long>getAs("n")).isEqualTo(9216);
  }

  @Test
  void aStepWithTooFewEvaluationsHasNoExponentAndSaysWhich() throws IOException {
    Family family = picoSample();
    Files.writeString(evaluation("d12", 400), "");
    Files.delete(evaluation("d18", 400));

    Row row = exponents(family).get(400L);

    assertThat(row.<String>getAs("status")).isEqualTo("too_few_scales");
    assertThat(row.isNullAt(row.fieldIndex("exponent"))).isTrue();
    assertThat(row.<String>getAs("message")).contains("d12 (corrupt)", "d18 (missing)");
    assertThat(exponents(family).get(480L).<Integer>getAs("scales")).isEqualTo(4);
  }

  private static void requireRefused(Row row, String status, String... parts) {
    assertThat(row.<String>getAs("status")).isEqualTo(status);
    assertThat(row.<String>getAs("message")).contains(parts);
    assertThat(row.isNullAt(row.fieldIndex("value"))).isTrue();
  }

  private static Map<Long, Row> exponents(Family family) {
    Map<Long, Row> exponents = new TreeMap<>();
    List<Row> rows =
        PerformanceExponents.of(family, named(read(family), Performance.TABLE)).stream()
            .map(PerformanceExponents.Fit::row)
            .toList();
    named(rows, PerformanceExponent.TABLE).forEach(row -> exponents.put(row.getAs("step"), row));
    return exponents;
  }

  private static Family pythia(Path evaluations) {
    return TestRuns.family("pythia").withPerformanceRoot(evaluations.toUri().toString());
  }

  @Test
  void publishedHarnessResultsGiveThePublishedAccuracyExponents() {
    Map<Long, Row> exponents = exponents(pythia(Repository.data("pythia-evals")));

    assertThat(exponents.values().stream().filter(row -> "ok".equals(row.getAs("status"))))
        .hasSize(27)
        .allSatisfy(row -> assertThat(row.<String>getAs("symbol")).isEqualTo("alpha_acc"));
    assertThat(exponents.get(0L).<Double>getAs("exponent")).isCloseTo(-0.00880, within(5e-6));
    assertThat(exponents.get(3000L).<Double>getAs("exponent")).isCloseTo(0.03046, within(5e-6));
    assertThat(exponents.get(143000L).<Double>getAs("exponent")).isCloseTo(0.04129, within(5e-6));
    assertThat(exponents.get(2000L).<String>getAs("message")).contains("pythia-70m (missing)");
  }

  @Test
  void everyHarnessResultAveragesSixtyFiveTasks() {
    assertThat(
            byPlace(read(pythia(Repository.data("pythia-evals")))).values().stream()
                .filter(row -> "ok".equals(row.getAs("status"))))
        .hasSize(3 * 27)
        .allSatisfy(row -> assertThat(row.<Integer>getAs("tasks")).isEqualTo(65));
  }

  @Test
  void aRenamedHarnessResultCountsAtTheStepItWasMadeAt() throws IOException {
    Path published = Repository.data("pythia-evals");
    copy(published, "70m", 1000, 2000);
    copy(published, "160m", 1000, 1000);
    copy(published, "160m", 3000, 13000);
    copy(published, "160m", 3000, 3000);

    Map<String, Row> rows = byPlace(read(pythia(directory)));

    requireRefused(rows.get("pythia-70m 2000"), "mislabelled", "says step 1000", "70m_step2000");
    assertThat(rows.get("pythia-70m 1000").<String>getAs("status")).isEqualTo("ok");
    assertThat(rows.get("pythia-70m 1000").<String>getAs("source")).contains("70m_step2000.json");
    requireRefused(rows.get("pythia-160m 13000"), "mislabelled", "says step 3000");
    assertThat(rows.get("pythia-160m 3000").<String>getAs("source")).contains("160m_step3000.json");
  }

  private void copy(Path published, String scale, long step, long as) throws IOException {
    Path target = directory.resolve(HARNESS.formatted(scale, as));
    Files.createDirectories(target.getParent());
    Files.copy(published.resolve(HARNESS.formatted(scale, step)), target);
  }

  @Test
  void aTableThatIsNotThereIsARowForEveryStepOfTheFamily() {
    Map<String, Row> rows =
        byPlace(
            read(
                TestRuns.family("pythia-mini-sample")
                    .withPerformanceRoot(directory.toUri().toString())));

    assertThat(rows).hasSize(5 * 17);
    assertThat(rows.values()).allSatisfy(row -> requireRefused(row, "missing", "heldout_loss.csv"));
  }
}

package org.gradienttransport.jobs.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.Variations;
import org.gradienttransport.jobs.doctor.Diagnosis.State;
import org.gradienttransport.jobs.run.TestRuns;
import org.gradienttransport.jobs.warehouse.Warehouse;
import org.gradienttransport.udfs.robustness.ProbeVariation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every line says ok, or what to do. */
class DoctorTest {
  @TempDir Path directory;
  private final SparkConf spark = new SparkConf(false).set("spark.master", "local[2]");
  private final Family family = TestRuns.family("pico-mini-sample");

  private Map<String, Diagnosis> examine(List<Family> families, Clock clock) {
    return Doctor.examine(
            Warehouse.at(directory.toUri().toString(), new Configuration()),
            families,
            List.of(),
            "auto",
            spark,
            new Configuration(),
            clock)
        .stream()
        .collect(Collectors.toMap(Diagnosis::subject, Function.identity()));
  }

  @Test
  void aSoundPlaceIsOkInEveryRespectAndNothingIsLeftBehind() throws Exception {
    Map<String, Diagnosis> found = examine(List.of(family), Clock.systemUTC());

    assertThat(found)
        .containsOnlyKeys(
            "java",
            "module openings",
            "spark",
            "hadoop",
            "warehouse",
            "conditional create",
            "replace",
            "rename",
            "clock",
            "space",
            "inputs of pico-mini-sample",
            "memory",
            "device");
    assertThat(found.values())
        .allSatisfy(
            one -> {
              assertThat(one.state()).as(one.toString()).isEqualTo(State.OK);
              assertThat(one.remedy()).isEmpty();
            });
    assertThat(found.get("memory").finding())
        .contains("this process has", "the largest field (pico-mini-sample d36) takes 4 MiB");
    try (var files = Files.walk(directory)) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void anExecutorTooSmallForTheLargestFieldIsSaid() {
    spark.set("spark.master", "spark://example:7077").set("spark.executor.memory", "1m");

    Diagnosis memory = examine(List.of(family), Clock.systemUTC()).get("memory");

    assertThat(memory.state()).isEqualTo(State.WARN);
    assertThat(memory.finding()).contains("an executor has 1 MiB");
    assertThat(memory.remedy()).contains("spark.executor.memory");
  }

  @Test
  void theLargestGraphOfTheVariationsCounts() {
    Variations dense =
        new Variations(List.of(ProbeVariation.attachment(16)), 8, List.of(), Set.of());

    Diagnosis memory =
        examine(List.of(family.withVariations(Optional.of(dense))), Clock.systemUTC())
            .get("memory");

    // 16 N edges, each in two lists, where the paper's graph has 2 N.
    assertThat(memory.finding()).contains("the largest field (pico-mini-sample d36) takes 15 MiB");
  }

  @Test
  void absentInputsAnAbsentEventLogAndAWrongClockAreSaidWithARemedy() {
    spark
        .set("spark.eventLog.enabled", "true")
        .set("spark.eventLog.dir", directory.resolve("events").toUri().toString());
    Family elsewhere = family.withRoot(directory.resolve("nowhere").toUri().toString());
    Clock wrong = Clock.offset(Clock.systemUTC(), Duration.ofHours(-3));

    Map<String, Diagnosis> found = examine(List.of(elsewhere), wrong);

    assertThat(found.get("inputs of pico-mini-sample"))
        .satisfies(
            one -> {
              assertThat(one.state()).isEqualTo(State.BROKEN);
              assertThat(one.finding()).contains("nowhere");
              assertThat(one.remedy()).contains("--root pico-mini-sample=PATH");
            });
    assertThat(found.get("event log").remedy()).contains("spark.eventLog.dir");
    assertThat(found.get("clock").state()).isEqualTo(State.WARN);
    assertThat(found.get("clock").finding()).containsPattern("differs .* by 10[78]\\d\\d s");
  }

  @Test
  void aWarehouseThatCannotBeWrittenIsBroken() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));

    List<Diagnosis> found =
        WarehouseExamination.all(
            Warehouse.at(file.resolve("below").toUri().toString(), new Configuration()),
            Clock.systemUTC());

    assertThat(found.get(0).subject()).isEqualTo("warehouse");
    assertThat(found.get(0).state()).isEqualTo(State.BROKEN);
    assertThat(found.get(0).remedy()).contains("permissions");
  }

  @Test
  void versionsThatDoNotGoTogetherAreSaid() {
    assertThat(JavaExamination.hadoop("3.4.2", 25).state()).isEqualTo(State.BROKEN);
    assertThat(JavaExamination.hadoop("3.4.2", 17).state()).isEqualTo(State.OK);
    assertThat(JavaExamination.hadoop("3.4.3", 25).state()).isEqualTo(State.OK);
    assertThat(JavaExamination.spark("3.5.6").remedy()).contains("Spark 4.2");
    assertThat(JavaExamination.java(11).remedy()).contains("JDK 17");
  }
}

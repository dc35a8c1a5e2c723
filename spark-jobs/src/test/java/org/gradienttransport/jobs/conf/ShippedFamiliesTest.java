package org.gradienttransport.jobs.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The families in conf/families are usable and say what METHOD section 5 says. */
final class ShippedFamiliesTest {
  private static Family load(String name) {
    return FamilyFiles.load(Repository.family(name), new Configuration(false));
  }

  private static List<Long> entries(String name) {
    return load(name).scales().stream().map(Scale::entries).toList();
  }

  private static List<FieldStep> fields(String name) {
    Family family = load(name);
    return StepGrid.fields(family.field(), ((StepGrid.Declared) family.steps()).steps());
  }

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(Repository.root().resolve("conf/families"))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyFileDescribesAFamilyAndSurvivesSerialization(Path file) throws Exception {
    Family family = FamilyFiles.load(file.toString(), new Configuration(false));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(family);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(family);
    }
    assertThat(family.hash()).matches("[0-9a-f]{64}");
  }

  @Test
  void polyPythiasIsOneFileOfNineMembers() {
    List<Family> members =
        FamilyFiles.loadAll(Repository.family("polypythias-seeds"), new Configuration(false));

    assertThat(members).hasSize(9);
    assertThat(members)
        .allSatisfy(
            member -> {
              assertThat(member.cohort().orElseThrow().cohort()).isEqualTo("polypythias");
              assertThat(member.scales()).hasSize(5);
            });
    assertThat(members.get(2).name()).isEqualTo("polypythias-seed3");
    assertThat(members.get(2).cohort().orElseThrow().member()).isEqualTo("3");
    assertThat(members.get(2).title()).contains("seed 3");
    assertThat(members.get(8).scales().get(4).path()).isEqualTo("pythia-410m-seed9");
  }

  @Test
  void theThirdSeedOfTheCohortIsTheFamilyOfItsOwnFile() {
    Family alone = load("polypythias");
    Family member =
        FamilyFiles.loadAll(Repository.family("polypythias-seeds"), new Configuration(false))
            .get(2);

    assertThat(member.steps()).isEqualTo(alone.steps());
    assertThat(member.layout()).isEqualTo(alone.layout());
    assertThat(member.scales().stream().map(Scale::path))
        .isEqualTo(alone.scales().stream().map(Scale::path).toList());
  }

  @Test
  void theScalesOfTheRealFamiliesAreThePapers() {
    assertThat(entries("pico-lm")).containsExactly(589_824L, 9_437_184L, 37_748_736L, 150_994_944L);
    assertThat(entries("pythia"))
        .containsExactly(14_067_712L, 30_494_720L, 70_426_624L, 162_322_944L, 405_334_016L);
    assertThat(entries("polypythias")).isEqualTo(entries("pythia"));
    assertThat(load("polypythias").scales().get(4).path()).isEqualTo("pythia-410m-seed3");
  }

  @Test
  void theScalesOfTheMinisAreThoseOfTheirFiles() {
    assertThat(entries("pico-mini")).containsExactly(9216L, 20_736L, 36_864L, 82_944L);
    assertThat(entries("pythia-mini")).containsExactly(6096L, 9664L, 26_328L, 44_320L, 86_640L);
    assertThat(entries("pico-mini-sample")).isEqualTo(entries("pico-mini"));
    assertThat(entries("pythia-mini-sample")).isEqualTo(entries("pythia-mini"));
  }

  @ParameterizedTest
  @CsvSource({
    "pico-lm, 125, 0, 0, 124000",
    "pico-mini, 125, 0, 0, 992",
    "pico-mini-sample, 16, 0, 0, 992",
    "pythia, 153, 0, 1, 143000",
    "polypythias, 153, 0, 1, 143000",
    "pythia-mini, 153, 0, 1, 1200",
    "pythia-mini-sample, 16, 0, 1, 1200",
  })
  void everyFamilyHasItsFields(String name, int count, long firstFrom, long first, long last) {
    List<FieldStep> fields = fields(name);
    assertThat(fields).hasSize(count);
    assertThat(fields.get(0)).isEqualTo(new FieldStep(firstFrom, first));
    assertThat(fields.get(count - 1).step()).isEqualTo(last);
  }

  @Test
  void theWindowsOfTheRealFamiliesHoldAsManyFieldsAsInThePaper() {
    assertThat(load("pico-lm").window()).contains(new WindowBounds(5000, 60_000));
    assertThat(load("pythia").window()).contains(new WindowBounds(4000, 73_000));
    assertThat(load("pico-mini").window()).isEmpty();
    assertThat(fields("pico-lm").stream().filter(f -> f.step() >= 5000 && f.step() <= 60_000))
        .hasSize(56);
    assertThat(fields("pythia").stream().filter(f -> f.step() >= 4000 && f.step() <= 73_000))
        .hasSize(70);
  }

  @Test
  void theSamplesKeepTheFieldsThatReferenceRowsExistFor() {
    assertThat(fields("pico-mini-sample"))
        .contains(new FieldStep(0, 0), new FieldStep(400, 400), new FieldStep(800, 800));
    assertThat(fields("pythia-mini-sample"))
        .contains(new FieldStep(0, 1), new FieldStep(1, 2), new FieldStep(192, 200));
  }

  @Test
  void aFamilyThatIsNotTheRealOneSaysSo() {
    for (String name : List.of("pico-mini", "pico-mini-sample")) {
      assertThat(load(name).note()).contains("Not Pico-LM");
    }
    for (String name : List.of("pythia-mini", "pythia-mini-sample")) {
      assertThat(load(name).note()).contains("Not Pythia");
    }
  }

  @Test
  void aRootIsRelativeToTheFileThatStatesIt() {
    Path repository = Repository.root().toAbsolutePath().normalize();
    assertThat(load("pico-mini").root())
        .isEqualTo("file:" + repository.getParent() + "/shared/data/pico-mini");
    assertThat(load("pico-mini-sample").root())
        .isEqualTo("file:" + repository + "/samples/pico-mini");
  }

  @ParameterizedTest
  @CsvSource({
    "pico-mini, pico-mini-d12, d12",
    "pico-mini, pico-mini-d18, d18",
    "pico-mini, pico-mini-d24, d24",
    "pico-mini, pico-mini-d36, d36",
    "pythia-mini, pythia-mini-6k, pythia-mini-6k",
    "pythia-mini, pythia-mini-10k, pythia-mini-10k",
    "pythia-mini, pythia-mini-26k, pythia-mini-26k",
    "pythia-mini, pythia-mini-44k, pythia-mini-44k",
    "pythia-mini, pythia-mini-87k, pythia-mini-87k",
  })
  void theScheduleIsTheRateColumnOfTheTrainingLog(String name, String run, String scale)
      throws IOException {
    Schedule schedule = load(name).schedule();
    List<String> rows = Files.readAllLines(Repository.data(name + "/" + run + "/train_loss.csv"));
    assertThat(rows).hasSizeGreaterThan(900);
    for (String row : rows.subList(1, rows.size())) {
      String[] cells = row.split(",", -1);
      double logged = Double.parseDouble(cells[2]);
      // The log has seven significant digits.
      assertThat(Schedules.rate(schedule, scale, Long.parseLong(cells[0])).orElseThrow())
          .as("rate at step %s", cells[0])
          .isCloseTo(logged, within(logged * 1e-6));
    }
  }

  @Test
  void theRatesOfTheRealFamiliesMeetTheirPublishedCorners() {
    Schedule pico = load("pico-lm").schedule();
    assertThat(Schedules.rate(pico, "tiny", 0).orElseThrow()).isZero();
    assertThat(Schedules.rate(pico, "large", 2500).orElseThrow()).isEqualTo(3e-4);
    assertThat(Schedules.rate(pico, "tiny", 200_000).orElseThrow()).isZero();
    Schedule pythia = load("pythia").schedule();
    assertThat(Schedules.rate(pythia, "pythia-14m", 1430).orElseThrow()).isEqualTo(1e-3);
    assertThat(Schedules.rate(pythia, "pythia-160m", 1430).orElseThrow()).isEqualTo(6e-4);
    assertThat(Schedules.rate(pythia, "pythia-410m", 143_000).orElseThrow())
        .isCloseTo(3e-5, within(1e-18));
  }
}

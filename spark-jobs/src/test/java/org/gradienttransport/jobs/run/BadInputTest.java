package org.gradienttransport.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.Repository;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.schemas.FieldTransport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are damaged, hold NaN, have the wrong size or are not there, among good ones. */
class BadInputTest {
  private static final String STEP =
      "pico-mini-d18/checkpoints/step_400/learning_dynamics/train_gradients.pt";

  @TempDir Path directory;
  private Path input;
  private Family family;

  @BeforeEach
  void copySample() throws IOException {
    input = directory.resolve("input");
    Path sample = Repository.root().resolve("samples/pico-mini");
    try (Stream<Path> files = Files.walk(sample)) {
      for (Path file : files.toList()) {
        Path copy = input.resolve(sample.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
    family = TestRuns.family("pico-mini-sample").withRoot(input.toUri().toString());
  }

  @Test
  void aTruncatedFileIsOneRowThatSaysSoAndTheRunGoesOn() throws IOException {
    Path file = input.resolve(STEP);
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.setLength(Files.size(file) / 2);
    }
    Row row = runAndFindRefused(ExitCode.BAD_DATA);
    assertThat(row.<String>getAs("status")).isEqualTo("corrupt");
    assertThat(row.<String>getAs("message")).contains("step_400").contains("Remedy:");
  }

  @Test
  void aFlippedByteInTheDataIsNoticedByItsChecksum() throws IOException {
    Path file = input.resolve(STEP);
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      long middle = Files.size(file) / 2;
      access.seek(middle);
      int value = access.read();
      access.seek(middle);
      access.write(value ^ 0x10);
    }
    Row row = runAndFindRefused(ExitCode.BAD_DATA);
    assertThat(row.<String>getAs("status")).isEqualTo("corrupt");
    assertThat(row.<String>getAs("message")).containsIgnoringCase("crc");
  }

  @Test
  void aMissingFileIsOneRowThatNamesItAndTheRunGoesOn() throws IOException {
    Files.delete(input.resolve(STEP));
    Row row = runAndFindRefused(ExitCode.MISSING_INPUT);
    assertThat(row.<String>getAs("status")).isEqualTo("missing");
    assertThat(row.<String>getAs("message")).contains("step_400").contains("train_gradients.pt");
  }

  @Test
  void aFieldWithNaNIsRefusedNamingTheEntry() throws IOException {
    new TorchFilePatch(input.resolve(STEP)).writeFirstFloat(Float.NaN);
    Row row = runAndFindRefused(ExitCode.BAD_DATA);
    assertThat(row.<String>getAs("status")).isEqualTo("not_finite");
    assertThat(row.<String>getAs("message")).contains("NaN").contains("entry ");
  }

  @Test
  void aFileOfAnotherScaleIsRefusedForItsSize() throws IOException {
    Files.copy(
        input.resolve(STEP.replace("d18", "d12")),
        input.resolve(STEP),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    Row row = runAndFindRefused(ExitCode.BAD_DATA);
    assertThat(row.<String>getAs("status")).isEqualTo("wrong_size");
    assertThat(row.<String>getAs("message")).contains("9216").contains("20736");
  }

  /** Runs with the damage, and compares everything else with a run on the undamaged sample. */
  private Row runAndFindRefused(ExitCode expected) throws IOException {
    Path good = directory.resolve("good");
    Path bad = directory.resolve("bad");
    TestRuns.run(good, TestRuns.settings(TestRuns.family("pico-mini-sample")));
    RunOutcome outcome = TestRuns.run(bad, TestRuns.settings(family));
    assertThat(outcome.exitCode()).isEqualTo(expected);

    Map<String, String> wanted = fields(good);
    Map<String, String> found = fields(bad);
    assertThat(found.keySet()).isEqualTo(wanted.keySet());
    wanted.remove("pico-mini-d18 400");
    wanted.remove("d18 400");
    found.keySet().retainAll(wanted.keySet());
    assertThat(found).isEqualTo(wanted).hasSize(63);

    List<Row> refused =
        TestRuns.current(bad).rows(FieldTransport.TABLE).where("status <> 'ok'").collectAsList();
    assertThat(refused).hasSize(1);
    Row row = refused.get(0);
    assertThat(row.<Long>getAs("step")).isEqualTo(400);
    assertThat(row.isNullAt(row.fieldIndex("s"))).isTrue();
    return row;
  }

  private static Map<String, String> fields(Path warehouse) throws IOException {
    Set<String> places = Set.of("input_path", "from_input_path", "input_bytes", "measurement_key");
    Map<String, String> rows = new HashMap<>();
    List<String> names =
        FieldTransport.TABLE.valueColumns().stream()
            .map(org.gradienttransport.schemas.Column::name)
            .filter(name -> !places.contains(name))
            .toList();
    for (Row row : TestRuns.current(warehouse).rows(FieldTransport.TABLE).collectAsList()) {
      StringBuilder text = new StringBuilder();
      for (String name : names) {
        text.append(row.<Object>getAs(name)).append('|');
      }
      rows.put(row.getAs("scale") + " " + row.getAs("step"), text.toString());
    }
    return rows;
  }
}

package org.gradienttransport.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.Repository;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are damaged, hold NaN, have the wrong size or are not there, among good ones. */
@Tag("spark")
class BadInputTest {
  @TempDir Path directory;
  private Path input;

  @Test
  void damagedFilesAreRowsThatSayWhatIsWrongAndTheRunGoesOn() throws IOException {
    copySample();
    truncate(step("d18", 400));
    flipAByte(step("d24", 80));
    new TorchFilePatch(step("d12", 800)).writeFirstFloat(Float.NaN);
    Files.copy(step("d12", 160), step("d36", 160), StandardCopyOption.REPLACE_EXISTING);

    Map<String, Row> refused = runBesideGood(ExitCode.BAD_DATA);

    assertThat(refused).hasSize(4);
    requireRefused(refused.get("d18 400"), "corrupt", "step_400", "Remedy:");
    requireRefused(refused.get("d24 80"), "corrupt", "step_80", "checksum");
    requireRefused(refused.get("d12 800"), "not_finite", "step_800", "entry 0", "NaN");
    requireRefused(refused.get("d36 160"), "wrong_size", "9216", "82944");
  }

  @Test
  void aMissingFileIsARowThatNamesItAndTheExitCodeSaysSo() throws IOException {
    copySample();
    Files.delete(step("d24", 400));

    Map<String, Row> refused = runBesideGood(ExitCode.MISSING_INPUT);

    assertThat(refused).hasSize(1);
    requireRefused(refused.get("d24 400"), "missing", "step_400", "train_gradients.pt");
  }

  private static void requireRefused(Row row, String status, String... messageParts) {
    assertThat(row.<String>getAs("status")).isEqualTo(status);
    assertThat(row.<String>getAs("message")).contains(messageParts);
    assertThat(row.isNullAt(row.fieldIndex("s"))).isTrue();
  }

  /** Runs on the damaged copy; every other row must equal the undamaged sample's. */
  private Map<String, Row> runBesideGood(ExitCode expected) throws IOException {
    Path bad = directory.resolve("bad");
    Family damaged = TestRuns.family("pico-mini-sample").withRoot(input.toUri().toString());
    assertThat(TestRuns.run(bad, TestRuns.settings(damaged)).exitCode()).isEqualTo(expected);

    Map<String, Row> rows = fields(bad);
    Map<String, Row> refused = new HashMap<>(rows);
    refused.values().removeIf(row -> row.<String>getAs("status").equals("ok"));
    Map<ExpectedRows.Field, ExpectedRows.Numbers> wanted = ExpectedRows.all();
    rows.keySet().removeAll(refused.keySet());
    assertThat(rows).hasSize(64 - refused.size());
    rows.values()
        .forEach(
            row ->
                assertThat(ExpectedRows.numbers(row))
                    .isEqualTo(wanted.get(ExpectedRows.field(row, "pico-mini"))));
    return refused;
  }

  private static Map<String, Row> fields(Path warehouse) {
    Map<String, Row> rows = new HashMap<>();
    for (Row row : TestRuns.current(warehouse).rows(FieldTransport.ROWS.table()).collectAsList()) {
      rows.put(row.getAs("scale") + " " + row.getAs("step"), row);
    }
    return rows;
  }

  private Path step(String scale, long step) {
    return input.resolve(
        "pico-mini-%s/checkpoints/step_%d/learning_dynamics/train_gradients.pt"
            .formatted(scale, step));
  }

  private static void truncate(Path file) throws IOException {
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.setLength(Files.size(file) / 2);
    }
  }

  private static void flipAByte(Path file) throws IOException {
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      long middle = Files.size(file) / 2;
      access.seek(middle);
      int value = access.read();
      access.seek(middle);
      access.write(value ^ 0x10);
    }
  }

  private void copySample() throws IOException {
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
  }
}

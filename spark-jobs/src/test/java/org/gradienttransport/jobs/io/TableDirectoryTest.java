package org.gradienttransport.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.schemas.rows.NullFloor;
import org.gradienttransport.schemas.rows.Performance;
import org.gradienttransport.schemas.vocabulary.EvaluationStatus;
import org.gradienttransport.schemas.vocabulary.FitStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of a run directory, written and read without Spark. */
class TableDirectoryTest {
  @TempDir private Path folder;
  private TableDirectory tables;

  @BeforeEach
  void open() throws IOException {
    tables = reopened();
  }

  private TableDirectory reopened() throws IOException {
    return new TableDirectory(
        FileSystem.getLocal(new Configuration()), new org.apache.hadoop.fs.Path(folder.toUri()));
  }

  private static Performance row(String family, long step, Double value) {
    return new Performance(
        family, "s", step, "m", value, null, null, "src", EvaluationStatus.OK, null);
  }

  @Test
  void rowsComeBackInTheOrderOfTheTable() throws IOException {
    tables.write(Performance.ROWS, List.of(row("b", 1, 1.0), row("a", 10, 2.0), row("a", 9, 3.0)));

    assertThat(reopened().of(Performance.ROWS))
        .containsExactly(row("a", 9, 3.0), row("a", 10, 2.0), row("b", 1, 1.0));
  }

  @Test
  void aTableThatIsNotThereHasNoRows() {
    assertThat(tables.of(Performance.ROWS)).isEmpty();
  }

  @Test
  void filesThatAreNoPartsAreNotRead() throws IOException {
    tables.write(Performance.ROWS, List.of(row("a", 1, 1.0)));
    Files.writeString(folder.resolve("performance/_SUCCESS"), "");
    Files.writeString(folder.resolve("performance/.part.crc"), "x");

    assertThat(reopened().of(Performance.ROWS)).hasSize(1);
  }

  @Test
  void aKeyThatStandsTwiceIsRefusedByName() {
    assertThatThrownBy(
            () -> tables.write(Performance.ROWS, List.of(row("a", 1, 1.0), row("a", 1, 2.0))))
        .isInstanceOfSatisfying(
            JobException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.INTERNAL))
        .hasMessageContaining("performance")
        .hasMessageContaining("[a, s, 1, m] more than once");
    assertThat(folder.resolve("performance")).doesNotExist();
  }

  @Test
  void aMissingValueIsRefusedByName() {
    assertThatThrownBy(() -> tables.write(Performance.ROWS, List.of(row(null, 1, 1.0))))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("family is null");
  }

  @Test
  void aListWithANumberThatIsNotFiniteIsRefusedByName() {
    NullFloor floor =
        new NullFloor(
            "l",
            1,
            0,
            43,
            List.of(3L),
            List.of(1L),
            List.of(1L),
            List.of(Double.NaN),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            "m",
            FitStatus.NO_SPREAD,
            null,
            null,
            null);

    assertThatThrownBy(() -> tables.write(NullFloor.ROWS, List.of(floor)))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("efficiencies is NaN");
  }
}

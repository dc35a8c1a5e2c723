package org.gradienttransport.jobs.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.FamilyFiles;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.measure.WaveSize;
import org.gradienttransport.jobs.run.TestRuns;
import org.gradienttransport.jobs.warehouse.Warehouse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that shells, SQL, globs, pages and file systems could take for something else. */
class HostileNamesInARunTest {
  private static final String HOSTILE =
      "a b'c\"d;$(touch x)`y`{e,f}[g]*?%20%00&<script>\u00e9\u4e2d\u202e\ud83d\ude00-- drop";

  @TempDir Path directory;

  @Test
  @Tag("spark")
  void directoriesWithAnyNameGiveTheRowsOfPlainOnes() throws IOException {
    Path plain = directory.resolve("plain");
    TestRuns.run(plain.resolve("warehouse"), TestRuns.settings(family(plain)));

    Path hostile = directory.resolve(HOSTILE);
    TestRuns.run(hostile.resolve("ware house[1]*"), TestRuns.settings(family(hostile)));
    // The second run reads what the first wrote, and compares with it.
    TestRuns.run(
        hostile.resolve("ware house[1]*"),
        TestRuns.settings(List.of(family(hostile)), 1, 1, 1, new WaveSize(2, Long.MAX_VALUE)));
    TestRuns.run(
        plain.resolve("warehouse"),
        TestRuns.settings(List.of(family(plain)), 1, 1, 1, new WaveSize(2, Long.MAX_VALUE)));

    Set<String> paths = Set.of("input_path", "from_input_path", "message");
    assertThat(TestRuns.values(hostile.resolve("ware house[1]*"), paths))
        .isEqualTo(TestRuns.values(plain.resolve("warehouse"), paths));
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("plain", HOSTILE);
    }
  }

  private static Family family(Path parent) throws IOException {
    return TinyFamily.write(Files.createDirectories(parent.resolve("in put")), 1, 2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../escape",
        "a/b",
        "a'; drop table runs; --",
        "<script>alert(1)</script>",
        "line\\nbreak",
        "\u00e9",
        ".."
      })
  void aFamilyWhoseNameCouldLeaveItsPlaceIsRefusedBeforeAnyWork(String name) throws IOException {
    requireRefused("family: tiny", "family: \"" + name + "\"", "family");
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "a/../../b", "x y", "a'b", "line\\nbreak"})
  void aScaleWhoseNameCouldLeaveItsPlaceIsRefusedBeforeAnyWork(String name) throws IOException {
    requireRefused("name: m300", "path: m300, name: \"" + name + "\"", "name");
  }

  @Test
  void aNameOfFourKilobytesIsKeptOrRefusedButNeverCutShort() throws IOException {
    Family family = withText("family: tiny", "family: " + "x".repeat(4096));
    assertThat(family.name()).hasSize(4096);
    assertThatThrownBy(() -> TestRuns.warehouse(directory).run("x".repeat(4096)))
        .isInstanceOfSatisfying(
            JobException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../runs", "a/b", "", ".hidden", "a b", "x\ny", "'", "é"})
  void aRunIdThatCouldLeaveTheWarehouseIsRefused(String id) {
    assertThatThrownBy(() -> TestRuns.warehouse(directory).run(id))
        .isInstanceOfSatisfying(
            JobException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessageContaining("is not a run id");
  }

  @Test
  void anAddressWithAPasswordIsRefusedWithoutRepeatingIt() throws IOException {
    assertThatThrownBy(() -> Warehouse.at("hdfs://me:hunter2@host/transport", new Configuration()))
        .isInstanceOfSatisfying(
            JobException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
        .hasMessageContaining("hdfs://me:***@host")
        .hasMessageContaining("credential provider")
        .hasMessageNotContaining("hunter2");
    assertThatThrownBy(() -> withText("root: .", "root: s3a://key:hunter2@bucket/path"))
        .isInstanceOfSatisfying(
            JobException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
        .hasMessageContaining("holds a password")
        .hasMessageNotContaining("hunter2");
    Family family = family(directory.resolve("plain"));
    assertThatThrownBy(() -> family.withRoot("s3a://key:hunter2@bucket"))
        .hasMessageContaining("holds a password")
        .hasMessageNotContaining("hunter2");
  }

  private void requireRefused(String part, String replacement, String key) {
    assertThatThrownBy(() -> withText(part, replacement))
        .isInstanceOfSatisfying(
            JobException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
        .hasMessageContaining(key);
  }

  private Family withText(String part, String replacement) throws IOException {
    family(directory.resolve("text"));
    Path file = directory.resolve("text/in put/tiny-2.yaml");
    String text = Files.readString(file);
    assertThat(text).contains(part);
    Files.writeString(file, text.replace(part, replacement));
    return FamilyFiles.load(file.toString(), new Configuration());
  }
}

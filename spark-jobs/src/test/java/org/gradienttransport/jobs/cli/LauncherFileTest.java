package org.gradienttransport.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;
import org.gradienttransport.jobs.conf.Repository;
import org.junit.jupiter.api.Test;

/** What the launcher is told of the code. */
class LauncherFileTest {
  @Test
  void commandsAreToldApartByTheirMarker() {
    String text = LauncherFile.text("a.jar:it's.jar", "duckdb.jar");

    assertThat(text)
        .containsPattern("\nspark_always='\\^\\(aggregate\\|backfill\\|.*run\\) '\n")
        .contains("\nspark_asked='^(show|sql) (.* )?--engine[ =][Ss][Pp][Aa][Rr][Kk] '\n")
        .contains("\nembedded='a.jar:it'\\''s.jar'\n", "\nduckdb_jar='duckdb.jar'\n");
    assertThat(text.lines().filter(line -> line.startsWith("spark_always=")))
        .allSatisfy(line -> assertThat(line).doesNotContain("runs", "fetch", "doctor", "synth"));
  }

  @Test
  void optionsOfSparkSubmitAreThoseOfItsOwnParser() {
    String line =
        LauncherFile.text("", "")
            .lines()
            .filter(one -> one.startsWith("submit_options="))
            .findFirst()
            .orElseThrow();

    assertThat(line)
        .startsWith("submit_options='^(")
        .endsWith("|-c)$'")
        .contains("|--conf|", "|--executor-memory|", "|--keytab|", "|--packages|")
        .doesNotContain("--supervise"); // takes no value
  }

  @Test
  void testsRunWithTheOpeningsThatSparkRunsWith() throws Exception {
    String pom = Files.readString(Repository.root().resolve("pom.xml"));

    assertThat(Stream.of(JavaModuleOptions.defaultModuleOptionArray()))
        .filteredOn(option -> option.startsWith("--add-opens"))
        .hasSizeGreaterThan(10)
        .allSatisfy(option -> assertThat(pom).contains(option))
        .allSatisfy(option -> assertThat(LauncherFile.text("", "")).contains(option));
  }
}

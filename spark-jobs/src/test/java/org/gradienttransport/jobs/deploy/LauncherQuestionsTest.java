package org.gradienttransport.jobs.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the launcher starts sql and show: with DuckDB where it can answer, with Spark elsewhere. */
class LauncherQuestionsTest {
  @TempDir Path directory;
  private Path jar;
  private Path driver;
  private Path spark;

  @BeforeEach
  void installSparkAndFetchTheDriver() throws Exception {
    jar = Files.createFile(directory.resolve("application.jar"));
    driver = Files.createFile(directory.resolve("duckdb_jdbc.jar"));
    spark = directory.resolve("spark");
    Path submit = Files.createDirectories(spark.resolve("bin")).resolve("spark-submit");
    Files.writeString(submit, "#!/bin/sh\n");
    assertThat(submit.toFile().setExecutable(true)).isTrue();
  }

  private String line(Path duckDb, String... arguments) throws Exception {
    String[] command = new String[arguments.length + 2];
    command[0] = Repository.file("deploy/bin/gradient-transport").toString();
    command[1] = "--dry-run";
    System.arraycopy(arguments, 0, command, 2, arguments.length);
    Repository.Ended ended =
        Repository.call(
            Map.of(
                "GRADIENT_TRANSPORT_JAR",
                jar.toString(),
                "GRADIENT_TRANSPORT_DUCKDB",
                duckDb.toString(),
                "SPARK_HOME",
                spark.toString()),
            command);
    assertThat(ended.code()).as(ended.output()).isZero();
    return ended.output();
  }

  @Test
  void aQuestionStartsNoSparkWhereverTheWarehouseIs() throws Exception {
    for (String warehouse : new String[] {"out", "/data/out", "file:///data/out", "s3a://b/out"}) {
      assertThat(line(driver, "sql", "--warehouse", warehouse, "SELECT 1"))
          .contains("-Dgradient.transport.duckdb=" + driver)
          .doesNotContain("spark-submit");
    }
    assertThat(line(driver, "show", "figure", "v_rel")).doesNotContain("spark-submit");
  }

  @Test
  void sparkAnswersWhereItIsAsked() throws Exception {
    assertThat(line(driver, "sql", "--engine", "spark", "SELECT 1")).contains("spark-submit");
    assertThat(line(driver, "sql", "--engine=spark", "SELECT 1")).contains("spark-submit");
  }

  @Test
  void withoutTheDriverTheCommandItselfSaysWhatIsMissing() throws Exception {
    assertThat(line(directory.resolve("absent.jar"), "sql", "SELECT 1"))
        .doesNotContain("spark-submit");
  }
}

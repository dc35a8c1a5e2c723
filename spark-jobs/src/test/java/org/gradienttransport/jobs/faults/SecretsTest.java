package org.gradienttransport.jobs.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.gradienttransport.jobs.SharedSpark;
import org.gradienttransport.jobs.cluster.TestJvm;
import org.gradienttransport.jobs.conf.Repository;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Secrets wherever a user may put one: afterwards no byte of the warehouse, of the log or of
 * Spark's event log holds one of them, whether the run went well or not.
 */
@Tag("slow")
class SecretsTest {
  /** All secrets begin like this; the slash is what made people break addresses of s3a. */
  private static final String SECRET = "hunter2/x";

  @TempDir Path directory;

  @Test
  void aGoodRunKeepsNoneOfItsSecrets() throws Exception {
    TinyFamily.write(directory.resolve("input"), 1, 2);

    assertThat(run("good", directory.resolve("input/tiny-2.yaml").toString())).isZero();

    assertThat(warehouse().resolve("runs/good/_RUN.json")).exists();
    assertThat(warehouse().resolve("runs/good/alerts.json")).exists();
    assertThat(warehouse().resolve("runs/good/report.html")).exists();
    requireNoSecret();
    requireNoSecretInRows();
  }

  @Test
  void runsThatFailDoNotRepeatThem() throws Exception {
    TinyFamily.write(directory.resolve("input"), 1, 2);
    String family = directory.resolve("input/tiny-2.yaml").toString();
    String address = "s3a://key:" + SECRET + "@bucket/place";

    assertThat(run("option", family, "--root", "tiny=" + address)).isEqualTo(78);
    assertThat(run("unnamed", family, "--root", address)).isEqualTo(78);
    assertThat(run("unknown", family, address)).isEqualTo(78);
    assertThat(run("family", address)).isEqualTo(78);
    assertThat(run("root", broken("root: .", "root: " + address))).isEqualTo(78);
    assertThat(run("quote", broken("root: .", "root: \"" + address))).isEqualTo(78);
    assertThat(run("usage", family, "--wave-units", "0")).isEqualTo(64);
    Files.delete(TinyFamily.gradient(directory.resolve("input"), 600, 2));
    assertThat(run("missing", family)).isEqualTo(66);

    assertThat(warehouse().resolve("runs/root/_ENDED.json")).content().contains("a password");
    assertThat(warehouse().resolve("runs/usage/_ENDED.json")).content().contains("64");
    assertThat(warehouse().resolve("runs/missing/_RUN.json")).exists();
    assertThat(directory.resolve("option.log")).content().contains("s3a://key:***@bucket/place");
    requireNoSecret();
    requireNoSecretInRows();
  }

  private String broken(String part, String replacement) throws IOException {
    String text = Files.readString(directory.resolve("input/tiny-2.yaml"));
    assertThat(text).contains(part);
    Path file = Files.createDirectories(directory.resolve("families")).resolve("broken.yaml");
    return Files.writeString(file, text.replace(part, replacement)).toString();
  }

  private Path warehouse() {
    return directory.resolve("warehouse");
  }

  /** A run with secrets in Spark's settings and in the environment; returns its exit status. */
  private int run(String name, String family, String... more) throws Exception {
    Path events = Files.createDirectories(directory.resolve("events"));
    List<String> options =
        List.of(
            "-Dlog4j2.configurationFile="
                + Repository.root().resolve("conf/log4j2.properties").toUri(),
            "-Dspark.master=local[2]",
            "-Dspark.driver.host=localhost",
            "-Dspark.ui.enabled=false",
            "-Dspark.sql.shuffle.partitions=1",
            "-Dspark.sql.codegen.wholeStage=false",
            "-Dspark.sql.codegen.factoryMode=NO_CODEGEN",
            "-Dspark.eventLog.enabled=true",
            "-Dspark.eventLog.compress=false",
            "-Dspark.eventLog.dir=" + events.toUri(),
            "-Dspark.authenticate.secret=" + SECRET,
            "-Dspark.hadoop.fs.s3a.access.key=" + SECRET,
            "-Dspark.hadoop.fs.s3a.secret.key=" + SECRET,
            "-Dspark.hadoop.fs.s3a.session.token=" + SECRET,
            "-Dspark.hadoop.fs.s3a.bucket.one.secret.key=" + SECRET,
            "-Djavax.net.ssl.trustStorePassword=" + SECRET);
    List<String> arguments =
        new ArrayList<>(
            List.of("run", "--warehouse", warehouse().toString(), "--run-id", name, "--nulls"));
    arguments.addAll(List.of("0", "--family", family));
    arguments.addAll(List.of(more));
    try (TestJvm job =
        TestJvm.start(
            directory.resolve(name + ".log"),
            options,
            Map.of("AWS_SECRET_ACCESS_KEY", SECRET, "HF_TOKEN", SECRET),
            org.gradienttransport.jobs.GradientTransport.class,
            arguments.toArray(String[]::new))) {
      return job.exitStatus();
    }
  }

  /** The files as bytes: logs, events, JSON, pages, and Parquet's own text. */
  private void requireNoSecret() throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(directory)) {
      all =
          files
              .filter(Files::isRegularFile)
              .filter(file -> !file.startsWith(directory.resolve("families")))
              .toList();
    }
    assertThat(all).anyMatch(file -> file.toString().contains("/events/"));
    for (Path file : all) {
      String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      assertThat(text.contains("hunter2")).as("a secret in %s", file).isFalse();
    }
  }

  /** Parquet compresses, so its rows are looked at too. */
  private void requireNoSecretInRows() throws IOException {
    List<Path> folders;
    try (Stream<Path> files = Files.walk(warehouse())) {
      folders =
          files
              .filter(file -> file.toString().endsWith(".parquet"))
              .map(Path::getParent)
              .distinct()
              .toList();
    }
    assertThat(folders).hasSizeGreaterThan(10);
    for (Path folder : folders) {
      for (Row row : SharedSpark.session().read().parquet(folder.toString()).collectAsList()) {
        assertThat(row.toString()).as("a row of %s", folder).doesNotContain("hunter2");
      }
    }
  }
}

package org.gradienttransport.jobs.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the launcher builds: never what was installed, and a checkout only after a change. */
class InstalledCopyTest {
  @TempDir Path directory;
  private Path home;
  private Path launcher;
  private Path jar;
  private Path tools;

  /** A home with an application jar, and a Java and a Maven that only say what they were told. */
  @BeforeEach
  void install() throws Exception {
    home = directory.resolve("opt/gradient transport");
    launcher = home.resolve("deploy/bin/gradient-transport");
    Files.createDirectories(launcher.getParent());
    Files.copy(Repository.file("deploy/bin/gradient-transport"), launcher);
    jar = home.resolve("spark-jobs/target/gradient-transport.jar");
    Files.createDirectories(jar.getParent());
    Files.writeString(jar, "");
    Files.writeString(
        jar.resolveSibling("launcher.sh"),
        "main=Main; spark_always='^(run) '; spark_asked='^$'; submit_options='^$';"
            + " duckdb_property=a; duckdb_jar=b; properties_property=c; opens=; spark_jvm=;"
            + " quick_jvm=; embedded='"
            + jar
            + "'\n");
    tools = Files.createDirectories(directory.resolve("tools"));
    program("java", "echo started \"$@\"");
    program("mvn", "echo maven \"$@\"; exit 1");
  }

  private void program(String name, String does) throws Exception {
    Path file = Files.writeString(tools.resolve(name), "#!/bin/bash\n" + does + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private void checkOut() throws Exception {
    Files.copy(Repository.file("deploy/bin/checkout"), launcher.resolveSibling("checkout"));
    for (String file :
        new String[] {
          "pom.xml",
          "schemas/pom.xml",
          "udfs/pom.xml",
          "spark-jobs/pom.xml",
          "schemas/src/main/A.java",
          "udfs/src/main/B.java",
          "spark-jobs/src/main/C.java"
        }) {
      Path source = home.resolve(file);
      Files.createDirectories(source.getParent());
      Files.writeString(source, file);
    }
    Files.writeString(
        jar.resolveSibling("gradient-transport.sources"), launch("--sources-digest").output());
  }

  /** What copying without times does: sources that look newer than what was built of them. */
  private void makeTheJarLookOld() throws Exception {
    Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
  }

  private Repository.Ended launch(String... arguments) throws Exception {
    String[] command = new String[arguments.length + 1];
    command[0] = launcher.toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return Repository.call(
        Map.of(
            "PATH", tools + ":" + System.getenv("PATH"),
            "JAVA_HOME", "",
            "SPARK_HOME", "",
            "GRADIENT_TRANSPORT_JAR", ""),
        command);
  }

  @Test
  void anInstallationWithoutSourcesIsNeverBuilt() throws Exception {
    makeTheJarLookOld();
    assertThat(launch("--help").output()).contains("started").doesNotContain("maven");

    Files.delete(jar);
    Repository.Ended ended = launch("--help");

    assertThat(ended.code()).isEqualTo(78);
    assertThat(ended.output())
        .contains("is missing from this installation", "install it again")
        .doesNotContain("maven");
  }

  @Test
  void aCopyOfACheckoutIsNotBuiltAgainThoughItsTimesAreOfCopying() throws Exception {
    checkOut();
    makeTheJarLookOld();

    assertThat(launch("--help").output()).contains("started").doesNotContain("maven");
  }

  @Test
  void theConnectorOfS3IsFetchedWhenItIsFirstNeededAndThenOnTheClassPath() throws Exception {
    checkOut();
    Files.copy(Repository.file("deploy/bin/fetch-s3a"), launcher.resolveSibling("fetch-s3a"));
    String[] run = {"run", "--warehouse", "s3a://bucket/out", "--family", "f.yaml"};

    Repository.Ended ended = launch(run);
    assertThat(ended.code()).isEqualTo(78);
    assertThat(ended.output())
        .contains("fetching Hadoop's connector of S3", "dependency:copy-dependencies");

    program(
        "mvn",
        "for word in \"$@\"; do touch \"${word#*Directory=}/hadoop-aws-3.jar\"; done 2>/dev/null");
    assertThat(launch(run).output()).contains(jar.resolveSibling("s3a") + "/*");
    assertThat(jar.resolveSibling("s3a/hadoop-aws-3.jar")).exists();
  }

  @Test
  void aCheckoutWhoseSourcesChangedSaysSoAndIsBuilt() throws Exception {
    checkOut();
    Files.writeString(home.resolve("udfs/src/main/B.java"), "changed");
    makeTheJarLookOld();

    Repository.Ended ended = launch("--help");

    assertThat(ended.code()).isEqualTo(78);
    assertThat(ended.output())
        .contains("older than its sources", "maven -q -Punchecked", "the build failed");
  }
}

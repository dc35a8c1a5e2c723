package org.gradienttransport.jobs.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * What operators have in files, in the environment and in names of folders, and how they stop what
 * they started.
 */
class LauncherHabitsTest extends ListeningLauncher {
  private static final Map<String, String> EMBEDDED = Map.of("SPARK_HOME", "");

  @Test
  void aPropertiesFileIsReadAsJavaReadsItToItsLastLine() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("night.conf"),
            """
            # spark.driver.memory=1g \\
            ! spark.driver.memory=2g
            spark.driver.extraJavaOptions -Da=b \\\r
               -Dc=d\\=e  \r

            spark.driver.extraClassPath = :/opt/x
             spark.driver.memory\t:\t5g""");

    launch(Map.of(), "--properties-file", file.toString(), "runs", "list", "-w", "out");

    assertThat(Files.readString(said)).contains("<-Xmx5g>", "<-Da=b><-Dc=d=e>", "<-cp><:/opt/x:");
  }

  @Test
  void javaOptionsWithQuotesStayTogether() throws Exception {
    String options = "-Da=\"b c\" '-Dd=e f' -Dg=h";

    launch(Map.of(), "--driver-java-options", options, "runs", "list", "-w", "out");
    launch(
        Map.of(),
        "--driver-java-options=" + options,
        "--master=spark://host:7077",
        "--deploy-mode=cluster",
        "run");

    List<String> lines = Files.readAllLines(said);
    assertThat(lines.get(0)).contains("<-Da=b c><-Dd=e f><-Dg=h>");
    assertThat(lines.get(1)).contains(" " + options + "><--class>");
  }

  @Test
  void whatSparkSubmitTakesFromTheEnvironmentHoldsForEmbeddedSparkAndForQuestionsToo()
      throws Exception {
    Map<String, String> environment =
        Map.of(
            "SPARK_HOME", "",
            "SPARK_DRIVER_MEMORY", "3g",
            "SPARK_SUBMIT_OPTS", "-Djava.security.krb5.conf=/etc/krb5.conf");

    launch(environment, "run", "--warehouse", "out");
    launch(environment, "--driver-memory", "4g", "runs", "list", "-w", "out");

    List<String> lines = Files.readAllLines(said);
    assertThat(lines.get(0)).contains("<-Xmx3g><-Djava.security.krb5.conf=/etc/krb5.conf>");
    assertThat(lines.get(1)).contains("<-Xmx4g><-Djava.security.krb5.conf=/etc/krb5.conf>");
  }

  @Test
  void aLocalMasterOfOnesOwnKeepsTheDefaultsOfEmbeddedSpark() throws Exception {
    for (String[] master :
        new String[][] {{"--master", "local[3]"}, {"--conf", "spark.master=local[3]"}}) {
      assertThat(
              launch(EMBEDDED, "--dry-run", master[0], master[1], "run", "--warehouse", "out")
                  .output())
          .contains("-Dspark.master=local\\[3\\] ", "/conf/spark-defaults.local.conf ");
    }
  }

  @Test
  void whoWaitsForEmbeddedSparkHasOneCollectorAndNotTheDriversMemory() throws Exception {
    for (String mode : List.of("client", "cluster")) {
      Files.deleteIfExists(said);
      Repository.Ended ended =
          launch(
              Map.of("SPARK_HOME", "", "SHOWS", "65"),
              "--wait",
              "--master",
              "spark://host:7077",
              "--deploy-mode",
              mode,
              "run",
              "-wout");

      assertThat(ended.code()).as(ended.output()).isEqualTo(65);
      assertThat(Files.readAllLines(said))
          .hasSize(3)
          .allSatisfy(line -> assertThat(line.split("<-XX:\\+Use\\w+GC>", -1)).hasSize(2))
          .filteredOn(line -> line.contains("<runs>"))
          .hasSize(2)
          .allSatisfy(line -> assertThat(line).doesNotContain("-Xmx").contains("<out>"));
    }
  }

  @Test
  void whoIsToldToStopWhileWaitingPassesItOnAndLooksTheRunUp() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(LAUNCHER, "--wait", "--master", "yarn", "run", "--warehouse", "out")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("printed").toFile());
    builder.environment().putAll(environment(Map.of("SLEEPS", "120", "SHOWS", "65")));
    Process launcher = builder.start();
    try {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (!Files.exists(said) || Files.readString(said).lines().count() < 2) {
        assertThat(System.nanoTime()).isLessThan(deadline);
        Thread.sleep(20);
      }
      launcher.destroy();

      assertThat(launcher.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(launcher.exitValue()).isEqualTo(65);
      assertThat(Files.readString(said)).contains("<--exit-code><--summary><--submitted><143>");
    } finally {
      launcher.descendants().forEach(ProcessHandle::destroyForcibly);
      launcher.destroyForcibly();
    }
  }

  @Test
  void anInstallationMayLieInAFolderOfAnyName() throws Exception {
    Path home = directory.resolve("R&D's x");
    for (String part : List.of("deploy/bin/gradient-transport", "deploy/bin/showing")) {
      Files.createDirectories(home.resolve(part).getParent());
      Files.copy(Repository.file(part), home.resolve(part));
    }
    Path lib = Files.createDirectories(home.resolve("lib"));
    Files.writeString(
        lib.resolve("launcher.sh"),
        Files.readString(Repository.file("spark-jobs/target/launcher.sh"))
            + "\nembedded=@HOME@/lib/spark.jar\n");
    Files.createFile(lib.resolve("spark.jar"));
    Files.createFile(lib.resolve("gradient-transport.jar"));

    Repository.Ended ended =
        Repository.call(
            environment(Map.of("SPARK_HOME", "", "GRADIENT_TRANSPORT_JAR", "")),
            home.resolve("deploy/bin/gradient-transport").toString(),
            "runs",
            "list");

    assertThat(ended.code()).as(ended.output()).isZero();
    assertThat(Files.readString(said))
        .contains("<" + home + "/lib/gradient-transport.jar:" + home + "/lib/spark.jar");
  }

  @Test
  void aJarNamedWithoutAFolderIsTheOneHere() throws Exception {
    Files.writeString(
        directory.resolve("launcher.sh"),
        Files.readString(Repository.file("spark-jobs/target/launcher.sh")) + "\nmain=here.Main\n");
    ProcessBuilder builder =
        new ProcessBuilder(LAUNCHER, "runs", "list").directory(directory.toFile());
    builder.environment().putAll(environment(Map.of("GRADIENT_TRANSPORT_JAR", "application.jar")));

    assertThat(builder.start().waitFor()).isZero();
    assertThat(Files.readString(said)).contains("<here.Main><runs><list>");
  }
}

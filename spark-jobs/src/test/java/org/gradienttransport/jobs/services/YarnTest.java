package org.gradienttransport.jobs.services;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileSystem;
import org.gradienttransport.jobs.cluster.SparkInstallation;
import org.gradienttransport.jobs.cluster.TestJvm;
import org.gradienttransport.jobs.faults.TinyFamily;
import org.gradienttransport.jobs.io.Json;
import org.gradienttransport.jobs.io.SmallFiles;
import org.gradienttransport.jobs.run.TestRuns;
import org.gradienttransport.jobs.warehouse.Warehouse;
import org.gradienttransport.schemas.rows.Run;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The launcher against a resource manager and a node manager, with the warehouse on HDFS. */
@Tag("slow")
@Tag("services")
@TestInstance(Lifecycle.PER_CLASS)
class YarnTest {
  private static final String APPLICATION = "application_\\d+_\\d+";

  private Path folder;
  private HadoopCluster cluster;
  private SparkInstallation spark;
  private FileSystem files;
  private Map<String, List<String>> local;

  @BeforeAll
  void startAndUploadAFamily(@TempDir Path temporary) throws Exception {
    folder = temporary;
    List<Path> yarn = new ArrayList<>();
    for (String jar : Libraries.classPath("hadoop").split(":", -1)) {
      if (jar.contains("/spark-yarn_")) {
        yarn.add(Path.of(jar));
      }
    }
    spark = SparkInstallation.below(folder, yarn);
    cluster = HadoopCluster.yarn(folder.resolve("cluster"));
    files = new org.apache.hadoop.fs.Path(cluster.uri()).getFileSystem(cluster.configuration());
    TinyFamily.write(folder.resolve("input"), 1, 2, 3, 4);
    files.copyFromLocalFile(hadoop(folder.resolve("input").toString()), hadoop(at("input")));
    String unused =
        new Product(folder.resolve("local-logs"), List.of(), Map.of())
            .succeeds(
                "run",
                "--warehouse",
                folder.resolve("local").toUri().toString(),
                "--family",
                folder.resolve("input/tiny-4.yaml").toUri().toString());
    local = Published.values(TestRuns.warehouse(folder.resolve("local")));
  }

  @AfterAll
  void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private static org.apache.hadoop.fs.Path hadoop(String path) {
    return new org.apache.hadoop.fs.Path(path);
  }

  private String at(String path) {
    return cluster.uri() + "/" + path;
  }

  private Warehouse warehouse(String name) {
    return Warehouse.at(at(name), cluster.configuration());
  }

  /** The launcher with YARN as master, and its output in a file. */
  private Launched launch(String mode, String warehouse, String... more) throws Exception {
    return launch(Map.of(), mode, warehouse, more);
  }

  private Launched launch(
      Map<String, String> settings, String mode, String warehouse, String... more)
      throws Exception {
    Path root = Path.of(System.getProperty("repository.root"));
    List<String> line = new ArrayList<>();
    line.add(root.resolve("deploy/bin/gradient-transport").toString());
    line.addAll(List.of("--wait", "--master", "yarn", "--deploy-mode", mode));
    line.addAll(List.of("--driver-memory", "700m", "--executor-memory", "600m"));
    line.addAll(List.of("--num-executors", "1", "--executor-cores", "1"));
    Map<String, String> conf = new HashMap<>();
    conf.put("spark.yarn.jars", "local:" + folder.resolve("spark-home/jars") + "/*");
    conf.put("spark.yarn.am.memory", "400m");
    conf.put("spark.driver.host", "127.0.0.1");
    conf.put("spark.ui.port", "0");
    conf.put("spark.sql.shuffle.partitions", "2");
    String java =
        "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dlog4j2.configurationFile="
            + root.resolve("conf/log4j2.properties").toUri();
    conf.put("spark.driver.extraJavaOptions", java);
    conf.put("spark.executor.extraJavaOptions", java);
    conf.put("spark.yarn.appMasterEnv.SPARK_LOCAL_IP", "127.0.0.1");
    if (mode.equals("cluster")) {
      conf.remove("spark.driver.host");
    }
    conf.putAll(settings);
    conf.forEach((name, value) -> line.addAll(List.of("--conf", name + "=" + value)));
    line.addAll(List.of("run", "--warehouse", at(warehouse), "--family", at("input/tiny-4.yaml")));
    line.addAll(List.of(more));
    Path log = folder.resolve(warehouse + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(spark.environment());
    builder.environment().put("HADOOP_CONF_DIR", cluster.clientConfiguration().toString());
    builder.environment().put("YARN_CONF_DIR", cluster.clientConfiguration().toString());
    return new Launched(builder.start(), log);
  }

  private record Launched(Process process, Path log) {
    String requireSuccess() throws Exception {
      return requireExit(0);
    }

    String requireExit(int code) throws Exception {
      boolean ended = process.waitFor(TestJvm.BOUND_SECONDS, TimeUnit.SECONDS);
      String output = Files.readString(log);
      if (!ended) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
      assertThat(ended).as(output).isTrue();
      assertThat(process.exitValue()).as(output).isEqualTo(code);
      return output;
    }
  }

  @Test
  void waitingForADriverInTheClusterNamesItAndSaysHowItEnded() throws Exception {
    String output = launch("cluster", "inside", "--run-id", "night-in").requireSuccess();

    assertThat(output)
        .startsWith("run night-in in " + at("inside"))
        .containsPattern("run night-in: application " + APPLICATION + ", attempt 1, on \\S+ http")
        .contains("Run night-in ended with 0 OK.", "48 relaxations measured")
        .doesNotContain("\tat ");
    Warehouse warehouse = warehouse("inside");
    assertThat(Published.values(warehouse)).isEqualTo(local);
    JsonNode described = Json.parse(warehouse.runDescription("night-in").orElseThrow(), "the run");
    assertThat(described.path("application_id").asText()).matches(APPLICATION);
    assertThat(warehouse.tables("night-in").of(Run.ROWS).get(0).applicationId())
        .isEqualTo(described.path("application_id").asText());
  }

  @Test
  void aDriverOutsideTheClusterPublishesTheSame() throws Exception {
    String output = launch("client", "outside", "--run-id", "night-out").requireSuccess();

    assertThat(output).containsPattern("\\[night-out " + APPLICATION + "\\] ");
    assertThat(Published.values(warehouse("outside"))).isEqualTo(local);
  }

  @Test
  void anExecutorThatTakesMoreThanItAskedForIsKilledAndTheRunSaysWhatToRaise() throws Exception {
    String output =
        launch(
                Map.of(
                    "spark.executor.memoryOverhead", "1m",
                    "spark.executor.extraJavaOptions", "-Xms600m -XX:+AlwaysPreTouch"),
                "client",
                "large",
                "--run-id",
                "night-large",
                "--give-up-after",
                "90s")
            .requireExit(75);

    assertThat(output.lines().reduce((a, b) -> b).orElseThrow())
        .contains("Nothing has moved for 90 seconds", "lost", "because: ")
        .contains(
            "exceeding physical memory limits", "Consider boosting spark.executor.memoryOverhead.");
    assertThat(warehouse("large").completeRuns()).isEmpty();
  }

  @Test
  void theNextAttemptOfAKilledDriverTakesOverAtOnceThoughItIsOnAnotherHost() throws Exception {
    Optional<Launched> launched = Optional.empty();
    String name = "";
    for (int tries = 0; launched.isEmpty() && tries < 3; tries++) {
      name = "killed-" + tries;
      launched = killedAfterItsFirstWave(name);
    }
    assertThat(launched).as("a run that could be killed before it ended").isPresent();

    String output = launched.get().requireSuccess();

    assertThat(output)
        .containsPattern("application " + APPLICATION + ", attempt 2, on ")
        .contains("Run night-" + name + " ended with 0 OK.");
    assertThat(Published.values(warehouse(name))).isEqualTo(local);
  }

  /** A run whose driver was killed; none if the run was over before anybody could. */
  private Optional<Launched> killedAfterItsFirstWave(String name) throws Exception {
    Launched launched = launch("cluster", name, "--run-id", "night-" + name, "--wave-units", "1");
    org.apache.hadoop.fs.Path wave = hadoop(at(name + "/store/waves/0000000001.json"));
    org.apache.hadoop.fs.Path lease = hadoop(at(name + "/lock/0000000001.json"));
    org.apache.hadoop.fs.Path end = hadoop(at(name + "/runs/night-" + name + "/_RUN.json"));
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TestJvm.BOUND_SECONDS);
    while (!files.exists(wave)) {
      assertThat(System.nanoTime()).as(Files.readString(launched.log())).isLessThan(deadline);
      Thread.sleep(20);
    }
    List<ProcessHandle> drivers = cluster.containers("ApplicationMaster");
    drivers.forEach(ProcessHandle::destroyForcibly);
    Optional<String> held = SmallFiles.read(files, lease);
    if (drivers.isEmpty() || held.isEmpty() || files.exists(end)) {
      String unused = launched.requireSuccess();
      return Optional.empty();
    }
    SmallFiles.replace(
        files, lease, held.get().replaceFirst("\"host\" : \"[^\"]*\"", "\"host\" : \"far\""));
    return Optional.of(launched);
  }
}

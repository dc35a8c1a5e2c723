package org.gradienttransport.jobs.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.gradienttransport.jobs.deploy.Repository.Ended;
import org.gradienttransport.jobs.io.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckFreshnessTest {
  private static final String RUN = "2026-11-21T031500Z-1a2b3c4d";

  @TempDir Path folder;

  private static Ended check(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("bash", Repository.file("deploy/bin/check-freshness").toString()));
    command.addAll(Arrays.asList(arguments));
    return Repository.call(environment, command.toArray(String[]::new));
  }

  private static Ended check(String... arguments) throws IOException, InterruptedException {
    return check(Map.of(), arguments);
  }

  private static String description(Duration age) {
    return Json.text(
        Json.object()
            .put("run_id", RUN)
            .put("started_at", "2020-01-01T00:00:00Z")
            .put("finished_at", Instant.now().minus(age).toString()));
  }

  private Path warehouse(Duration age) throws IOException {
    Path warehouse = folder.resolve("ware house");
    Path run = Files.createDirectories(warehouse.resolve("runs").resolve(RUN));
    Files.writeString(
        warehouse.resolve("CURRENT.json"),
        Json.text(Json.object().put("run_id", RUN).put("path", "runs/" + RUN)));
    Files.writeString(run.resolve("_RUN.json"), description(age));
    return warehouse;
  }

  @Test
  void aRunThatFinishedWithinTheHoursIsFresh() throws Exception {
    Ended ended = check("--warehouse", warehouse(Duration.ofHours(3)).toString(), "--hours", "4");

    assertThat(ended.code()).as(ended.output()).isZero();
    assertThat(ended.output()).contains("the run " + RUN + " is fresh");
  }

  @Test
  void anOlderRunIsAFailedCheckThatTellsItsAge() throws Exception {
    String uri = warehouse(Duration.ofHours(50)).toUri().toString().replace("%20", " ");

    Ended ended = check("--warehouse", uri, "--hours", "36");

    assertThat(ended.code()).isEqualTo(80);
    assertThat(ended.output()).contains("finished 50 hours ago").contains("more than 36 hours");
  }

  @Test
  void aRunFromTheFutureMeansThatAClockIsWrong() throws Exception {
    Ended ended = check("--warehouse", warehouse(Duration.ofHours(-2)).toString(), "--hours", "4");

    assertThat(ended.code()).isEqualTo(80);
    assertThat(ended.output()).contains("from the future").contains("check the clocks");
  }

  @Test
  void aWarehouseWithoutAPublishedRunIsMissingInput() throws Exception {
    assertThat(check("--warehouse", folder.toString(), "--hours", "4").code()).isEqualTo(66);
  }

  @Test
  void aWarehouseThatIsNotThereOrIsDamagedCannotBeRead() throws Exception {
    assertThat(check("--warehouse", folder.resolve("no").toString(), "--hours", "4").code())
        .isEqualTo(69);
    Path warehouse = warehouse(Duration.ofHours(1));
    Files.writeString(warehouse.resolve("runs").resolve(RUN).resolve("_RUN.json"), "{}");
    Ended damaged = check("--warehouse", warehouse.toString(), "--hours", "4");
    assertThat(damaged.code()).isEqualTo(69);
    assertThat(damaged.output()).contains("does not tell when it finished");
    Files.writeString(warehouse.resolve("CURRENT.json"), "{\"run_id\": \"../../etc\"}");
    assertThat(check("--warehouse", warehouse.toString(), "--hours", "4").output())
        .contains("names no run");
  }

  @Test
  void anyOtherFileSystemIsReadThroughTheLauncher() throws Exception {
    Path launcher = folder.resolve("launcher");
    Files.writeString(
        launcher,
        "#!/bin/sh\necho \"$@\" >"
            + folder.resolve("called")
            + "\ncat <<'END'\n"
            + description(Duration.ofHours(1))
            + "\nEND\n");
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
    Map<String, String> environment = Map.of("GRADIENT_TRANSPORT_LAUNCHER", launcher.toString());

    Ended ended = check(environment, "--warehouse", "s3a://bucket/w", "--hours", "4");

    assertThat(ended.code()).as(ended.output()).isZero();
    assertThat(folder.resolve("called"))
        .hasContent("runs show --warehouse s3a://bucket/w --format json");
    assertThat(check(environment, "--warehouse", "hdfs:/w", "--hours", "4").code()).isZero();
    assertThat(folder.resolve("called")).hasContent("runs show --warehouse hdfs:/w --format json");
    Files.writeString(launcher, "#!/bin/sh\nexit 66\n");
    assertThat(check(environment, "--warehouse", "s3a://bucket/w", "--hours", "4").code())
        .isEqualTo(66);
    Files.writeString(launcher, "#!/bin/sh\nexit 70\n");
    assertThat(check(environment, "--warehouse", "s3a://bucket/w", "--hours", "4").code())
        .isEqualTo(69);
  }

  @Test
  void wrongUsageIsTold() throws Exception {
    assertThat(check().code()).isEqualTo(64);
    assertThat(check("--warehouse", "x", "--hours", "soon").output())
        .contains("must be a whole number above 0, not 'soon'");
    assertThat(check("--warehouse", "x", "--hours", "0").code()).isEqualTo(64);
    assertThat(check("--what").output()).contains("unknown argument '--what'");
    assertThat(check("--help").code()).isZero();
  }
}

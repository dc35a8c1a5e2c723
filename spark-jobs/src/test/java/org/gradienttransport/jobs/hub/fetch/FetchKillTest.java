package org.gradienttransport.jobs.hub.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.gradienttransport.jobs.cli.FetchCommand;
import org.gradienttransport.jobs.hub.fetch.FetchHarness.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The real thing: a process of its own, killed in the middle without a chance to tidy up. */
class FetchKillTest {
  private static final int SIZE = 400_000;

  @TempDir Path folder;
  private FetchHarness fetch;

  @BeforeEach
  void start() throws IOException {
    fetch = new FetchHarness(folder.resolve("target"));
  }

  @AfterEach
  void stop() {
    fetch.close();
  }

  /** What the killed process runs. */
  static final class Main {
    private Main() {}

    public static void main(String[] args) {
      new CommandLine(new FetchCommand()).execute(args);
    }
  }

  private Process fetchInAnotherProcess() throws IOException {
    String classPath =
        Optional.ofNullable(System.getProperty("surefire.test.class.path"))
            .orElse(System.getProperty("java.class.path"));
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path arguments = folder.resolve("java-arguments");
    Files.writeString(arguments, "-cp \"" + classPath + "\"");
    return new ProcessBuilder(
            java.toString(),
            "@" + arguments,
            "-XX:TieredStopAtLevel=1",
            Main.class.getName(),
            "--layout",
            "pico-lm",
            "--repo",
            FetchHarness.PICO + "@" + FetchHarness.RUN,
            "--to",
            fetch.target.toString(),
            "--hub",
            fetch.hub.address(),
            "--concurrency",
            "1",
            "--max-rate",
            "250kB",
            "--progress-seconds",
            "1")
        .redirectErrorStream(true)
        .start();
  }

  @Test
  @Timeout(60)
  void afterASigkillTheNextRunGoesOnAtTheByteItReached() throws Exception {
    Map<Long, byte[]> files = fetch.picoRun(SIZE, 0, 1000, 2000);
    Process process = fetchInAnotherProcess();
    try (BufferedReader output = process.inputReader()) {
      String line = output.readLine();
      while (line != null && !line.contains("1 of 3 files")) {
        line = output.readLine();
      }
      assertThat(line).as("it was in the second file").isNotNull();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    long held = fetch.parts().isEmpty() ? 0 : Files.size(fetch.parts().get(0));
    assertThat(fetch.files()).hasSize(1);
    fetch.hub.forgetRequests();

    Result second = fetch.fetchPico();

    assertThat(second.code()).as(second.err()).isZero();
    assertThat(second.err()).contains("2 fetched, 1 already there");
    assertThat(fetch.hub.requestsTo("storage"))
        .extracting(FakeHub.Request::range)
        .containsExactlyInAnyOrder(held == 0 ? null : "bytes=" + held + "-", null);
    for (Map.Entry<Long, byte[]> file : files.entrySet()) {
      assertThat(fetch.gradients(file.getKey())).hasBinaryContent(file.getValue());
    }
  }
}

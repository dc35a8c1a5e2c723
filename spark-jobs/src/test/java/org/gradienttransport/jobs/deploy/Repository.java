package org.gradienttransport.jobs.deploy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The repository's own files, and the tools of the machine that can judge them. */
final class Repository {
  private static final Path ROOT = Path.of(System.getProperty("repository.root"));

  private Repository() {}

  static Path file(String path) {
    return ROOT.resolve(path);
  }

  /** How a command ended, and its standard output and error together. */
  record Ended(int code, String output) {}

  static Ended call(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    return call(environment, 60, command);
  }

  static Ended call(Map<String, String> environment, long seconds, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException(List.of(command) + " did not end");
    }
    return new Ended(process.exitValue(), output);
  }

  static Ended call(String... command) throws IOException, InterruptedException {
    return call(Map.of(), command);
  }

  static boolean has(String tool) {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Path.of(folder, tool).toFile().canExecute());
  }
}

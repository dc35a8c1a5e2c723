package org.gradienttransport.jobs.present.html;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A headless browser that opens local files and nothing else. */
final class Chromium {
  private static final List<String> PROGRAMS = List.of("chromium", "chromium-browser");
  private static final Pattern SELF_TEST =
      Pattern.compile("(?s)<pre id=\"(?:self-test|copied)\">(.*?)</pre>");

  private final Path program;
  private final Path directory;

  private Chromium(Path program, Path directory) {
    this.program = program;
    this.directory = directory;
  }

  /** The browser of this machine; the test is skipped, saying so, where there is none. */
  static Chromium in(Path directory) {
    Path found =
        Stream.of(System.getenv("PATH").split(":", -1))
            .flatMap(folder -> PROGRAMS.stream().map(name -> Path.of(folder, name)))
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(null);
    assumeTrue(found != null, "no chromium on the PATH: apt-get install chromium");
    return new Chromium(found, directory);
  }

  /**
   * What a page's self-test answers.
   *
   * @param json the answer
   * @param console lines the page or the browser wrote to the console
   */
  record Answer(String json, List<String> console) {}

  Answer open(String address, String... options) throws IOException, InterruptedException {
    Path page = Files.createTempFile(directory, "page", ".html");
    Path log = Files.createTempFile(directory, "chromium", ".log");
    List<String> command =
        new ArrayList<>(
            List.of(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--enable-logging=stderr",
                "--v=0",
                "--virtual-time-budget=20000",
                "--user-data-dir=" + Files.createTempDirectory(directory, "profile")));
    command.addAll(Arrays.asList(options));
    command.addAll(List.of("--dump-dom", address));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(page.toFile())
            .redirectError(log.toFile())
            .start();
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IOException("chromium did not end within five minutes; see " + log);
    }
    Matcher matcher = SELF_TEST.matcher(Files.readString(page));
    if (!matcher.find()) {
      throw new IOException("the page's self-test did not run: " + Files.readString(log));
    }
    String json = matcher.group(1).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    List<String> console =
        Files.readAllLines(log).stream().filter(line -> line.contains("CONSOLE")).toList();
    return new Answer(json, console);
  }
}

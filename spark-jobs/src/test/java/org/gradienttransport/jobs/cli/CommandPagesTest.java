package org.gradienttransport.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Completion and manual pages of a release, as a shell and a reader of {@code man} meet them. */
class CommandPagesTest {
  @TempDir Path folder;

  @Test
  void everyCommandHasAManualPageWithItsOptions() throws Exception {
    CommandPages.manuals(folder);

    try (Stream<Path> pages = Files.list(folder)) {
      assertThat(pages.map(page -> page.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              CommandPages.names().stream().map(name -> name + ".adoc").toList());
    }
    assertThat(Files.readString(folder.resolve("gradient-transport-run.adoc")))
        .contains(
            "gradient-transport-run(1)", "--warehouse", "--family", "Example", "doctype: manpage");
  }

  @ParameterizedTest
  @CsvSource({
    "ru, run;runs",
    "runs r, rollback",
    "run --wav, --wave-units",
    "show fig, figure",
    "sql --eng, --engine",
  })
  void bashCompletesCommandsAndOptions(String typed, String completions) throws Exception {
    Path script = Files.writeString(folder.resolve("completion"), CommandPages.completion());
    String ask =
        "source '%s'; COMP_WORDS=(gradient-transport %s); COMP_CWORD=$((${#COMP_WORDS[@]} - 1));"
                .formatted(script, typed)
            + " _complete_gradient-transport; printf '%s\\n' \"${COMPREPLY[@]}\"";

    Process bash = new ProcessBuilder("bash", "-c", ask).redirectErrorStream(true).start();
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(bash.waitFor()).as(said).isZero();
    assertThat(said.lines().map(String::strip).filter(line -> !line.isEmpty()))
        .containsAll(List.of(completions.split(";", -1)));
  }
}

package org.gradienttransport.jobs.hub.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.gradienttransport.jobs.cli.FetchCommand;
import org.gradienttransport.jobs.conf.StepList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The plans in deploy/fetch fit the command and the families' own files. */
class FetchPlansTest {
  private static final Path ROOT = Path.of(System.getProperty("repository.root"));

  @ParameterizedTest
  @CsvSource({
    "pico-lm.args, pico-lm.yaml, 125",
    "pythia.args, pythia.yaml, 154",
    "polypythias-seed3.args, polypythias.yaml, 154"
  })
  void aPlanFillsTheFoldersAndStepsThatItsFamilyReads(String plan, String family, int steps)
      throws IOException {
    CommandLine.ParseResult parsed =
        new CommandLine(new FetchCommand())
            .parseArgs("@" + ROOT.resolve("deploy/fetch").resolve(plan), "--to", "x");

    List<String> repositories = parsed.matchedOptionValue("--repo", List.of());
    assertThat(repositories.stream().map(repo -> Source.parse(repo).folder()).toList())
        .containsExactlyElementsOf(scalePaths(family));
    String wanted = parsed.matchedOptionValue("--steps", "");
    assertThat(StepList.parse(wanted).steps()).hasSize(steps);
  }

  private static List<String> scalePaths(String family) throws IOException {
    String text = Files.readString(ROOT.resolve("conf/families").resolve(family));
    return Pattern.compile("\\{name: \\S+, path: (\\S+),")
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }

  @Test
  void everyPlanAndOptionThePageNamesExists() throws IOException {
    String page = Files.readString(ROOT.resolve("deploy/fetch/README.md"));
    String help = new CommandLine(new FetchCommand()).getUsageMessage();

    Pattern.compile("`(--[a-z-]+)")
        .matcher(page)
        .results()
        .forEach(option -> assertThat(help).contains(option.group(1)));
    assertThat(Pattern.compile("`([a-z0-9-]+\\.args)`").matcher(page).results())
        .hasSize(3)
        .allSatisfy(plan -> assertThat(ROOT.resolve("deploy/fetch/" + plan.group(1))).exists());
  }
}

package org.gradienttransport.jobs.conf.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.conf.Repository;
import org.gradienttransport.jobs.conf.study.RowColumns.Variable;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.schemas.vocabulary.ScalingRunStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page on describing studies is true. */
final class StudiesPageTest {
  @TempDir Path directory;

  private static String page() throws IOException {
    return Files.readString(Repository.root().resolve("docs/scaling-laws.md"));
  }

  private static List<String> blocks() throws IOException {
    return Pattern.compile("(?s)```yaml\\n(.*?)```")
        .matcher(page())
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private static String example() throws IOException {
    return blocks().get(0);
  }

  static List<String> parts() throws IOException {
    return blocks().subList(1, blocks().size());
  }

  private Study load(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("study.yaml"), text);
    return StudyFiles.load(file.toString(), new Configuration(false));
  }

  @Test
  void theWorkedExampleIsAUsableStudy() throws IOException {
    Study study = load(example());

    assertThat(study.source().root()).isEqualTo("s3a://lab/sweep");
    assertThat(study.columns().variables()).isEqualTo(EnumSet.complementOf(EnumSet.of(Variable.U)));
    assertThat(study.columns().columns())
        .containsExactly("dataset", "eval_loss", "lr", "name", "params", "phase", "step");
    assertThat(study.fits().heldOut()).isEqualTo(HeldOut.DEFAULT);
    assertThat(study.fits().bootstrap()).isEqualTo(Bootstrap.DEFAULT);
  }

  @ParameterizedTest
  @MethodSource("parts")
  void everyPartChangesTheExampleIntoAnotherUsableStudy(String part) throws IOException {
    Study unchanged = load(example());
    Files.move(directory.resolve("study.yaml"), directory.resolve("example.yaml"));

    Study changed = load("extends: example.yaml\n" + part);

    assertThat(changed).isNotEqualTo(unchanged);
  }

  @Test
  void everyKeyThatAnyStudyUsesIsOnThePage() throws IOException {
    Set<String> keys = new TreeSet<>();
    for (String text : descriptions()) {
      Matcher key =
          Pattern.compile("(?m)(?:^|[{,-]) *([a-z_]+):(?: |$)")
              .matcher(text.replaceAll("(?m)^ *#.*$", "").replaceAll("words: *\\{[^}]*\\}", ""));
      while (key.find()) {
        keys.add(key.group(1));
      }
    }
    // Cells of columns, not keys of ours.
    keys.removeAll(List.of("hot", "cooldown", "series", "checkpoint", "phase"));
    assertThat(keys).contains("study", "most_rows", "divisible_by", "compute_share", "extends");
    String page = page();
    for (String key : keys) {
      assertThat(page).as("key %s", key).containsPattern("`" + key + "`|[{ ]" + key + ": ");
    }
  }

  private static List<String> descriptions() throws IOException {
    List<String> texts = new ArrayList<>(List.of(Sweeps.GOOD));
    try (Stream<Path> files = Files.list(Repository.root().resolve("conf/studies"))) {
      for (Path file : files.toList()) {
        texts.add(Files.readString(file));
      }
    }
    return texts;
  }

  @Test
  void everyShippedStudyIsOnThePage() throws IOException {
    try (Stream<Path> files = Files.list(Repository.root().resolve("conf/studies"))) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString().replace(".yaml", "");
        assertThat(page()).contains("`" + name + "`");
      }
    }
  }

  @Test
  void everyStatusOfARowIsOnThePage() throws IOException {
    List<String> said =
        Pattern.compile("(?m)^\\| `([a-z_]+)` \\| ")
            .matcher(page().split("## What becomes of a row", 2)[1].split("\n## ", 2)[0])
            .results()
            .map((MatchResult found) -> found.group(1))
            .toList();

    assertThat(said)
        .containsExactlyElementsOf(
            Stream.of(ScalingRunStatus.values())
                .filter(status -> status != ScalingRunStatus.OK)
                .map(ScalingRunStatus::word)
                .toList());
  }

  @Test
  void theProblemsShownAreWhatAWrongExampleGives() throws IOException {
    String wrong =
        example().replace("non_embedding", "without_embedding").replace("loss: eval", "los: eval");
    Matcher shown = Pattern.compile("(?s)```text\\n(.*?)\\n```").matcher(page());

    assertThat(shown.find()).as("the page shows problems").isTrue();
    assertThatThrownBy(() -> load(wrong))
        .isInstanceOf(JobException.class)
        .hasMessage(shown.group(1).replace("/home/me", directory.toString()));
  }
}

package org.gradienttransport.jobs.conf;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.udfs.layout.BlockTensors;
import org.gradienttransport.udfs.layout.Candidate;
import org.gradienttransport.udfs.layout.Candidate.ElementKind;
import org.gradienttransport.udfs.layout.LayoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page on describing families is true. */
final class FamiliesPageTest {
  @TempDir Path directory;

  private static String page() throws IOException {
    return Files.readString(Repository.root().resolve("docs/families.md"));
  }

  private static String example() throws IOException {
    Matcher fence = Pattern.compile("(?s)```yaml\\n(.*?)```").matcher(page());
    assertThat(fence.find()).as("the page has a YAML example").isTrue();
    return fence.group(1);
  }

  @Test
  void theWorkedExampleIsAUsableDescription() throws IOException {
    Family family = Descriptions.load(directory, example());
    assertThat(family.root()).isEqualTo("s3a://lab/gpt2");
    assertThat(family.scales()).extracting(Scale::name).containsExactly("15m", "45m", "124m");
    assertThat(family.steps()).isEqualTo(new StepGrid.Discovered(1000, Long.MAX_VALUE));
    assertThat(Schedules.rate(family.schedule(), "45m", 2000)).hasValue(8e-4);
    assertThat(family.performance()).isPresent();
  }

  @Test
  void theWorkedExampleOrdersTheTensorsOfGpt2() throws Exception {
    Family family = Descriptions.load(directory, example());
    BlockTensors blocks = (BlockTensors) family.layout().rules().get(1);
    List<String> canonical = new ArrayList<>(List.of("wte.weight", "wpe.weight"));
    for (int block = 0; block < 12; block++) {
      for (String part : blocks.parts()) {
        canonical.add("h." + block + "." + part);
      }
    }
    canonical.addAll(List.of("ln_f.weight", "ln_f.bias"));
    List<Candidate> stored = new ArrayList<>();
    for (String name : canonical) {
      stored.add(new Candidate(name, ElementKind.FLOATING, 1));
    }
    stored.add(new Candidate("h.0.attn.bias", ElementKind.FLOATING, 1));
    Collections.reverse(stored);
    assertThat(family.layout().order(stored)).isEqualTo(canonical).hasSize(148);
  }

  @Test
  void everyExampleOfAKeyIsUsableInAFamilyOfTwoScales() throws IOException {
    Descriptions.write(directory, "toy.yaml", Descriptions.GOOD);
    Matcher fence = Pattern.compile("(?s)```yaml\\n(.*?)```").matcher(page());
    assertThat(fence.find()).as("the worked example").isTrue();
    int examples = 0;
    for (; fence.find(); examples++) {
      if (fence.group(1).contains("extends:")) {
        continue; // A whole file of its own.
      }
      Path file =
          Descriptions.write(directory, "part.yaml", "extends: toy.yaml\n" + fence.group(1));
      Family family = FamilyFiles.load(file.toString(), new Configuration(false));
      assertThat(family.scales()).as(fence.group(1)).hasSize(2);
    }
    assertThat(examples).isGreaterThan(9);
  }

  @Test
  void everyKeyOfATableIsInAnExample() throws IOException {
    String examples =
        Pattern.compile("(?s)```yaml\\n(.*?)```")
            .matcher(page())
            .results()
            .map(fence -> fence.group(1))
            .collect(joining("\n"));
    List<String> keys =
        Pattern.compile("(?m)^\\| (`[^|]*) \\|")
            .matcher(page())
            .results()
            .flatMap(row -> Pattern.compile("`([a-z_]+)`").matcher(row.group(1)).results())
            .map(key -> key.group(1))
            .toList();
    assertThat(keys).contains("family", "floor", "unmatched").hasSizeGreaterThan(70);
    assertThat(keys)
        .allSatisfy(key -> assertThat(examples).containsPattern("(?m)(?:^|[ {,-])" + key + ":"));
  }

  @Test
  void theHybridOfThePageTellsAWrongBlockByNumberAndPart() throws IOException {
    Matcher fence = Pattern.compile("(?s)```yaml\\n([^`]*?block_kinds[^`]*?)```").matcher(page());
    assertThat(fence.find()).as("the example of a hybrid").isTrue();
    Descriptions.write(directory, "toy.yaml", Descriptions.GOOD);
    Path file = Descriptions.write(directory, "part.yaml", "extends: toy.yaml\n" + fence.group(1));
    Family family = FamilyFiles.load(file.toString(), new Configuration(false));
    List<Candidate> allMamba = new ArrayList<>();
    allMamba.add(new Candidate("model.embed_tokens.weight", ElementKind.FLOATING, 1));
    for (int block = 0; block < 4; block++) {
      for (String part : List.of("norm", "mamba.in_proj", "mamba.out_proj")) {
        String name = "model.layers." + block + "." + part + ".weight";
        allMamba.add(new Candidate(name, ElementKind.FLOATING, 1));
      }
    }

    assertThatThrownBy(() -> family.layout().order(allMamba))
        .isInstanceOf(LayoutException.class)
        .hasMessageContaining(
            "lack 'self_attn.qkv.weight' of block 3, 'self_attn.o.weight' of block 3, and have too"
                + " much: 'mamba.in_proj.weight' of block 3, 'mamba.out_proj.weight' of block 3;");
  }

  @Test
  void everyKeyThatAnyDescriptionUsesIsOnThePage() throws IOException {
    Set<String> keys = new TreeSet<>();
    for (String text : descriptions()) {
      Matcher key =
          Pattern.compile("(?m)(?:^|[{,-]) *([a-z_]+):(?: |$)").matcher(uncommented(text));
      while (key.find()) {
        keys.add(key.group(1));
      }
    }
    // The toy family's scales and variables of a file's own, not keys of ours.
    keys.removeAll(List.of("small", "large", "recipe", "context"));
    assertThat(keys).contains("family", "floor_ratio", "expected_tasks", "every", "extends");
    String page = page();
    for (String key : keys) {
      assertThat(page).as("key %s", key).containsPattern("`" + key + "`|[{ ]" + key + ": ");
    }
  }

  private static List<String> descriptions() throws IOException {
    List<String> texts = new ArrayList<>(List.of(Descriptions.GOOD));
    try (Stream<Path> files = Files.list(Repository.root().resolve("conf/families"))) {
      for (Path file : files.toList()) {
        texts.add(Files.readString(file));
      }
    }
    return texts;
  }

  private static String uncommented(String text) {
    return text.replaceAll("(?m)^ *#.*$", "");
  }

  @Test
  void theProblemsShownAreWhatAWrongExampleGives() throws IOException {
    String wrong =
        example()
            .replaceFirst("entries: 15360000", "entriez: 15360000")
            .replace("total_steps: 100000", "total_steps: 100k");
    Path file = Descriptions.write(directory, "gpt2.yaml", wrong);
    Matcher shown = Pattern.compile("(?s)```text\\n(.*?)\\n```").matcher(page());
    assertThat(shown.find()).as("the page shows problems").isTrue();
    assertThatThrownBy(() -> FamilyFiles.load(file.toString(), new Configuration(false)))
        .isInstanceOf(JobException.class)
        .hasMessage(shown.group(1).replace("/home/me", directory.toString()));
  }
}

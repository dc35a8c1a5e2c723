package org.gradienttransport.jobs.check;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gradienttransport.jobs.conf.Repository;
import org.gradienttransport.schemas.vocabulary.LawStatus;
import org.gradienttransport.schemas.vocabulary.Level;
import org.junit.jupiter.api.Test;

/** docs/scaling-laws.md has every check of losses and every status of a law, as they are. */
final class ScalingChecksPageTest {
  private record Shown(Level level, double bound) {}

  private static Stream<MatchResult> rows(String section, String row) throws IOException {
    String page = Files.readString(Repository.root().resolve("docs/scaling-laws.md"));
    return Pattern.compile(row)
        .matcher(page.split("\n## " + section + "\n", 2)[1].split("\n## ", 2)[0])
        .results();
  }

  private static Stream<Check> checks() {
    return Arrays.stream(ScalingChecks.class.getDeclaredFields())
        .filter(field -> field.getType() == Check.class)
        .map(ScalingChecksPageTest::check);
  }

  private static Check check(Field constant) {
    try {
      return (Check) constant.get(null);
    } catch (IllegalAccessException e) {
      throw new LinkageError(constant.toString(), e);
    }
  }

  @Test
  void everyCheckHasItsLevelAndItsBound() throws IOException {
    Map<String, Shown> shown =
        rows("Checks", "(?m)^\\| `([a-z_]+)` \\| ([A-Z]+) \\| ([-0-9.e]+) \\| .{20,} \\|$")
            .collect(
                toMap(
                    row -> row.group(1),
                    row ->
                        new Shown(Level.valueOf(row.group(2)), Double.parseDouble(row.group(3)))));

    assertThat(shown)
        .isEqualTo(
            checks().collect(toMap(Check::name, check -> new Shown(check.level(), check.bound()))));
  }

  @Test
  void everyStatusOfALawIsThereInTheOrderOfTheVocabulary() throws IOException {
    List<String> shown =
        rows("Statuses", "(?m)^\\| `([a-z_]+)` \\| [a-z A-Z]+ \\| .{10,} \\|$")
            .map(row -> row.group(1))
            .toList();

    assertThat(shown)
        .containsExactlyElementsOf(Stream.of(LawStatus.values()).map(LawStatus::word).toList());
  }
}

package org.gradienttransport.jobs.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of families that differ only in their seed. */
class CohortFilesTest {
  private static final String FAMILY =
      """
      title: Written by hand
      field: gradient
      root: 'data/{seed}'
      snapshot: {directory: 'step_{step}', files: [grads.pt]}
      steps: [0, 1]
      tensors: {rules: [{names: [w]}]}
      scales:
        - {name: a, entries: 100}
      """;

  @TempDir private Path folder;

  private List<Family> load(String... lines) throws IOException {
    Path file = folder.resolve("family.yaml");
    Files.writeString(file, String.join("\n", lines) + "\n" + FAMILY);
    return FamilyFiles.loadAll(file.toString(), new Configuration());
  }

  @Test
  void aListOfMembersIsAFamilyForEach() throws IOException {
    List<Family> members = load("family: 'x-{seed}'", "cohort: x", "members: {seed: [1, 2b]}");

    assertThat(members).extracting(Family::name).containsExactly("x-1", "x-2b");
    assertThat(members.get(1).cohort()).contains(new CohortMember("x", "2b"));
    assertThat(members.get(1).root()).endsWith("data/2b");
    assertThat(members.get(0).hash()).isNotEqualTo(members.get(1).hash());
  }

  @Test
  void oneMemberMayHaveAFileOfItsOwn() throws IOException {
    List<Family> one = load("family: x-7", "cohort: x", "member: seven", "variables: {seed: 7}");

    assertThat(one).hasSize(1);
    assertThat(one.get(0).cohort()).contains(new CohortMember("x", "seven"));
  }

  @Test
  void membersThatCannotBeToldApartAreRefusedWithTheKey() {
    assertThatThrownBy(() -> load("family: x", "cohort: x", "members: {seed: [1, 2]}"))
        .hasMessageContaining("needs 'cohort', and {seed} in 'family'");
    assertThatThrownBy(() -> load("family: 'x-{seed}'", "members: {seed: [1, 2]}"))
        .hasMessageContaining("needs 'cohort'");
    assertThatThrownBy(() -> load("family: 'x-{seed}'", "cohort: x", "members: {seed: [1, 1]}"))
        .hasMessageContaining("names the member 1 twice");
    assertThatThrownBy(() -> load("family: x", "member: 1", "variables: {seed: 7}"))
        .hasMessageContaining("which is not given");
  }
}

package org.gradienttransport.jobs.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.udfs.robustness.ProbeVariation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Variations of the probe as people ask for them. */
class VariationsTest {
  @TempDir private Path folder;

  private Variations load(String text) throws IOException {
    Path file = folder.resolve("variations.yaml");
    Files.writeString(file, text);
    return Variations.load(file.toString(), new Configuration());
  }

  @Test
  void theDefaultIsAWordAndNeedsNoFile() {
    assertThat(Variations.load("default", new Configuration())).isEqualTo(Variations.DEFAULT);
    assertThat(Variations.DEFAULT.levels()).hasSize(15);
    assertThat(Variations.DEFAULT.nulls()).containsExactly(FieldKind.N0);
  }

  @Test
  void aFileNamesLevelsStepsAndNulls() throws IOException {
    Variations read =
        load(
            """
            alpha: [0.4, 0.2]
            graph: [torus]
            attachment: [1]
            steps: 8,160..320/80
            nulls: [n2]
            """);

    assertThat(read.levels())
        .containsExactly(
            ProbeVariation.attachment(1),
            ProbeVariation.torus(),
            ProbeVariation.alpha(0.2),
            ProbeVariation.alpha(0.4));
    assertThat(read.named()).containsExactly(8L, 160L, 240L, 320L);
    assertThat(read.nulls()).containsExactlyInAnyOrder(FieldKind.N0, FieldKind.N2);
    assertThat(read.canonical())
        .isEqualTo(
            "levels=attachment=1,graph=torus,alpha=0.2,alpha=0.4;steps=8,160..320/80;nulls=n0,n2");
  }

  @Test
  void stepsMayBeANumberAndLevelsMayBeLeftOut() throws IOException {
    Variations read = load("steps: 4\n");

    assertThat(read.levels()).isEqualTo(Variations.DEFAULT.levels());
    assertThat(read.choose(List.of(), Optional.of(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L))))
        .contains(List.of(1L, 3L, 5L, 7L));
  }

  @Test
  void namedStepsAreTakenAsFarAsTheyHaveAFitAndSpreadOnesNeedAWindow() throws IOException {
    List<Long> fitted = List.of(0L, 8L, 16L);

    assertThat(load("steps: '8,24'").choose(fitted, Optional.empty())).contains(List.of(8L));
    assertThat(Variations.DEFAULT.choose(fitted, Optional.empty())).isEmpty();
    assertThat(Variations.DEFAULT.choose(fitted, Optional.of(fitted))).contains(fitted);
  }

  @Test
  void everyProblemOfAFileIsNamedWithItsPlace() {
    assertThatThrownBy(
            () ->
                load(
                    """
                    graph: [ring]
                    alpha: [1.5]
                    quantile: []
                    steps: often
                    nulls: [n9]
                    beta: 1
                    """))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("expected torus, got 'ring'")
        .hasMessageContaining("alpha must lie between 0 and 1")
        .hasMessageContaining("the list is empty")
        .hasMessageContaining("'often' is no step")
        .hasMessageContaining("'n9' is not known")
        .hasMessageContaining("unknown key");
  }

  @Test
  void theBaselineItselfOrALevelTwiceIsRefused() {
    assertThatThrownBy(() -> load("graph_seed: [42]"))
        .hasMessageContaining("graph_seed=42 is the baseline's own value; leave it out");
    assertThatThrownBy(() -> load("alpha: [0.2, 0.20]"))
        .hasMessageContaining("alpha=0.2 is there twice");
    assertThatThrownBy(() -> load("attachment: [0]")).hasMessageContaining("attachment");
    assertThatThrownBy(() -> load("steps: 0")).hasMessageContaining("at least one step");
    assertThatThrownBy(() -> load("attachment: [99999999999]")).isInstanceOf(JobException.class);
  }

  @Test
  void aFamilyKeepsItsHashWithoutVariationsAndChangesItWithThem() {
    Family family = FamilyFiles.load(Repository.family("pico-mini-sample"), new Configuration());

    assertThat(family.variations()).isEmpty();
    assertThat(family.withVariations(Optional.empty()).hash()).isEqualTo(family.hash());
    assertThat(family.withVariations(Optional.of(Variations.DEFAULT)).hash())
        .isNotEqualTo(family.hash());
  }

  @Test
  void aFamilyFileMayAskForTheDefaultForNoneOrForItsOwn() throws IOException {
    String sample = "extends: " + Repository.family("pico-mini-sample") + "\n";

    assertThat(family(sample + "variations: default").variations()).contains(Variations.DEFAULT);
    assertThat(family(sample + "variations: none").variations()).isEmpty();
    assertThat(family(sample + "variations: {alpha: [0.25]}").variations().orElseThrow().levels())
        .containsExactly(ProbeVariation.alpha(0.25));
    assertThatThrownBy(() -> family(sample + "variations: some"))
        .hasMessageContaining("expected default, none or a mapping");
  }

  private Family family(String text) throws IOException {
    Path file = folder.resolve("family.yaml");
    Files.writeString(file, text);
    return FamilyFiles.load(file.toString(), new Configuration());
  }
}

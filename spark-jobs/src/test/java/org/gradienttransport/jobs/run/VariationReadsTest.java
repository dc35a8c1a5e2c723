package org.gradienttransport.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.gradienttransport.jobs.SharedSpark;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.FamilyFiles;
import org.gradienttransport.jobs.conf.Variations;
import org.gradienttransport.jobs.faults.FaultyStore;
import org.gradienttransport.jobs.faults.TinyFamily;
import org.gradienttransport.jobs.measure.WaveSize;
import org.gradienttransport.jobs.publish.RunOutcome;
import org.gradienttransport.udfs.robustness.ProbeVariation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often variations of the probe read the file of a field of more than a million entries. */
@Tag("spark")
class VariationReadsTest {
  private static final List<Integer> SIZES = List.of(10_000, 20_000, 1_100_000);

  private static final List<ProbeVariation> THREE =
      List.of(
          ProbeVariation.graphSeed(43), ProbeVariation.alpha(0.4), ProbeVariation.quantile(0.95));

  @TempDir Path directory;

  private Family family(String root) throws IOException {
    StringBuilder scales = new StringBuilder();
    for (int size : SIZES) {
      Path file = directory.resolve("data/m" + size + "/step-1/gradient.safetensors");
      if (!Files.exists(file)) {
        TinyFamily.writeGradient(file, size, 1);
      }
      scales.append("  - {name: m%d, entries: %d}\n".formatted(size, size));
    }
    Path file =
        Files.writeString(
            directory.resolve("large.yaml"),
            """
            family: large
            title: Three made-up models, one of more than a million parameters
            field: gradient
            root: %s
            scales:
            %s\
            snapshot: {directory: 'step-{step}', files: [gradient.safetensors]}
            steps: [1]
            tensors:
              rules:
                - names: [w]
            """
                .formatted(root + "/data", scales));
    return FamilyFiles.load(
        file.toString(), SharedSpark.session().sparkContext().hadoopConfiguration());
  }

  /**
   * Openings of the largest field's file while those variations are measured, those of plans
   * included.
   */
  private long openings(FaultyStore store, List<ProbeVariation> variations) throws IOException {
    Path warehouse = directory.resolve("warehouse-" + variations.size());
    Family family = family(store.uri());
    TestRuns.run(warehouse, TestRuns.settings(List.of(family), 1, 0, 0, WaveSize.DEFAULT));
    long before = openings(store);
    RunOutcome outcome =
        TestRuns.run(
            warehouse,
            TestRuns.settings(
                List.of(
                    family.withVariations(
                        Optional.of(new Variations(variations, 8, List.of(1L), Set.of())))),
                1,
                0,
                0,
                WaveSize.DEFAULT));
    assertThat(outcome.measured()).isEqualTo((long) SIZES.size() * variations.size());
    return openings(store) - before;
  }

  private static long openings(FaultyStore store) {
    return store.events().stream()
        .filter(event -> event.operation() == FaultyStore.Operation.OPEN)
        .filter(event -> event.path().endsWith("m1100000/step-1/gradient.safetensors"))
        .count();
  }

  @Test
  void threeVariationsReadALargeFieldAsOftenAsOne() throws IOException {
    try (FaultyStore store = FaultyStore.over(directory)) {
      FaultyStore.register(SharedSpark.session().sparkContext().hadoopConfiguration());
      long byOne = openings(store, THREE.subList(0, 1));
      assertThat(byOne).isPositive();
      assertThat(openings(store, THREE)).isEqualTo(byOne);
    }
  }
}

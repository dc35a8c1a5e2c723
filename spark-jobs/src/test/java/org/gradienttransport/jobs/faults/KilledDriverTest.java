package org.gradienttransport.jobs.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gradienttransport.jobs.cluster.TestJvm;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.measure.WaveSize;
import org.gradienttransport.jobs.publish.RunSettings;
import org.gradienttransport.jobs.run.TestRuns;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A driver killed at every point that has a name; then a run that nobody disturbs. */
@Tag("slow")
@Tag("nightly")
class KilledDriverTest {
  @TempDir static Path shared;
  private static RunSettings settings;
  private static Path familyFile;
  private static Map<String, List<String>> expected;

  @TempDir Path directory;

  @BeforeAll
  static void runUndisturbed() throws IOException {
    Family family = TinyFamily.write(shared.resolve("input"), 1, 2);
    familyFile = shared.resolve("input/tiny-2.yaml");
    settings = TestRuns.settings(List.of(family), 1, 0, 1, new WaveSize(2, Long.MAX_VALUE));
    TestRuns.run(shared.resolve("calm"), settings);
    expected = TestRuns.values(shared.resolve("calm"), Set.of());
  }

  @ParameterizedTest
  @EnumSource
  void theNextRunFinishesWithTheSameTables(KilledDriver.Point point) throws Exception {
    Path warehouse = directory.resolve("warehouse");
    kill(point, warehouse);

    boolean published = Files.exists(warehouse.resolve("CURRENT.json"));
    assertThat(published).isEqualTo(point == KilledDriver.Point.RIGHT_AFTER_PUBLICATION);
    if (published) {
      assertThat(TestRuns.values(warehouse, Set.of())).isEqualTo(expected);
    }
    TestRuns.run(warehouse, settings);
    assertThat(TestRuns.values(warehouse, Set.of())).isEqualTo(expected);
  }

  private void kill(KilledDriver.Point point, Path warehouse) throws Exception {
    try (TestJvm driver =
        TestJvm.start(
            directory.resolve("log"),
            List.of(),
            KilledDriver.class,
            point.name(),
            warehouse.toString(),
            familyFile.toString())) {
      assertThat(driver.exitStatus()).as(driver.output()).isEqualTo(KilledDriver.STATUS);
    }
  }
}

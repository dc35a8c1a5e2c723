package org.gradienttransport.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gradienttransport.jobs.SharedSpark;
import org.gradienttransport.jobs.cluster.StandaloneCluster;
import org.gradienttransport.jobs.conf.Repository;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.measure.WaveSize;
import org.gradienttransport.jobs.publish.RunSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Embedded Spark with one and two threads, and a master with two workers: the same tables. */
@Tag("slow")
class ClusterTest {
  @TempDir Path directory;

  @AfterEach
  void stop() {
    SharedSpark.stop();
  }

  @Test
  void bothCompleteMinisMeasuredAndAggregatedByAClusterGiveTheTablesOfTwoThreads()
      throws Exception {
    assertThat(Repository.data("pico-mini")).isDirectory();
    assertThat(Repository.data("pythia-mini")).isDirectory();
    RunSettings settings =
        TestRuns.settings(TestRuns.family("pico-mini"), TestRuns.family("pythia-mini"));
    Path clustered = directory.resolve("clustered");
    Map<String, List<String>> tables;
    try (StandaloneCluster cluster = StandaloneCluster.below(directory).withWorkers(2)) {
      SharedSpark.restart(cluster.settings());
      assertThat(TestRuns.pipeline(clustered, settings).measure()).isEqualTo(500 + 765);
      assertThat(clustered.resolve("CURRENT.json")).doesNotExist();
      assertThat(TestRuns.pipeline(clustered, settings).aggregate().exitCode())
          .isEqualTo(ExitCode.OK);
      tables = TestRuns.values(clustered, Set.of());
      SharedSpark.stop();
    }
    assertThat(tables.get("field_transport")).hasSize(500 + 765);
    assertThat(tables).isEqualTo(embedded("local[2]", settings));
  }

  @Test
  void oneThreadPublishesTheTablesOfTwo() throws IOException {
    RunSettings settings =
        TestRuns.settings(List.of(TestRuns.family("pico-mini-sample")), 1, 1, 0, WaveSize.DEFAULT);
    Map<String, List<String>> one = embedded("local[1]", settings);
    assertThat(one.get("field_transport")).hasSize(256);
    assertThat(one).isEqualTo(embedded("local[2]", settings));
  }

  private Map<String, List<String>> embedded(String master, RunSettings settings)
      throws IOException {
    Path warehouse = directory.resolve(master);
    SharedSpark.restart(Map.of("spark.master", master));
    TestRuns.run(warehouse, settings);
    return TestRuns.values(warehouse, Set.of());
  }
}

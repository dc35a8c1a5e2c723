package org.gradienttransport.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.gradienttransport.jobs.conf.Repository;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Embedded Spark with one and two threads, and a master with two workers: the same tables. */
@Tag("slow")
class ClusterTest {
  @TempDir Path directory;

  @Test
  void oneThreadTwoThreadsAndAClusterPublishTheSameTables() throws Exception {
    Path one = directory.resolve("one");
    Path two = directory.resolve("two");
    Path cluster = directory.resolve("cluster");

    try (SparkProcesses spark = new SparkProcesses(directory)) {
      submit(spark, "one", "local[1]", one);
      submit(spark, "two", "local[2]", two);
      String master = spark.startMaster();
      spark.startWorker(1, master, 1, "1g", List.of());
      spark.startWorker(2, master, 1, "1g", List.of());
      submit(spark, "cluster", master, cluster);
    }

    assertThat(TestRuns.values(two, Set.of())).isEqualTo(TestRuns.values(one, Set.of()));
    assertThat(TestRuns.values(cluster, Set.of())).isEqualTo(TestRuns.values(one, Set.of()));
    assertThat(TestRuns.values(one, Set.of()).get("field_transport")).hasSize(256);
  }

  private static void submit(SparkProcesses spark, String name, String master, Path warehouse)
      throws Exception {
    String log =
        spark.submit(
            name,
            master,
            List.of("spark.executor.memory=1g"),
            List.of(
                "run",
                "--warehouse",
                warehouse.toUri().toString(),
                "--family",
                Repository.family("pico-mini-sample")));
    assertThat(log).contains("Published run ");
  }
}

package org.gradienttransport.jobs.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;
import org.gradienttransport.jobs.cluster.TestJvm;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.faults.TinyFamily;
import org.gradienttransport.jobs.run.TestRuns;
import org.gradienttransport.jobs.warehouse.Warehouse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** All that is done with a warehouse, on a name node and three data nodes. */
@Tag("slow")
@Tag("services")
@TestInstance(Lifecycle.PER_CLASS)
class HdfsTest {
  private Path folder;
  private HadoopCluster cluster;
  private Product product;
  private FileSystem files;
  private String family;
  private Map<String, List<String>> local;

  @BeforeAll
  void startAndUploadAFamily(@TempDir Path temporary) throws Exception {
    folder = temporary;
    cluster = HadoopCluster.hdfs(folder.resolve("cluster"), 3);
    Configuration configuration = cluster.configuration();
    files = new org.apache.hadoop.fs.Path(cluster.uri()).getFileSystem(configuration);
    TinyFamily.write(folder.resolve("input"), 1, 2, 3, 4);
    files.copyFromLocalFile(hadoop(folder.resolve("input").toString()), hadoop(at("input")));
    family = at("input/tiny-4.yaml");
    product =
        new Product(folder.resolve("logs"), List.of(), Map.of("spark.hadoop.dfs.replication", "2"));
    String unused =
        product.succeeds(
            "run",
            "--warehouse",
            folder.resolve("local").toUri().toString(),
            "--family",
            folder.resolve("input/tiny-4.yaml").toUri().toString());
    local = Published.values(TestRuns.warehouse(folder.resolve("local")));
  }

  @AfterAll
  void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private static org.apache.hadoop.fs.Path hadoop(String path) {
    return new org.apache.hadoop.fs.Path(path);
  }

  private String at(String path) {
    return cluster.uri() + "/" + path;
  }

  private String[] run(String warehouse, String... more) {
    List<String> line = new java.util.ArrayList<>();
    line.addAll(List.of("run", "--warehouse", at(warehouse), "--family", family));
    line.addAll(List.of(more));
    return line.toArray(String[]::new);
  }

  private Map<String, List<String>> published(String warehouse) {
    return Published.values(Warehouse.at(at(warehouse), cluster.configuration()));
  }

  @Test
  void aRunPublishesTheTablesOfALocalOneThoughADataNodeDiesAndEveryCommandReadsThem()
      throws Exception {
    String w = at("whole");
    assertThat(product.succeeds("plan", "--warehouse", w, "--family", family)).contains("tiny");
    try (TestJvm running = product.start(run("whole", "--wave-units", "4"))) {
      running.waitUntil(
          "the first wave", () -> files.exists(hadoop(w + "/store/waves/0000000001.json")));
      cluster.stopDataNode(0);
      assertThat(running.requireSuccess()).contains("Published run");
    }

    assertThat(published("whole")).isEqualTo(local);
    assertThat(product.succeeds(run("whole"))).contains("Nothing changed");
    assertThat(product.succeeds("runs", "list", "--warehouse", w)).contains("*");
    assertThat(product.succeeds("check", "--warehouse", w)).isNotEmpty();
    assertThat(product.succeeds("gc", "--warehouse", w)).doesNotContain("\tat ");
    assertThat(product.succeeds("report", "--warehouse", w, "--text")).contains("tiny");
    String export = at("fields.csv");
    assertThat(
            product.succeeds(
                "export", "--warehouse", w, "--table", "field_transport", "--to", export))
        .doesNotContain("\tat ");
    assertThat(product.shell("-cat", export)).contains("tiny,m300,1,");
    assertThat(
            product.succeeds(
                "sql", "--warehouse", w, "select count(*) from latest_field_transport"))
        .contains("48");
    assertThat(product.succeeds("doctor", "--warehouse", w, "--family", family))
        .contains("can be written");
  }

  @Test
  void aKilledRunIsTakenUpByTheNext() throws Exception {
    try (TestJvm killed = product.start(run("killed", "--wave-units", "2"))) {
      killed.waitUntil(
          "the second wave", () -> files.exists(hadoop(at("killed/store/waves/0000000002.json"))));
    }

    assertThat(product.succeeds(run("killed"))).contains("Published run");
    assertThat(published("killed")).isEqualTo(local);
  }

  @Test
  void ofTwoRunsAtOnceOneIsRefusedInOneSentence() throws Exception {
    try (TestJvm first = product.start(run("contended", "--wave-units", "1"))) {
      first.waitUntil(
          "the lease", () -> files.exists(hadoop(at("contended/lock/0000000001.json"))));
      String refused = product.ends(ExitCode.CANNOT_WRITE, run("contended"));

      assertThat(refused).contains("is being written by run ").doesNotContain("\tat ");
      assertThat(first.requireSuccess()).contains("Published run");
    }
    assertThat(published("contended")).isEqualTo(local);
  }

  @Test
  void aUsedUpQuotaIsOneSentenceAndLeavesNothingHalfDone() throws Exception {
    DistributedFileSystem hdfs = (DistributedFileSystem) files;
    org.apache.hadoop.fs.Path warehouse = hadoop(at("small"));
    files.mkdirs(warehouse);
    hdfs.setQuota(warehouse, HdfsConstants.QUOTA_DONT_SET, 1 << 20);

    String refused = product.ends(ExitCode.CANNOT_WRITE, run("small"));

    assertThat(refused).contains("There is no space left").doesNotContain("\tat ");
    assertThat(refused.lines().count()).as(refused).isLessThan(20);
    assertThat(files.listFiles(warehouse, true).hasNext()).as("nothing is left").isFalse();

    hdfs.setQuota(warehouse, HdfsConstants.QUOTA_DONT_SET, HdfsConstants.QUOTA_RESET);
    assertThat(product.succeeds(run("small"))).contains("Published run");
    assertThat(published("small")).isEqualTo(local);
  }

  @Test
  void aWarehouseThatTheUserMayNotWriteIsRefusedInOneSentence() throws Exception {
    files.mkdirs(hadoop(at("closed")));

    String refused = product.as("somebody").ends(ExitCode.CANNOT_WRITE, run("closed"));

    assertThat(refused)
        .contains("A file system denied access: ", "user=somebody")
        .doesNotContain("\tat ");
  }
}

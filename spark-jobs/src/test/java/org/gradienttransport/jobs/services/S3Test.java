package org.gradienttransport.jobs.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gradienttransport.jobs.cluster.TestJvm;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.faults.TinyFamily;
import org.gradienttransport.jobs.run.TestRuns;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * All that is done with a warehouse, on a server that speaks S3, and how many requests it takes.
 */
@Tag("slow")
@Tag("services")
@TestInstance(Lifecycle.PER_CLASS)
class S3Test {
  private static final Pattern TABLE = Pattern.compile(".*/runs/[^/]+/([a-z_]+)/.*");
  private static final Pattern SNAPSHOT = Pattern.compile("input/(.*step-\\d+)/.*");

  private Path folder;
  private S3Server s3;
  private Product product;
  private Map<String, List<String>> local;

  @BeforeAll
  void startAndUploadAFamily(@TempDir Path temporary) throws Exception {
    folder = temporary;
    List<Path> connector = Libraries.s3a();
    s3 = S3Server.start(folder.resolve("server"));
    product = new Product(folder.resolve("logs"), connector, s3.settings());
    TinyFamily.write(folder.resolve("input"), 1, 2, 3, 4);
    String unused =
        product.shell("-put", folder.resolve("input").toString(), S3Server.BUCKET + "/input");
    Product embedded = new Product(folder.resolve("local-logs"), List.of(), Map.of());
    unused =
        embedded.succeeds(
            "run",
            "--warehouse",
            folder.resolve("local").toString(),
            "--family",
            folder.resolve("input/tiny-4.yaml").toString());
    local = Published.values(TestRuns.warehouse(folder.resolve("local")));
  }

  @AfterAll
  void stop() {
    if (s3 != null) {
      s3.close();
    }
  }

  private String[] run(String warehouse, String... more) {
    List<String> line = new java.util.ArrayList<>(List.of("run"));
    line.addAll(
        List.of("--warehouse", at(warehouse), "--family", S3Server.BUCKET + "/input/tiny-4.yaml"));
    line.addAll(List.of(more));
    return line.toArray(String[]::new);
  }

  private static String at(String warehouse) {
    return S3Server.BUCKET + "/" + warehouse;
  }

  /** What readers see there, by way of a copy. */
  private Map<String, List<String>> published(String warehouse) throws Exception {
    Path copy = folder.resolve("copy-of-" + warehouse);
    String unused = product.shell("-get", at(warehouse), copy.toString());
    return Published.values(TestRuns.warehouse(copy));
  }

  @Test
  void aRunPublishesTheTablesOfALocalOneWithFewRequestsAndEveryCommandReadsThem() throws Exception {
    List<S3Traffic.Request> before = s3.traffic().taken();
    String printed = product.succeeds(run("whole"));
    List<S3Traffic.Request> requests = s3.traffic().taken();

    assertThat(before).isNotNull();
    assertThat(printed).contains("Published run").doesNotContain("\tat ");
    assertThat(published("whole")).isEqualTo(local);
    assertThat(count(requests, TABLE))
        .hasSizeGreaterThan(10)
        .allSatisfy((table, count) -> assertThat(count).as(table).isLessThanOrEqualTo(10));
    assertThat(count(requests, SNAPSHOT))
        .hasSize(12)
        .allSatisfy((snapshot, count) -> assertThat(count).as(snapshot).isLessThanOrEqualTo(4));
    assertThat(requests).noneMatch(request -> request.key().contains("_temporary"));

    s3.traffic().taken();
    assertThat(product.succeeds(run("whole"))).contains("Nothing changed");
    String w = at("whole");
    assertThat(
            product.succeeds(
                "plan", "--warehouse", w, "--family", S3Server.BUCKET + "/input/tiny-4.yaml"))
        .contains("tiny");
    assertThat(product.succeeds("runs", "list", "--warehouse", w)).contains("*");
    assertThat(product.succeeds("check", "--warehouse", w)).isNotEmpty();
    assertThat(product.succeeds("gc", "--warehouse", w)).doesNotContain("\tat ");
    assertThat(product.succeeds("report", "--warehouse", w, "--text")).contains("tiny");
    assertThat(
            product.succeeds(
                "export", "--warehouse", w, "--table", "field_transport", "--to", at("fields.csv")))
        .doesNotContain("\tat ");
    assertThat(product.shell("-cat", at("fields.csv"))).contains("tiny,m300,1,");
    assertThat(
            product.succeeds(
                "sql", "--warehouse", w, "select count(*) as n from latest_field_transport"))
        .contains("48");
    assertThat(
            product.succeeds(
                "doctor", "--warehouse", w, "--family", S3Server.BUCKET + "/input/tiny-4.yaml"))
        .contains("not limited by the store", "of 8 who create one file, one succeeds")
        .doesNotContain(" WARN ");
  }

  private static Map<String, Integer> count(List<S3Traffic.Request> requests, Pattern name) {
    Map<String, Integer> count = new TreeMap<>();
    for (S3Traffic.Request request : requests) {
      Matcher matcher = name.matcher(request.key());
      if (matcher.matches()) {
        count.merge(matcher.group(1), 1, Integer::sum);
      }
    }
    return count;
  }

  @Test
  void aKilledRunIsTakenUpByTheNext() throws Exception {
    try (TestJvm killed = product.start(run("killed", "--wave-units", "2"))) {
      List<S3Traffic.Request> seen = new java.util.ArrayList<>();
      killed.waitUntil(
          "the second wave",
          () -> {
            seen.addAll(s3.traffic().taken());
            return seen.stream()
                .anyMatch(
                    one ->
                        one.method().equals("PUT") && one.key().endsWith("waves/0000000002.json"));
          });
    }

    assertThat(product.succeeds(run("killed"))).contains("Published run");
    assertThat(published("killed")).isEqualTo(local);
  }

  @Test
  void throttledRequestsAndALostAnswerChangeNothing() throws Exception {
    s3.traffic().throttleEvery(4);
    s3.traffic().loseAnswersTo(Pattern.compile("PUT .*waves/0000000001\\.json"));
    try {
      assertThat(
              product
                  .with("spark.hadoop.fs.s3a.retry.throttle.interval", "20ms")
                  .succeeds(run("throttled")))
          .contains("Published run");
    } finally {
      s3.traffic().throttleEvery(0);
    }
    assertThat(published("throttled")).isEqualTo(local);
  }

  @Test
  void ofTwoRunsAtOnceOneIsRefusedInOneSentence() throws Exception {
    try (TestJvm first = product.start(run("contended", "--wave-units", "1"))) {
      List<S3Traffic.Request> seen = new java.util.ArrayList<>();
      first.waitUntil(
          "the lease",
          () -> {
            seen.addAll(s3.traffic().taken());
            return seen.stream()
                .anyMatch(
                    one -> one.method().equals("PUT") && one.key().startsWith("contended/lock/"));
          });
      String refused = product.ends(ExitCode.CANNOT_WRITE, run("contended"));

      assertThat(refused).contains("is being written by run ").doesNotContain("\tat ");
      assertThat(first.requireSuccess()).contains("Published run");
    }
    assertThat(published("contended")).isEqualTo(local);
  }

  @Test
  void withoutTheConnectorNothingIsDoneAndTheFilesAreNamed() throws Exception {
    String refused =
        new Product(folder.resolve("bare-logs"), List.of(), s3.settings())
            .ends(ExitCode.CONFIGURATION, run("bare"));

    assertThat(refused)
        .contains("hadoop-aws-", "deploy/bin/fetch-s3a", "docs/s3.md")
        .doesNotContain("\tat ");
    assertThat(Files.exists(folder.resolve("bare"))).isFalse();
  }
}

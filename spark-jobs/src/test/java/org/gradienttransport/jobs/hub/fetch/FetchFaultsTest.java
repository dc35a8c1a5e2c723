package org.gradienttransport.jobs.hub.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.gradienttransport.jobs.hub.fetch.FakeHub.Fault;
import org.gradienttransport.jobs.hub.fetch.FakeHub.Request;
import org.gradienttransport.jobs.hub.fetch.FetchHarness.Result;
import org.gradienttransport.jobs.io.Tasks.Retries;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchFaultsTest {
  private static final int SIZE = 300_000;
  private static final String FILE = FetchHarness.GRADIENTS;

  @TempDir Path folder;
  private FetchHarness fetch;

  @BeforeEach
  void start() throws IOException {
    fetch = new FetchHarness(folder.resolve("target"));
  }

  @AfterEach
  void stop() {
    fetch.close();
  }

  private List<String> ranges() {
    return fetch.hub.requestsTo("storage").stream().map(Request::range).toList();
  }

  /**
   * @param most for each request where it begins at the latest, 0 for the whole file: what a cut
   *     connection still had on its way may be lost
   */
  private void assertResumed(int... most) {
    List<Request> requests = fetch.hub.requestsTo("storage");
    assertThat(requests).hasSize(most.length);
    for (int i = 0; i < most.length; i++) {
      assertThat(requests.get(i).start()).isBetween(Math.min(most[i], 1), most[i]);
    }
  }

  @Test
  void aTransferCutInTheMiddleIsResumedWhereItBroke() throws IOException {
    byte[] bytes = fetch.picoRun(SIZE, 0).get(0L);
    fetch.hub.fail(FILE, new Fault.Cut(100_000));

    Result result = fetch.fetchPico();

    assertThat(result.code()).as(result.err()).isZero();
    assertResumed(0, 100_000);
    assertThat(fetch.gradients(0)).hasBinaryContent(bytes);
  }

  @Test
  void aTransferThatGetsFurtherEachTimeMayBreakMoreOftenThanRetriesForgive() throws IOException {
    byte[] bytes = fetch.picoRun(SIZE, 0).get(0L);
    for (int i = 0; i < 5; i++) {
      fetch.hub.fail(FILE, new Fault.Cut(50_000));
    }

    Result result = fetch.fetchPico("--retries", "1");

    assertThat(result.code()).as(result.err()).isZero();
    assertResumed(0, 50_000, 100_000, 150_000, 200_000, 250_000);
    assertThat(fetch.gradients(0)).hasBinaryContent(bytes);
  }

  @Test
  void aTransferThatBreaksWithoutGettingFurtherIsGivenUp() throws IOException {
    fetch.picoRun(SIZE, 0);
    for (int i = 0; i < 9; i++) {
      fetch.hub.fail(FILE, new Fault.Cut(0));
    }

    Result result = fetch.fetchPico("--retries", "2");

    assertThat(result.code()).isEqualTo(75);
    assertThat(result.err()).contains("the transfer broke");
    assertThat(ranges()).hasSize(3);
    assertThat(fetch.files()).isEmpty();
  }

  @Test
  void aNewRunGoesOnWithThePartAnEarlierOneLeft() throws IOException {
    byte[] bytes = fetch.picoRun(SIZE, 0).get(0L);
    fetch.hub.fail(FILE, new Fault.Cut(120_000));
    Result first = fetch.fetchPico("--retries", "0");
    assertThat(first.code()).isEqualTo(75);
    long held = Files.size(fetch.parts().get(0));
    assertThat(held).as("what was on its way may be lost").isBetween(1L, 120_000L);
    fetch.hub.forgetRequests();

    Result second = fetch.fetchPico();

    assertThat(second.code()).as(second.err()).isZero();
    assertThat(ranges()).containsExactly("bytes=" + held + "-");
    assertThat(fetch.gradients(0)).hasBinaryContent(bytes);
    assertThat(fetch.parts()).isEmpty();
  }

  /** Thrown from the middle of a transfer; nothing catches it, as nothing outlives a kill. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void aRunKilledAtAnyByteIsTakenUpWithoutFetchingFinishedFilesAgain() throws IOException {
    Map<Long, byte[]> files = fetch.picoRun(SIZE, 0, 1000, 2000);
    // The harness's clock stands for bytes here: it moves by a second for each 1000 received.
    Duration halfOfTheRun = Duration.ofSeconds(3 * SIZE / 1000 / 2);
    fetch.sleeper =
        time -> {
          if (fetch.timing().nanos().getAsLong() > halfOfTheRun.toNanos()) {
            throw new Killed();
          }
          fetch.pretendToSleep(time);
        };
    Fetch first = run(1);
    assertThatThrownBy(first::run).isInstanceOf(Killed.class);
    List<String> finished = fetch.files();
    assertThat(finished).as("the kill came in the middle").isNotEmpty().hasSizeLessThan(3);
    long held = Files.size(fetch.parts().get(0));
    assertThat(held).isBetween(1L, SIZE - 1L);
    // A real kill would not even have written the manifest at the end.
    Files.delete(fetch.target.resolve("_fetch/manifest.jsonl"));
    fetch.hub.forgetRequests();
    fetch.sleeper = fetch::pretendToSleep;

    FetchReport second = run(1).run();

    assertThat(second.exitCode().code()).isZero();
    assertThat(second.alreadyThere()).isEqualTo(finished.size());
    assertThat(ranges()).contains("bytes=" + held + "-").hasSize(3 - finished.size());
    for (Map.Entry<Long, byte[]> file : files.entrySet()) {
      assertThat(fetch.gradients(file.getKey())).hasBinaryContent(file.getValue());
    }
  }

  private Fetch run(int concurrency) {
    HubOptions options =
        new HubOptions(
            java.net.URI.create(fetch.hub.address()),
            java.util.Optional.empty(),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            new Retries(2, Duration.ofSeconds(1), Duration.ofSeconds(10)));
    FetchTarget target =
        FetchTarget.open(
            fetch.target.toString(), folder, new org.apache.hadoop.conf.Configuration());
    Fetch.Request request =
        new Fetch.Request(
            options,
            List.of(
                new Fetch.Wanted(
                    Source.parse(FetchHarness.PICO + "@" + FetchHarness.RUN),
                    HubLayout.picoLm(),
                    java.util.Optional.empty())),
            List.of(),
            target,
            1000,
            concurrency,
            false,
            10);
    return new Fetch(request, fetch.timing(), line -> {});
  }

  @Test
  void tooManyRequestsAreAnsweredByWaitingAsLongAsAsked() throws IOException {
    fetch.picoRun(1000, 0);
    fetch.hub.fail("commits", new Fault.Status(429, "17"));
    fetch.hub.fail(FILE, new Fault.Status(429, "23"));
    fetch.hub.fail(FILE, new Fault.Status(503, "Sat, 01 Mar 2025 12:00:31 GMT"));

    Result result = fetch.fetchPico();

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(fetch.waits)
        .containsExactly(Duration.ofSeconds(17), Duration.ofSeconds(23), Duration.ofSeconds(31));
  }

  @Test
  void storageThatNoLongerHonoursASignatureIsReachedThroughTheHubAgain() {
    fetch.picoRun(1000, 0);
    fetch.hub.fail(FILE, new Fault.Status(403, null));

    assertThat(fetch.fetchPico().code()).isZero();

    assertThat(fetch.hub.requestsTo("front"))
        .filteredOn(r -> r.path().contains("/resolve/"))
        .hasSize(2);
  }

  @Test
  void noHubCanAskForMoreThanTheLongestWait() {
    fetch.picoRun(1000, 0);
    fetch.hub.fail(FILE, new Fault.Status(429, "999999999"));

    assertThat(fetch.fetchPico("--longest-wait", "60").code()).isZero();

    assertThat(fetch.waits).containsExactly(Duration.ofSeconds(60));
  }

  @Test
  void waitsGrowWhereTheHubNamesNone() {
    fetch.picoRun(1000, 0);
    for (int i = 0; i < 4; i++) {
      fetch.hub.fail(FILE, new Fault.Status(500, i == 3 ? "soon" : null));
    }

    assertThat(fetch.fetchPico("--first-wait", "10").code()).isZero();

    assertThat(fetch.waits).hasSize(4);
    for (int i = 0; i < 4; i++) {
      assertThat(fetch.waits.get(i).toMillis()).isBetween(5_000L << i, 10_000L << i);
    }
  }

  @Test
  void aHubThatStaysBusyIsATryAgainAndTheOtherFilesAreFetched() throws IOException {
    fetch.picoRun(1000, 0, 1000);
    fetch.hub.fail(FILE, new Fault.Status(503, null));

    Result result = fetch.fetchPico("--retries", "0", "--concurrency", "1");

    assertThat(result.code()).isEqualTo(75);
    assertThat(result.err()).contains("answered 503").contains("1 fetched");
    assertThat(fetch.files()).hasSize(1);
    assertThat(fetch.manifest().values())
        .extracting(e -> e.path("state").asText())
        .containsExactlyInAnyOrder("failed", "done");
    assertThat(fetch.fetchPico().code()).as("the next run mends it").isZero();
  }

  @Test
  void aServerThatIgnoresTheRangeMakesTheTransferStartAnew() throws IOException {
    byte[] bytes = fetch.picoRun(SIZE, 0).get(0L);
    fetch.hub.fail(FILE, new Fault.Cut(100_000));
    fetch.hub.fail(FILE, new Fault.IgnoreRange());

    Result result = fetch.fetchPico();

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(fetch.gradients(0)).hasBinaryContent(bytes);
    assertThat(result.err()).contains("300.0 kB of 300.0 kB");
  }

  @Test
  void aRangeTheServerDoesNotHaveMakesTheTransferStartAnew() throws IOException {
    byte[] bytes = fetch.picoRun(SIZE, 0).get(0L);
    fetch.hub.fail(FILE, new Fault.Cut(100_000));
    fetch.hub.fail(FILE, new Fault.Status(416, null));

    Result result = fetch.fetchPico();

    assertThat(result.code()).as(result.err()).isZero();
    assertResumed(0, 100_000, 0);
    assertThat(fetch.gradients(0)).hasBinaryContent(bytes);
  }

  @Test
  void aWrongByteIsNoticedAndTheFileFetchedAgainFromItsBeginning() throws IOException {
    byte[] bytes = fetch.picoRun(SIZE, 0).get(0L);
    fetch.hub.fail(FILE, new Fault.Corrupt());

    Result result = fetch.fetchPico();

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(ranges()).containsExactly(null, null);
    assertThat(fetch.gradients(0)).hasBinaryContent(bytes);
  }

  @Test
  void bytesThatStayWrongAreReportedAndNeverShown() throws IOException {
    fetch.picoRun(SIZE, 0);
    for (int i = 0; i < 3; i++) {
      fetch.hub.fail(FILE, new Fault.Corrupt());
    }

    Result result = fetch.fetchPico();

    assertThat(result.code()).isEqualTo(65);
    assertThat(result.err()).contains("instead of sha256:").contains("3 times in a row");
    assertThat(fetch.files()).isEmpty();
    assertThat(fetch.parts()).isEmpty();
    assertThat(fetch.manifest().values())
        .singleElement()
        .satisfies(e -> assertThat(e.path("state").asText()).isEqualTo("failed"));
  }

  @Test
  void moreBytesThanListedAreNotTaken() throws IOException {
    byte[] bytes = fetch.picoRun(SIZE, 0).get(0L);
    fetch.hub.fail(FILE, new Fault.TooLong());

    Result result = fetch.fetchPico();

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(fetch.gradients(0)).hasBinaryContent(bytes);
  }

  @Test
  void aPartDamagedOnDiskIsThrownAwayByTheChecksum() throws IOException {
    byte[] bytes = fetch.picoRun(SIZE, 0).get(0L);
    fetch.hub.fail(FILE, new Fault.Cut(120_000));
    fetch.fetchPico("--retries", "0");
    Files.write(fetch.parts().get(0), new byte[120_000]);

    Result result = fetch.fetchPico();

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(fetch.gradients(0)).hasBinaryContent(bytes);
  }

  @Test
  void aTransferThatFallsSilentIsResumed() throws IOException {
    byte[] bytes = fetch.picoRun(SIZE, 0).get(0L);
    fetch.hub.fail(FILE, new Fault.Stall(50_000));

    Result result = fetch.fetchPico("--stall-timeout", "1");

    assertThat(result.code()).as(result.err()).isZero();
    assertResumed(0, 50_000);
    assertThat(fetch.gradients(0)).hasBinaryContent(bytes);
  }

  @Test
  void aHubThatIsNotThereIsToldAsSuch() throws IOException {
    int unused;
    try (ServerSocket socket = new ServerSocket(0)) {
      unused = socket.getLocalPort();
    }

    Result result = fetch.fetchPico("--hub", "http://127.0.0.1:" + unused, "--retries", "1");

    assertThat(result.code()).isEqualTo(69);
    assertThat(result.err()).contains("no connection to http://127.0.0.1:" + unused);
  }

  @Test
  void storageThatCannotBeReachedStopsTheRunInsteadOfTryingEveryFile() throws IOException {
    fetch.picoRun(1000, 0, 1000, 2000);
    int unused;
    try (ServerSocket socket = new ServerSocket(0)) {
      unused = socket.getLocalPort();
    }
    fetch.hub.fail(FILE, new Fault.RedirectTo("http://127.0.0.1:" + unused + "/x"));

    Result result = fetch.fetchPico("--retries", "0", "--concurrency", "1");

    assertThat(result.code()).isEqualTo(69);
    assertThat(result.err()).contains("0 fetched, 0 already there, 2 not tried");
  }

  @Test
  void somethingThatIsNoHubIsToldAsSuch() {
    fetch.picoRun(10, 0);

    Result result = fetch.fetchPico("--hub", fetch.hub.address() + "/api/models");

    assertThat(result.code()).isEqualTo(66);
    assertThat(result.err()).contains("answered 404");
  }

  @Test
  void twoFetchesToOneTargetDoNotRunAtOnce() throws IOException {
    fetch.picoRun(10, 0);
    Path lockFile = Files.createDirectories(fetch.target.resolve("_fetch")).resolve("lock");
    try (FileChannel channel =
            FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();

      Result result = fetch.fetchPico();

      assertThat(result.code()).isEqualTo(73);
      assertThat(result.err()).contains("another fetch to").contains("is running");
    }
    assertThat(fetch.fetchPico().code()).isZero();
  }

  @Test
  void aTargetThatIsAFileIsRefused() throws IOException {
    fetch.picoRun(10, 0);
    Files.writeString(fetch.target, "not a folder");

    Result result = fetch.fetchPico();

    assertThat(result.code()).isEqualTo(73);
    assertThat(result.err()).contains("cannot write to");
  }

  @Test
  void allDownloadsTogetherKeepToTheRate() {
    fetch.picoRun(SIZE, 0, 1000);

    Result result = fetch.fetchPico("--max-rate", "100kB");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).contains("2 of 2 files");
    assertThat(fetch.timing().nanos().getAsLong())
        .as("600 kB at 100 kB/s")
        .isGreaterThanOrEqualTo(5_999_000_000L);
  }
}

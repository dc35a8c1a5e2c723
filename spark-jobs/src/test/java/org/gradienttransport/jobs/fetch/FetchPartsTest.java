package org.gradienttransport.jobs.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The small pieces: steps, sources, names, amounts, rates, waits. */
class FetchPartsTest {
  @Test
  void stepsAreNumbersRangesAndRangesWithAStride() {
    assertThat(Steps.parse("512, 0-3,1000-3500/1000").wanted())
        .containsExactly(0L, 1L, 2L, 3L, 512L, 1000L, 2000L, 3000L);
    assertThat(Steps.parse("all").contains(999_999_999_999L)).isTrue();
    assertThat(Steps.parse("5").contains(6)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "-1", "3-1", "0-9/0", "1,,2", "0-999999999999", "1e3"})
  void anythingElseIsNoStep(String text) {
    assertThatThrownBy(() -> Steps.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text.replaceAll("^1,,2$", "") + "'");
  }

  @ParameterizedTest
  @CsvSource({
    "a/b, a/b, , b",
    "a/b@run-1, a/b, run-1, run-1",
    "a/b=x/y, a/b, , x/y",
    "a/b@refs/pr/1=x, a/b, refs/pr/1, x",
    "gpt2, gpt2, , gpt2"
  })
  void aSourceIsARepositoryAndPerhapsABranchAndAFolder(
      String text, String repo, String branch, String folder) {
    Source source = Source.parse(text);
    assertThat(source.repo()).isEqualTo(repo);
    assertThat(source.branch().orElse(null)).isEqualTo(branch);
    assertThat(source.folder()).isEqualTo(folder);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "20MB, 20000000",
    "500k, 500000",
    "2G/s, 2000000000",
    "999999999999, 999999999999"
  })
  void bytesAreReadWithDecimalUnits(String text, long bytes) {
    assertThat(Amounts.parseBytes(text)).isEqualTo(bytes);
  }

  @Test
  void amountsAreWrittenForPeople() {
    assertThat(Amounts.bytes(999L)).isEqualTo("999 B");
    assertThat(Amounts.bytes(603_979_776L)).isEqualTo("604.0 MB");
    assertThat(Amounts.bytes(1_500_000_000_000L)).isEqualTo("1.5 TB");
    assertThat(Amounts.time(59)).isEqualTo("59 s");
    assertThat(Amounts.time(3599)).isEqualTo("59 min");
    assertThat(Amounts.time(9000)).isEqualTo("2 h 30 min");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "a/b.bin", "Größe/模型.bin", "with space/'quote'.bin", "..a", "a..", "_x"})
  void ordinaryNamesAreAccepted(String name) {
    assertThat(SafeNames.objectionTo(name)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/a, is absolute",
    "a//b, has the segment",
    "a/./b, has the segment '.'",
    "../a, has the segment '..'",
    "a/.., has the segment '..'",
    "C:x, holds",
    "a\\b, holds"
  })
  void namesThatMeanSomethingElseAreRefused(String name, String why) {
    assertThat(SafeNames.objectionTo(name)).hasValueSatisfying(w -> assertThat(w).contains(why));
  }

  @Test
  void namesWithControlsSurrogatesOrTooManyBytesAreRefused() {
    assertThat(SafeNames.objectionTo("a\0b")).isPresent();
    assertThat(SafeNames.objectionTo("a\u007fb")).isPresent();
    assertThat(SafeNames.objectionTo("a\ud800")).isPresent();
    assertThat(SafeNames.objectionTo("a\u2028b")).isPresent();
    assertThat(SafeNames.objectionTo("x".repeat(256))).isPresent();
    assertThat(SafeNames.objectionTo("x".repeat(4096))).isPresent();
    assertThat(SafeNames.objectionTo("ä".repeat(128))).as("counted in bytes").isPresent();
  }

  @Test
  void theRateIsKeptAndIdleTimeIsNotSavedUp() throws InterruptedException {
    AtomicLong now = new AtomicLong();
    List<Duration> waits = new ArrayList<>();
    Timing timing =
        new Timing(
            Clock.systemUTC(),
            now::get,
            time -> {
              waits.add(time);
              now.addAndGet(time.toNanos());
            });
    RateLimit limit = new RateLimit(1000, timing);

    limit.pace(500);
    now.addAndGet(Duration.ofHours(1).toNanos());
    limit.pace(2000);

    assertThat(waits).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(2));
  }

  @Test
  void waitsDoubleUpToTheLongestAndTheHubsOwnWaitBeatsThem() {
    RetryPolicy policy = new RetryPolicy(3, Duration.ofSeconds(2), Duration.ofSeconds(60));
    HubException silent = new HubException(HubException.Kind.BUSY, "x");
    HubException asking =
        new HubException(HubException.Kind.BUSY, "x", Duration.ofSeconds(9), null);

    assertThat(policy.waitAfter(1, silent, "u")).isBetween(seconds(1), seconds(2));
    assertThat(policy.waitAfter(3, silent, "u")).isBetween(seconds(4), seconds(8));
    assertThat(policy.waitAfter(900, silent, "u")).isBetween(seconds(30), seconds(60));
    assertThat(policy.waitAfter(900, asking, "u")).isEqualTo(seconds(9));
    assertThat(policy.waitAfter(2, silent, "u")).isEqualTo(policy.waitAfter(2, silent, "u"));
    assertThat(policy.forgives(3)).isTrue();
    assertThat(policy.forgives(4)).isFalse();
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  @Test
  void originsAreEqualOnlyInSchemeHostAndPort() {
    assertThat(sameOrigin("https://hub/a", "https://HUB:443/b")).isTrue();
    assertThat(sameOrigin("https://hub/a", "http://hub/a")).isFalse();
    assertThat(sameOrigin("https://hub/a", "https://hub:8443/a")).isFalse();
    assertThat(sameOrigin("https://hub/a", "https://hub.evil.example/a")).isFalse();
    assertThat(sameOrigin("https://hub/a", "https://cdn.hub/a")).isFalse();
  }

  private static boolean sameOrigin(String a, String b) {
    return HubHttp.sameOrigin(java.net.URI.create(a), java.net.URI.create(b));
  }

  @Test
  void progressNamesFilesBytesRateAndTimeLeft() {
    AtomicLong now = new AtomicLong();
    Progress progress =
        new Progress(154, 52_000_000_000L, new Timing(Clock.systemUTC(), now::get, time -> {}));
    progress.held(12_000_000_000L);
    progress.received(1_000_000_000L);
    progress.fileDone();
    now.addAndGet(Duration.ofSeconds(25).toNanos());

    assertThat(progress.line())
        .isEqualTo("1 of 154 files, 12.0 GB of 52.0 GB, 40.0 MB/s, 16 min left");
  }

  @Test
  void globsMatchWithinAFolderUnlessDoubled() {
    assertThat(new Glob("eval/*.json").matches("eval/a.json")).isTrue();
    assertThat(new Glob("eval/*.json").matches("eval/b/a.json")).isFalse();
    assertThat(new Glob("**.json").matches("eval/b/a.json")).isTrue();
    assertThat(new Glob("a.json").matches("axjson")).isFalse();
    assertThat(new Glob("(a|b)+?").matches("(a|b)+c")).isTrue();
  }
}

package org.gradienttransport.jobs.hub.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The small pieces: sources, names, rates, progress, patterns. */
class FetchPartsTest {
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
  @ValueSource(
      strings = {"a", "a/b.bin", "Größe/模型.bin", "with space/'quote'.bin", "..a", "a..", "_x"})
  void ordinaryNamesAreAccepted(String name) {
    assertThat(HubNames.objectionTo(name)).isEmpty();
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
    assertThat(HubNames.objectionTo(name)).hasValueSatisfying(w -> assertThat(w).contains(why));
  }

  @Test
  void namesWithControlsSurrogatesOrTooManyBytesAreRefused() {
    assertThat(HubNames.objectionTo("a\0b")).isPresent();
    assertThat(HubNames.objectionTo("a\u007fb")).isPresent();
    assertThat(HubNames.objectionTo("a\ud800")).isPresent();
    assertThat(HubNames.objectionTo("a\u2028b")).isPresent();
    assertThat(HubNames.objectionTo("x".repeat(256))).isPresent();
    assertThat(HubNames.objectionTo("x".repeat(4096))).isPresent();
    assertThat(HubNames.objectionTo("ä".repeat(128))).as("counted in bytes").isPresent();
  }

  @Test
  void theRateIsKeptAndIdleTimeIsNotSavedUp() {
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
    FetchProgress progress =
        new FetchProgress(
            154, 52_000_000_000L, new Timing(Clock.systemUTC(), now::get, time -> {}));
    progress.held(12_000_000_000L);
    progress.received(1_000_000_000L);
    progress.fileDone();
    now.addAndGet(Duration.ofSeconds(25).toNanos());

    assertThat(progress.line())
        .isEqualTo("1 of 154 files, 12.0 GB of 52.0 GB, 40.0 MB/s, 16 min left");
  }

  @Test
  void globsMatchWithinAFolderUnlessDoubled() {
    assertThat(matches("eval/*.json", "eval/a.json")).isTrue();
    assertThat(matches("eval/*.json", "eval/b/a.json")).isFalse();
    assertThat(matches("**.json", "eval/b/a.json")).isTrue();
    assertThat(matches("a.json", "axjson")).isFalse();
    assertThat(matches("(a|b)+?", "(a|b)+c")).isTrue();
  }

  private static boolean matches(String glob, String path) {
    return FetchPlanner.glob(glob).matches(Path.of(path));
  }
}

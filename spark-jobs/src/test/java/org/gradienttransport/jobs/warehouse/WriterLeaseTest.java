package org.gradienttransport.jobs.warehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.io.SparkApplication;
import org.gradienttransport.jobs.run.TestRuns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WriterLeaseTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir Path directory;

  private WriterLease acquire(String owner, Instant now) throws IOException {
    return WriterLease.acquire(
        TestRuns.warehouse(directory), owner, HOUR, Clock.fixed(now, ZoneOffset.UTC));
  }

  @Test
  void aSecondWriterIsRefusedAndToldWhoHoldsTheWarehouse() throws IOException {
    try (WriterLease first = acquire("the first run", NOON)) {
      first.requireHeld();
      assertThatThrownBy(() -> acquire("the second run", NOON.plusSeconds(60)))
          .isInstanceOfSatisfying(
              JobException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CANNOT_WRITE))
          .hasMessageContaining("the first run")
          .hasMessageContaining("2026-11-21T13:00:00Z");
    }
  }

  @Test
  void aLeaseGivenBackCanBeTakenAtOnce() throws IOException {
    acquire("first", NOON).close();
    try (WriterLease second = acquire("second", NOON.plusSeconds(1))) {
      second.requireHeld();
    }
  }

  @Test
  void anExpiredLeaseIsTakenOverAndItsHolderFindsOut() throws IOException {
    WriterLease first = acquire("killed", NOON);
    try (WriterLease second = acquire("next", NOON.plus(HOUR).plusSeconds(1))) {
      second.requireHeld();
      assertThatThrownBy(first::requireHeld)
          .isInstanceOfSatisfying(
              JobException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.TRY_AGAIN))
          .hasMessageContaining("another run took over");
      first.close();
      second.requireHeld();
    }
  }

  @Test
  void theLeaseOfAProcessThatWasKilledOnThisHostIsFreeAtOnce() throws Exception {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    java.nio.file.Files.createDirectories(directory.resolve("lock"));
    java.nio.file.Files.writeString(
        directory.resolve("lock/0000000001.json"),
        """
        {"owner": "killed", "host": "%s", "pid": %d, "process_started": "unknown",
         "acquired_at": "2026-11-21T11:59:00Z", "expires_at": "2026-11-21T12:59:00Z"}
        """
            .formatted(java.net.InetAddress.getLocalHost().getHostName(), process.pid()));
    try (WriterLease lease = acquire("next", NOON)) {
      lease.requireHeld();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "application_1_0001, 2, true",
    "application_1_0001, 1, false",
    "application_1_0002, 2, false"
  })
  void theLeaseOfAnEarlierAttemptOfTheSameApplicationIsFreeAtOnceOnWhateverHost(
      String application, int attempt, boolean free) throws Exception {
    java.nio.file.Files.createDirectories(directory.resolve("lock"));
    java.nio.file.Files.writeString(
        directory.resolve("lock/0000000001.json"),
        """
        {"owner": "killed", "host": "far", "pid": 1, "process_started": "unknown",
         "application_id": "application_1_0001", "application_attempt": 1,
         "acquired_at": "2026-11-21T11:59:00Z", "expires_at": "2026-11-21T12:59:00Z"}
        """);
    new SparkApplication(application, attempt, "").begin();
    try {
      if (free) {
        acquire("next attempt", NOON).close();
      } else {
        assertThatThrownBy(() -> acquire("another", NOON)).hasMessageContaining("killed");
      }
    } finally {
      SparkApplication.end();
    }
  }

  @Test
  void aClockSetBackKeepsTheLeaseHeld() throws IOException {
    try (WriterLease first = acquire("first", NOON)) {
      first.requireHeld();
      assertThatThrownBy(() -> acquire("second", NOON.minus(Duration.ofDays(2))))
          .isInstanceOf(JobException.class);
    }
  }

  @Test
  void ofManyTakersAtOnceExactlyOneSucceeds() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<WriterLease>> takers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        takers.add(() -> acquire("taker", NOON));
      }
      List<WriterLease> held = new ArrayList<>();
      for (Future<WriterLease> taker : threads.invokeAll(takers)) {
        try {
          held.add(taker.get());
        } catch (ExecutionException e) {
          assertThat(e.getCause()).isInstanceOf(JobException.class);
        }
      }
      assertThat(held).hasSize(1);
      held.get(0).close();
    } finally {
      threads.shutdownNow();
    }
  }
}

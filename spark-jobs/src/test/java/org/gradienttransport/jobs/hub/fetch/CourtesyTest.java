package org.gradienttransport.jobs.hub.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.gradienttransport.jobs.hub.fetch.FakeHub.Fault;
import org.gradienttransport.jobs.hub.fetch.FetchHarness.Result;
import org.gradienttransport.jobs.io.Tasks.Retries;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After a 429 that names no time, nobody asks the hub for a while. */
class CourtesyTest {
  private static final int WORKERS = 4;
  private static final URI ADDRESS = URI.create("http://127.0.0.1/file");

  @TempDir Path folder;

  /**
   * Four requests are under way, one of them is refused, and then the others are answered. Time
   * stands still until all four workers wait.
   */
  @Test
  void whileOneWorkerIsRefusedNoOtherAsks() throws IOException {
    try (FetchHarness fetch = new FetchHarness(folder.resolve("target"))) {
      fetch.picoRun(1000, 0, 1, 2, 3, 4, 5, 6, 7);
      CountDownLatch allAsked = new CountDownLatch(WORKERS);
      CountDownLatch firstWaits = new CountDownLatch(1);
      Fault refusal = new Fault.Status(429, null);
      fetch.hub.fail(FetchHarness.GRADIENTS, new Fault.Held(allAsked, allAsked, refusal));
      for (int other = 1; other < WORKERS; other++) {
        fetch.hub.fail(FetchHarness.GRADIENTS, new Fault.Held(allAsked, firstWaits, null));
      }
      AtomicInteger askedBefore = new AtomicInteger();
      AtomicInteger askedAfter = new AtomicInteger();
      CyclicBarrier allWait =
          new CyclicBarrier(
              WORKERS,
              () -> {
                askedAfter.set(fetch.hub.requests().size());
                fetch.pretendToSleep(Duration.ofHours(1));
              });
      fetch.sleeper =
          time -> {
            askedBefore.compareAndSet(0, fetch.hub.requests().size());
            firstWaits.countDown();
            try {
              allWait.await(30, TimeUnit.SECONDS);
            } catch (BrokenBarrierException | TimeoutException e) {
              throw new IllegalStateException("some worker does not wait", e);
            }
          };

      Result result = fetch.fetchPico("--concurrency", Integer.toString(WORKERS));

      assertThat(result.code()).as(result.err()).isZero();
      assertThat(askedAfter.get()).isEqualTo(askedBefore.get()).isPositive();
      assertThat(fetch.waits).as("one pause, of all workers").hasSize(1);
      assertThat(fetch.files()).hasSize(8);
    }
  }

  private final AtomicLong nanos = new AtomicLong();
  private final List<Duration> waits = new ArrayList<>();

  private Courtesy courtesy(Runnable whileWaiting) {
    Timing timing =
        new Timing(
            Clock.systemUTC(),
            nanos::get,
            time -> {
              waits.add(time);
              whileWaiting.run();
              nanos.addAndGet(time.toNanos());
            });
    return new Courtesy(new Retries(9, Duration.ofSeconds(8), Duration.ofHours(1)), timing);
  }

  @Test
  void theWaitGrowsThoughWhatWasAskedBeforeItIsAnswered() {
    Courtesy courtesy = courtesy(() -> {});
    for (int refusal = 0; refusal < 3; refusal++) {
      courtesy.refused(ADDRESS, Optional.empty());
      courtesy.answered();
      courtesy.await();
    }
    for (int refusal = 0; refusal < 3; refusal++) {
      assertThat(waits.get(refusal).toMillis()).isBetween(4_000L << refusal, 8_000L << refusal);
    }
  }

  @Test
  void anAnswerAfterThePauseEndsTheGrowth() {
    Courtesy courtesy = courtesy(() -> {});
    for (int refusal = 0; refusal < 3; refusal++) {
      courtesy.refused(ADDRESS, Optional.empty());
      courtesy.await();
      courtesy.answered();
    }
    assertThat(waits).hasSize(3).containsOnly(waits.get(0));
  }

  @Test
  void whoWaitsAlreadyWaitsForALaterRefusalToo() {
    AtomicInteger refusals = new AtomicInteger();
    Courtesy[] courtesy = new Courtesy[1];
    courtesy[0] =
        courtesy(
            () -> {
              if (refusals.getAndIncrement() == 0) {
                courtesy[0].refused(ADDRESS, Optional.of(Duration.ofSeconds(60)));
              }
            });
    courtesy[0].refused(ADDRESS, Optional.of(Duration.ofSeconds(10)));
    courtesy[0].await();
    assertThat(nanos.get()).isEqualTo(Duration.ofSeconds(60).toNanos());
  }
}

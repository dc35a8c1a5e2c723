package org.gradienttransport.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.io.Tasks.Retries;
import org.gradienttransport.jobs.io.Tasks.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TasksTest {
  private final List<Duration> waits = new ArrayList<>();
  private final Retries retries = new Retries(3, Duration.ofSeconds(2), Duration.ofSeconds(60));

  @Test
  void resultsComeInTheOrderOfTheItems() throws Exception {
    CountDownLatch lastIsDone = new CountDownLatch(1);

    List<Integer> squares =
        Tasks.over(List.of(1, 2, 3))
            .threads(3, "square")
            .run(
                (Integer item) -> {
                  if (item == 3) {
                    lastIsDone.countDown();
                  } else {
                    assertThat(lastIsDone.await(30, TimeUnit.SECONDS)).isTrue();
                  }
                  return item * item;
                });

    assertThat(squares).containsExactly(1, 4, 9);
    assertThat(Tasks.over(List.of()).run(item -> item)).isEmpty();
  }

  @Test
  void noMoreThreadsAreUsedThanAllowed() {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();

    Tasks.over(List.of(1, 2, 3, 4, 5, 6))
        .threads(2, "two")
        .run(item -> threads.add(Thread.currentThread()));

    assertThat(threads)
        .hasSizeBetween(1, 2)
        .allMatch(t -> t.isDaemon() && t.getName().equals("two"));
  }

  @Test
  void theFirstFailureIsThrownAsItIsAndNothingMoreIsBegun() {
    AtomicInteger begun = new AtomicInteger();
    IOException failure = new IOException("broken");

    assertThatThrownBy(
            () ->
                Tasks.over(List.of(1, 2, 3, 4, 5, 6, 7, 8))
                    .run(
                        (Integer item) -> {
                          begun.incrementAndGet();
                          if (item == 1) {
                            throw failure;
                          }
                          TimeUnit.SECONDS.sleep(30);
                          return item;
                        }))
        .isSameAs(failure);
    assertThat(begun.get()).isOne();
  }

  @Test
  void anErrorIsThrownAsItIsToo() {
    Error failure = new AssertionError("broken");

    assertThatThrownBy(
            () ->
                Tasks.over(List.of(1))
                    .run(
                        item -> {
                          throw failure;
                        }))
        .isSameAs(failure);
  }

  @Test
  @Timeout(30)
  void theCallingThreadIsNotIdleMeanwhile() throws Exception {
    CountDownLatch ticked = new CountDownLatch(3);
    AtomicInteger ticks = new AtomicInteger();

    Tasks.over(List.of(1))
        .meanwhile(
            Duration.ofMillis(1),
            () -> {
              ticks.incrementAndGet();
              ticked.countDown();
            })
        .run(
            (Integer item) -> {
              ticked.await();
              return item;
            });

    assertThat(ticks.get()).isGreaterThanOrEqualTo(3);
  }

  @Test
  void anInterruptSaysToTryAgain() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> Tasks.over(List.of(1)).run(item -> item))
        .isInstanceOfSatisfying(
            JobException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.TRY_AGAIN));
    assertThat(Thread.interrupted()).as("the flag is kept").isTrue();
  }

  /** Fails so many times, then returns how often it was tried. */
  private int afterFailures(int failures, Verdict verdict) throws IOException {
    AtomicInteger tries = new AtomicInteger();
    return retries.run(
        "u",
        waits::add,
        IOException.class,
        () -> {
          if (tries.incrementAndGet() <= failures) {
            throw new IOException("failure " + tries.get());
          }
          return tries.get();
        },
        failure -> verdict);
  }

  private static Verdict verdict(boolean again, boolean gotFurther) {
    return new Verdict(again, gotFurther, Optional.empty());
  }

  @Test
  void aPassingFailureIsForgivenAFewTimesInARow() throws IOException {
    assertThat(afterFailures(3, verdict(true, false))).isEqualTo(4);
    assertThat(waits).hasSize(3).isSorted();
    assertThatThrownBy(() -> afterFailures(4, verdict(true, false))).hasMessage("failure 4");
  }

  @Test
  void whatGetsFurtherEachTimeMayFailMoreOften() throws IOException {
    assertThat(afterFailures(9, verdict(true, true))).isEqualTo(10);
  }

  @Test
  void otherFailuresAreThrownAtOnce() {
    assertThatThrownBy(() -> afterFailures(1, verdict(false, false))).hasMessage("failure 1");
    assertThatThrownBy(
            () ->
                retries.run(
                    "u",
                    waits::add,
                    FileNotFoundException.class,
                    () -> {
                      throw new IOException("of another kind");
                    },
                    failure -> verdict(true, false)))
        .hasMessage("of another kind");
    assertThat(waits).isEmpty();
  }

  @Test
  void waitsDoubleUpToTheLongestAndAWaitThatIsAskedForBeatsThem() {
    Optional<Duration> nothing = Optional.empty();

    assertThat(retries.waitAfter(1, nothing, "u")).isBetween(seconds(1), seconds(2));
    assertThat(retries.waitAfter(3, nothing, "u")).isBetween(seconds(4), seconds(8));
    assertThat(retries.waitAfter(900, nothing, "u")).isBetween(seconds(30), seconds(60));
    assertThat(retries.waitAfter(900, Optional.of(seconds(9)), "u")).isEqualTo(seconds(9));
    assertThat(retries.waitAfter(1, Optional.of(seconds(900)), "u")).isEqualTo(seconds(60));
    assertThat(retries.waitAfter(2, nothing, "u")).isEqualTo(retries.waitAfter(2, nothing, "u"));
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}

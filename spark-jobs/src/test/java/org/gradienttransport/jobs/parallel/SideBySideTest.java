package org.gradienttransport.jobs.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.gradienttransport.jobs.SharedSpark;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** Independent pieces of work behave as if one thread had done them in turn. */
class SideBySideTest {
  private static final SparkContext CONTEXT = SharedSpark.session().sparkContext();
  private static final JavaSparkContext JAVA = JavaSparkContext.fromSparkContext(CONTEXT);
  private static final CountDownLatch RUNNING = new CountDownLatch(1);
  private static final CountDownLatch CANCELLED = new CountDownLatch(2);

  private static <T> List<Callable<T>> times(int count, Callable<T> work) {
    return IntStream.range(0, count).<Callable<T>>mapToObj(i -> work).toList();
  }

  @Test
  void resultsComeInTheOrderOfTheWork() {
    List<Callable<Long>> work = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      List<Integer> numbers = IntStream.range(0, i).boxed().toList();
      work.add(() -> JAVA.parallelize(numbers, 1).count());
    }
    assertThat(SideBySide.all(CONTEXT, work))
        .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    assertThat(SideBySide.all(CONTEXT, List.of())).isEmpty();
  }

  @Test
  void theFirstFailureIsThrownAsItIs() {
    IOException failure = new IOException("the disk is full");
    List<Callable<Integer>> work =
        List.of(
            () -> 1,
            () -> {
              throw failure;
            },
            () -> 3);
    assertThatThrownBy(() -> SideBySide.all(CONTEXT, work)).isSameAs(failure);
  }

  @Test
  void aFailureEndsTheJobsOfTheOthersAlsoThoseBegunLaterAndStartsNoMore() {
    AtomicBoolean late = new AtomicBoolean();
    IllegalStateException failure = new IllegalStateException("a table is broken");
    List<Callable<Long>> work = new ArrayList<>();
    work.add(
        () -> {
          try {
            return slowJob();
          } catch (Exception cancelled) {
            return slowJob();
          }
        });
    work.add(
        () -> {
          RUNNING.await();
          throw failure;
        });
    work.add(() -> CANCELLED.await(1, TimeUnit.MINUTES) ? 0L : 1L);
    work.add(
        () -> {
          late.set(true);
          return 0L;
        });

    assertThatThrownBy(() -> SideBySide.all(CONTEXT, work)).isSameAs(failure);

    assertThat(CANCELLED.getCount()).isZero();
    assertThat(late).isFalse();
  }

  private static long slowJob() {
    return JAVA.parallelize(List.of(1), 1).map(SideBySideTest::slow).count();
  }

  /** Runs for a minute unless its job is cancelled. */
  private static int slow(int number) {
    RUNNING.countDown();
    TaskContext task = TaskContext.get();
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (!task.isInterrupted() && System.nanoTime() < end) {
      LockSupport.parkNanos(1_000_000);
    }
    if (task.isInterrupted()) {
      CANCELLED.countDown();
    }
    return number;
  }

  @Test
  void everyThreadHasTheCallersPropertiesAndLogContext() {
    CyclicBarrier threads = new CyclicBarrier(3);
    CONTEXT.setLocalProperty("of.the.caller", "run 1");
    MDC.put("run_id", "run 1");
    try {
      assertThat(
              SideBySide.all(
                  CONTEXT,
                  times(
                      6,
                      () -> {
                        threads.await(1, TimeUnit.MINUTES);
                        return CONTEXT.getLocalProperty("of.the.caller") + MDC.get("run_id");
                      })))
          .containsOnly("run 1run 1");
      assertThat(MDC.get("run_id")).isEqualTo("run 1");
    } finally {
      CONTEXT.setLocalProperty("of.the.caller", null);
      MDC.remove("run_id");
    }
    assertThat(CONTEXT.getJobTags().isEmpty()).isTrue();
  }
}

package org.gradienttransport.jobs.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.gradienttransport.jobs.SharedSpark;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A session that starts when it is first needed. */
@Tag("spark")
class LazySessionTest {
  private final List<String> happened = new ArrayList<>();

  private LazySession session() {
    return new LazySession(
        () -> {
          happened.add("started");
          return SharedSpark.session();
        },
        stopped -> happened.add("stopped"));
  }

  @Test
  void whatIsNeverAskedForIsNeitherStartedNorStopped() {
    try (LazySession lazy = session()) {
      Runnable unused = lazy.whenStarted(started -> happened.add("told"));
      assertThat(lazy.isStarted()).isFalse();
    }
    assertThat(happened).isEmpty();
  }

  @Test
  void itStartsOnceAndTellsWhoWaitsInTheirOrder() {
    try (LazySession lazy = session()) {
      Runnable first = lazy.whenStarted(started -> happened.add("first"));
      Runnable second = lazy.whenStarted(started -> happened.add("second"));
      assertThat(lazy.get()).isSameAs(lazy.get());
      Runnable third = lazy.whenStarted(started -> happened.add("third"));
      List.of(first, second, third).forEach(Runnable::run);
    }
    assertThat(happened).containsExactly("started", "first", "second", "third", "stopped");
  }

  @Test
  void whatIsTakenBackBeforeTheStartIsNotDone() {
    try (LazySession lazy = session()) {
      lazy.whenStarted(started -> happened.add("taken back")).run();
      assertThat(lazy.get()).isNotNull();
    }
    assertThat(happened).containsExactly("started", "stopped");
  }

  @Test
  void aStartThatHangsKeepsNobodyFromTakingBack() throws Exception {
    CountDownLatch starting = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    LazySession lazy =
        new LazySession(
            () -> {
              starting.countDown();
              try {
                end.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return SharedSpark.session();
            },
            stopped -> {});
    Runnable takeBack = lazy.whenStarted(started -> happened.add("told"));
    Thread starter = new Thread(lazy::get, "starter");
    starter.start();
    assertThat(starting.await(1, TimeUnit.MINUTES)).isTrue();

    takeBack.run();
    assertThat(lazy.isStarted()).isFalse();

    end.countDown();
    starter.join();
    assertThat(happened).isEmpty();
  }
}

package org.gradienttransport.udfs.parallel;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/**
 * Runs numbered tasks on a fixed number of threads, the caller's among them.
 *
 * <p>Which thread takes which task is left open, so a task may only write what is its own; results
 * then do not depend on the number of threads. Several callers may share one instance: each works
 * on its own tasks and so always gets on, even when the helping threads are busy elsewhere.
 */
public final class Workers implements AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final int threads;
  private final ExecutorService helpers;

  private Workers(int threads) {
    this.threads = threads;
    this.helpers = threads == 1 ? null : Executors.newFixedThreadPool(threads - 1, factory());
  }

  /** Workers on this many threads, the caller's included. */
  public static Workers of(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threads);
    }
    return new Workers(threads);
  }

  private static ThreadFactory factory() {
    return task -> {
      Thread thread = new Thread(task, "gradient-transport-worker-" + NUMBER.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Threads that work on one caller's tasks at most. */
  public int threads() {
    return threads;
  }

  /**
   * Runs {@code task} for 0 to {@code tasks} - 1, each once, handed out in ascending order; returns
   * when all are done.
   *
   * @throws RuntimeException or Error the first one a task threw, after all threads have stopped
   */
  public void run(int tasks, IntConsumer task) {
    int helping = Math.min(threads, tasks) - 1;
    if (helping <= 0) {
      for (int i = 0; i < tasks; i++) {
        task.accept(i);
      }
      return;
    }
    Batch batch = new Batch(tasks, helping, task);
    for (int i = 0; i < helping; i++) {
      helpers.execute(batch::help);
    }
    batch.work();
    batch.await();
  }

  @Override
  public void close() {
    if (helpers != null) {
      helpers.shutdown();
    }
  }

  private static final class Batch {
    private final int tasks;
    private final IntConsumer task;
    private final AtomicInteger next = new AtomicInteger();
    private final CountDownLatch remaining;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    Batch(int tasks, int helping, IntConsumer task) {
      this.tasks = tasks;
      this.task = task;
      this.remaining = new CountDownLatch(helping);
    }

    void help() {
      try {
        work();
      } finally {
        remaining.countDown();
      }
    }

    // Whatever a task throws, errors included, is handed to the caller.
    @SuppressWarnings("CatchAndPrintStackTrace")
    void work() {
      try {
        for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
          task.accept(i);
        }
      } catch (RuntimeException | Error thrown) {
        next.set(tasks);
        failure.compareAndSet(null, thrown);
      }
    }

    void await() {
      boolean interrupted = false;
      while (true) {
        try {
          remaining.await();
          break;
        } catch (InterruptedException e) {
          interrupted = true; // the tasks write to the caller's arrays: wait for their end
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      rethrow();
    }

    private void rethrow() {
      Throwable thrown = failure.get();
      if (thrown instanceof RuntimeException exception) {
        throw exception;
      }
      if (thrown instanceof Error error) {
        throw error;
      }
    }
  }
}

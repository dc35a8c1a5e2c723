package org.gradienttransport.jobs.fetch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A bounded pool whose failures come out as what they are. */
final class Workers implements AutoCloseable {
  private final ExecutorService pool;

  Workers(int threads) {
    this.pool =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "fetch");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** The results, in the order of the tasks. */
  <T> List<T> inOrder(List<Callable<T>> tasks) throws InterruptedException {
    List<Future<T>> futures = new ArrayList<>();
    tasks.forEach(task -> futures.add(pool.submit(task)));
    List<T> results = new ArrayList<>();
    for (Future<T> future : futures) {
      results.add(result(future));
    }
    return results;
  }

  /**
   * Runs the tasks, and {@code tick} in the calling thread after each one and at least that often.
   *
   * @param tickMillis longest pause between two ticks
   */
  <T> void each(List<Callable<T>> tasks, long tickMillis, Tick<T> tick)
      throws IOException, InterruptedException {
    ExecutorCompletionService<T> completion = new ExecutorCompletionService<>(pool);
    tasks.forEach(completion::submit);
    int left = tasks.size();
    while (left > 0) {
      Future<T> done = completion.poll(tickMillis, TimeUnit.MILLISECONDS);
      if (done == null) {
        tick.onPause();
      } else {
        left--;
        tick.onResult(result(done));
      }
    }
  }

  /** What the calling thread does meanwhile. */
  interface Tick<T> {
    void onPause() throws IOException;

    void onResult(T result) throws IOException;
  }

  private static <T> T result(Future<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      if (e.getCause() instanceof InterruptedException) {
        throw new InterruptedException("a transfer was interrupted");
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}

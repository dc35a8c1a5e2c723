package org.gradienttransport.jobs.io;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;

/**
 * The same work on many items, done by a few threads at once, in the manner of Apache Iceberg's
 * {@code Tasks}. {@link Retries} does work again that failed in passing.
 *
 * <p>The first failure stops the rest and is thrown as it is. An interrupt becomes a {@link
 * JobException} that says to try again, with the thread's flag set.
 *
 * @param <T> what is worked on
 */
public final class Tasks<T> {
  private static final long GRACE_SECONDS = 5;

  private final Collection<T> items;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private int threads = 1;
  private String name = "task";
  private Duration longestPause = Duration.ofDays(1);
  private Runnable meanwhile = () -> {};

  private Tasks(Collection<T> items) {
    this.items = List.copyOf(items);
  }

  /** Work on each of these. */
  public static <T> Tasks<T> over(Collection<T> items) {
    return new Tasks<>(items);
  }

  /** Uses at most this many daemon threads, which have this name; one unless it is called. */
  public Tasks<T> threads(int most, String threadName) {
    this.threads = most;
    this.name = threadName;
    return this;
  }

  /** Calls the action in the calling thread, after each item and at least once in each pause. */
  public Tasks<T> meanwhile(Duration pause, Runnable action) {
    this.longestPause = pause;
    this.meanwhile = action;
    return this;
  }

  /** Work on one item. */
  @FunctionalInterface
  public interface Work<T, R, E extends Exception> {
    R on(T item) throws E;
  }

  /**
   * Does all of it.
   *
   * @return the results, in the order of the items
   */
  public <R, E extends Exception> List<R> run(Work<? super T, R, E> work) throws E {
    ExecutorService pool =
        Executors.newFixedThreadPool(Math.max(1, Math.min(threads, items.size())), daemons(name));
    try {
      ExecutorCompletionService<R> ended = new ExecutorCompletionService<>(pool);
      List<Future<R>> all = new ArrayList<>();
      for (T item : items) {
        all.add(ended.submit(() -> unlessStopped(work, item)));
      }
      for (int left = all.size(); left > 0; ) {
        Future<R> next = ended.poll(longestPause.toMillis(), TimeUnit.MILLISECONDS);
        if (next != null) {
          next.get();
          left--;
        }
        meanwhile.run();
      }
      List<R> results = new ArrayList<>();
      for (Future<R> each : all) {
        results.add(each.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw Tasks.<E>asItIs(failure.get());
    } catch (InterruptedException e) {
      throw interrupted(e);
    } finally {
      end(pool);
    }
  }

  /** Makes threads of this name that do not keep the process alive. */
  public static ThreadFactory daemons(String threadName) {
    return task -> {
      Thread thread = new Thread(task, threadName);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Lets work that is under way tidy up; what takes longer ends with the process. */
  private static void end(ExecutorService pool) {
    pool.shutdownNow();
    try {
      boolean unused = pool.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Notes a failure before its thread can take up the next item. */
  private <R, E extends Exception> R unlessStopped(Work<? super T, R, E> work, T item) throws E {
    if (failure.get() != null) {
      return null;
    }
    try {
      return work.on(item);
    } catch (Throwable e) {
      failure.compareAndSet(null, e);
      throw e;
    }
  }

  /** The failure of work, which can only be of the kind that work declares, or unchecked. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Exception> E asItIs(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return (E) failure;
  }

  /**
   * The failure of work itself, as if the calling thread had done it.
   *
   * @return to be thrown; unchecked failures and errors are thrown here
   */
  public static IOException unwrapped(ExecutionException failed) {
    Throwable failure = failed.getCause();
    if (failure instanceof IOException io) {
      return io;
    }
    if (failure instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    // Spark throws checked exceptions that it does not declare.
    return new IOException(failure);
  }

  /** What an interrupt ends with. */
  public static JobException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new JobException(
        ExitCode.TRY_AGAIN, "interrupted; run the same command again to go on", cause);
  }

  /** Waits; ends early only by an interrupt. */
  @FunctionalInterface
  public interface Sleeper {
    void sleep(Duration time) throws InterruptedException;
  }

  /**
   * What a failure means for further attempts.
   *
   * @param again whether another attempt can help
   * @param gotFurther whether this attempt came further than any before, so that counting starts
   *     anew
   * @param asked how long to wait, if whoever failed said so
   */
  public record Verdict(boolean again, boolean gotFurther, Optional<Duration> asked) {}

  /** Something that may fail in passing. */
  @FunctionalInterface
  public interface Attempt<R> {
    R run() throws IOException;
  }

  /** Says what a failure means, and mends what it left behind. */
  @FunctionalInterface
  public interface Judge<E> {
    Verdict of(E failure) throws IOException;
  }

  /**
   * How often and after which wait to try again.
   *
   * @param most how many failures in a row are forgiven; 0 forgives none
   * @param firstWait the wait after the first failure, doubled after each further one
   * @param longestWait no wait is longer, whatever is asked for
   */
  public record Retries(int most, Duration firstWait, Duration longestWait) {
    private static final int MOST_DOUBLINGS = 30;

    /**
     * Tries until it succeeds.
     *
     * @param name of what is tried; attempts at different things wait for different times
     * @param kind the failures that are judged; any other is thrown at once
     */
    public <R, E extends IOException> R run(
        String name, Sleeper sleeper, Class<E> kind, Attempt<R> attempt, Judge<E> judge)
        throws IOException {
      for (int failures = 1; ; failures++) {
        try {
          return attempt.run();
        } catch (IOException e) {
          if (!kind.isInstance(e)) {
            throw e;
          }
          Verdict verdict = judge.of(kind.cast(e));
          failures = verdict.gotFurther() ? 1 : failures;
          if (!verdict.again() || failures > most) {
            throw e;
          }
          pause(sleeper, waitAfter(failures, verdict.asked(), name));
        }
      }
    }

    /**
     * The wait that was asked for, else a doubling one. Doubling waits are spread over half their
     * length by the name, so that what failed together does not return together.
     */
    public Duration waitAfter(int failuresInARow, Optional<Duration> asked, String name) {
      Duration wait = asked.orElseGet(() -> backoff(failuresInARow, name));
      return wait.compareTo(longestWait) < 0 ? wait : longestWait;
    }

    private Duration backoff(int failuresInARow, String name) {
      int doublings = Math.min(failuresInARow - 1, MOST_DOUBLINGS);
      double full =
          Math.min(
              (double) firstWait.toMillis() * (1L << doublings), (double) longestWait.toMillis());
      double spread = Math.floorMod(31 * name.hashCode() + failuresInARow, 1000) / 1000.0;
      return Duration.ofMillis(Math.round(full * (0.5 + 0.5 * spread)));
    }
  }

  /** Waits, and turns an interrupt into the failure of a command that can be run again. */
  public static void pause(Sleeper sleeper, Duration time) {
    try {
      sleeper.sleep(time);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }
}

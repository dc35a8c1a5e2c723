package org.gradienttransport.jobs.parallel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.SparkContext;
import org.gradienttransport.udfs.parallel.Workers;
import org.slf4j.MDC;

/**
 * Work on small tables that does not depend on one another, done at the same time: while the driver
 * plans one query, the tasks of another run.
 *
 * <p>Each thread has the caller's Spark properties (job group, description, tags) and its logging
 * context. Which work is done first is left open, so none may see what another does.
 */
public final class SideBySide {
  /** More would take the driver's memory without ending earlier. */
  private static final int THREADS = 3;

  /** Between two looks at whether a job has begun that must not. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final SparkContext context;
  private final String tag = "side-by-side-" + UUID.randomUUID();
  private final Map<String, String> logging = MDC.getCopyOfContextMap();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final AtomicInteger underWay = new AtomicInteger();

  private SideBySide(SparkContext context) {
    this.context = context;
  }

  /**
   * Does all of it.
   *
   * @return the results in the order of the work; they may be null
   * @throws RuntimeException or whatever else a piece of work failed with first; jobs of the others
   *     are cancelled, also those they begin later, and no more work is begun
   */
  public static <T> List<T> all(SparkContext context, List<Callable<T>> work) {
    return new SideBySide(context).results(work);
  }

  private <T> List<T> results(List<Callable<T>> work) {
    List<T> results = Collections.synchronizedList(new ArrayList<>());
    work.forEach(piece -> results.add(null));
    try (Workers workers = Workers.of(THREADS)) {
      workers.run(work.size(), i -> results.set(i, result(work.get(i))));
    }
    if (failure.get() != null) {
      SideBySide.<RuntimeException>rethrow(failure.get());
    }
    return results;
  }

  // Spark throws checked exceptions that it does not declare, so all are caught alike.
  private <T> T result(Callable<T> work) {
    if (failure.get() != null) {
      return null;
    }
    Map<String, String> before = MDC.getCopyOfContextMap();
    context.addJobTag(tag);
    underWay.getAndIncrement();
    try {
      MDC.setContextMap(logging == null ? Map.of() : logging);
      return work.call();
    } catch (Exception | Error e) {
      if (failure.compareAndSet(null, e)) {
        cancelUntilAlone();
      }
      return null;
    } finally {
      underWay.getAndDecrement();
      context.removeJobTag(tag);
      MDC.setContextMap(before == null ? Map.of() : before);
    }
  }

  /** Until no other work is under way: what is may begin further jobs. */
  private void cancelUntilAlone() {
    do {
      context.cancelJobsWithTag(tag);
      LockSupport.parkNanos(PAUSE_NANOS);
    } while (underWay.get() > 1 && !Thread.currentThread().isInterrupted());
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void rethrow(Throwable failure) throws E {
    throw (E) failure;
  }
}

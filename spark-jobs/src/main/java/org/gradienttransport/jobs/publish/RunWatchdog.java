package org.gradienttransport.jobs.publish;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.io.Tasks;
import org.gradienttransport.jobs.observe.LazySession;
import org.gradienttransport.jobs.observe.Work;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Gives up a run in which nothing has moved for too long: no Spark job or task has begun or ended,
 * and no running task has counted anything.
 *
 * <p>A file system may answer never, and no timeout of Hadoop's covers all of them (a hard NFS
 * mount has none). The work is done by a thread of its own, since a thread that hangs in the kernel
 * cannot be woken; what it holds is left to its lease, which expires.
 */
final class RunWatchdog {
  private static final Logger LOG = LoggerFactory.getLogger(RunWatchdog.class);
  private static final AtomicLong NUMBER = new AtomicLong();

  private final LazySession spark;
  private final Duration limit;
  private final AtomicLong lastMoved = new AtomicLong(System.nanoTime());
  private final AtomicReference<LostExecutors> lostExecutors =
      new AtomicReference<>(LostExecutors.NONE);
  private final String tag = "gradient-transport-run-" + NUMBER.incrementAndGet();

  private RunWatchdog(LazySession spark, Duration limit) {
    this.spark = spark;
    this.limit = limit;
  }

  /**
   * Does work, and gives it up when it stalls.
   *
   * @param limit how long nothing may move; zero for as long as it likes
   * @throws JobException with exit code 75 when the work stalled
   */
  static <T> T watch(LazySession spark, Duration limit, Work<T, IOException> work)
      throws IOException {
    return limit.isZero() ? work.run() : new RunWatchdog(spark, limit).watch(work);
  }

  private <T> T watch(Work<T, IOException> work) throws IOException {
    FutureTask<T> task =
        new FutureTask<>(
            () -> {
              // Tags are the thread's; by this one all of the work is done.
              Runnable takeBack =
                  spark.whenStarted(session -> session.sparkContext().addJobTag(tag));
              try {
                return work.run();
              } finally {
                takeBack.run();
              }
            });
    Thread thread = new Thread(task, Thread.currentThread().getName() + "-run");
    thread.setDaemon(true);
    Movement movement = new Movement();
    Runnable takeBack =
        spark.whenStarted(
            session -> {
              movement.moved();
              session.sparkContext().addSparkListener(movement);
            });
    try {
      thread.start();
      return result(task, thread);
    } finally {
      takeBack.run();
      if (spark.isStarted()) {
        spark.get().sparkContext().removeSparkListener(movement);
      }
    }
  }

  private <T> T result(FutureTask<T> task, Thread thread) throws IOException {
    while (true) {
      long left = limit.toNanos() - (System.nanoTime() - lastMoved.get());
      try {
        return task.get(Math.max(1, left), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        if (System.nanoTime() - lastMoved.get() >= limit.toNanos()) {
          throw giveUp(task, thread);
        }
      } catch (ExecutionException e) {
        throw Tasks.unwrapped(e);
      } catch (InterruptedException e) {
        thread.interrupt();
        Thread.currentThread().interrupt();
        throw new JobException(ExitCode.TRY_AGAIN, "The run was interrupted; run again.", e);
      }
    }
  }

  private JobException giveUp(FutureTask<?> task, Thread thread) {
    String where = where(thread);
    LOG.error("nothing has moved for {} seconds: {}", limit.toSeconds(), where);
    if (spark.isStarted()) {
      spark.get().sparkContext().cancelJobsWithTag(tag);
    }
    boolean unused = task.cancel(true);
    return new JobException(
        ExitCode.TRY_AGAIN,
        ("Nothing has moved for %s seconds, so this run was given up while it was waiting in"
                + " %s. %s Committed measurements are kept; run again when that is mended."
                + " --give-up-after sets the time.")
            .formatted(limit.toSeconds(), where, lostExecutors.get().sentence()));
  }

  /**
   * Executors that the cluster took away since something last moved.
   *
   * @param reason why the last of them, as Spark has it
   */
  private record LostExecutors(int count, String reason) {
    static final LostExecutors NONE = new LostExecutors(0, "");

    LostExecutors and(String last) {
      return new LostExecutors(count + 1, last.strip());
    }

    String sentence() {
      if (count == 0) {
        return "A file system or the cluster does not answer.";
      }
      String lost =
          count == 1 ? "An executor was lost" : count + " executors were lost, the last of them";
      return lost + " because: " + reason + (reason.endsWith(".") ? "" : ".");
    }
  }

  /** Where a thread is: the innermost call of ours. */
  private static String where(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .filter(frame -> frame.getClassName().startsWith("org.gradienttransport.jobs."))
        .findFirst()
        .map(frame -> frame.getClassName() + "." + frame.getMethodName())
        .orElse("its first step");
  }

  /** Notes whenever Spark begins or ends something. */
  private final class Movement extends SparkListener {
    // Listeners are called by one thread at a time.
    private final Map<Long, String> counted = new HashMap<>();

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved event) {
      lostExecutors.updateAndGet(lost -> lost.and(event.reason()));
    }

    private void moved() {
      lostExecutors.set(LostExecutors.NONE);
      lastMoved.set(System.nanoTime());
    }

    @Override
    public void onJobStart(SparkListenerJobStart event) {
      moved();
    }

    @Override
    public void onJobEnd(SparkListenerJobEnd event) {
      moved();
    }

    @Override
    public void onTaskStart(SparkListenerTaskStart event) {
      moved();
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd event) {
      counted.remove(event.taskInfo().taskId());
      moved();
    }

    /** A large field can take longer than the limit, and counts its progress meanwhile. */
    @Override
    public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate event) {
      CollectionConverters.asJava(event.accumUpdates())
          .forEach(
              task -> {
                String now = counts(CollectionConverters.asJava(task._4()));
                if (!now.equals(counted.put((Long) task._1(), now))) {
                  moved();
                }
              });
    }

    /** All that a task has counted, without what Spark counts of itself while nothing moves. */
    private static String counts(Collection<AccumulableInfo> accumulables) {
      return accumulables.stream()
          .filter(one -> one.name().forall(name -> !name.startsWith("internal.")))
          .map(one -> one.id() + "=" + one.update())
          .collect(joining(";"));
    }
  }
}

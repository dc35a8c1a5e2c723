package org.gradienttransport.jobs.exit;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * The wish of a scheduler or a person, told by SIGTERM or Ctrl-C, that a run end soon. A run that
 * measures ends after the wave it is in, with exit code 75, and the next one goes on from there.
 *
 * <p>A process has one. Spark stops when the JVM shuts down; the shutdown waits for the run before
 * it comes to Spark, for at most {@value #MOST_MINUTES} minutes. Who has less time kills the
 * process, which loses the present wave alone.
 */
public final class StopRequest {
  private static final StopRequest PROCESS = new StopRequest();

  private static final long MOST_MINUTES = 10;

  /** Hadoop's order, highest first: Spark stops at 40, file systems are closed at 10. */
  private static final int BEFORE_SPARK = 100;

  private static final int AFTER_ALL = 1;

  private final CountDownLatch ended = new CountDownLatch(1);
  private IntConsumer halt;
  private boolean heeded;
  private volatile boolean asked;
  private volatile int code;

  private StopRequest() {}

  public static StopRequest ofProcess() {
    return PROCESS;
  }

  /**
   * Lets a process that is told to stop end with the code of its work.
   *
   * @param halt ends the JVM, whose shutdown has begun, with a code
   */
  public synchronized void endBy(IntConsumer halt) {
    this.halt = halt;
  }

  /**
   * From now on the process does work that asks {@link #requireNone} time and again. Nothing is
   * waited for where nobody has said how to end.
   */
  public synchronized void heed() {
    if (heeded || halt == null) {
      return;
    }
    heeded = true;
    ShutdownHookManager hooks = ShutdownHookManager.get();
    hooks.addShutdownHook(this::await, BEFORE_SPARK, MOST_MINUTES, TimeUnit.MINUTES);
    hooks.addShutdownHook(() -> end(halt), AFTER_ALL);
  }

  /**
   * Goes on unless a stop was asked for.
   *
   * @throws JobException with exit code 75 if it was
   */
  public void requireNone() {
    if (asked) {
      throw stopped().orElseThrow();
    }
  }

  /**
   * How work ends after a stop was asked for, also by failures that nobody knows: in a JVM that
   * shuts down nothing can be started any more, Spark for one.
   */
  public Optional<JobException> stopped() {
    return asked
        ? Optional.of(
            new JobException(
                ExitCode.TRY_AGAIN,
                "Told to stop. What was measured until now is kept; run again to go on."))
        : Optional.empty();
  }

  /** The process has done its work, and is to end with this code. */
  public void ended(int exitCode) {
    code = exitCode;
    ended.countDown();
  }

  private void await() {
    if (ended.getCount() == 0) {
      return; // An ordinary end.
    }
    asked = true;
    System.err.println("Told to stop: the run ends after the present wave.");
    try {
      boolean unused = ended.await(MOST_MINUTES, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A JVM that was told to stop forgets the code that its work would have ended with. */
  private void end(IntConsumer how) {
    if (asked && ended.getCount() == 0) {
      System.err.flush();
      how.accept(code);
    }
  }
}

package org.gradienttransport.jobs.observe;

import java.util.Optional;
import org.slf4j.MDC;

/**
 * The id of the run that this process works for, for every line it logs.
 *
 * <p>A system property, because it reaches all threads: a logging context belongs to one thread,
 * and most of what Spark logs comes from threads of its own. The layouts in {@code conf} look it up
 * line by line. The context of the calling thread has it too, as {@code run_id}.
 */
public final class RunLog {
  /** System property that the logging layouts look up. */
  public static final String PROPERTY = "gradient.transport.run";

  private static final String CONTEXT = "run_id";

  private RunLog() {}

  /** Does work whose log lines carry this id of a run. */
  public static <T, E extends Exception> T during(String runId, Work<T, E> work) throws E {
    Optional<String> before = current();
    set(runId);
    try {
      return work.run();
    } finally {
      before.ifPresentOrElse(RunLog::set, RunLog::clear);
    }
  }

  /** The run that this process works for, if any. */
  public static Optional<String> current() {
    return Optional.ofNullable(System.getProperty(PROPERTY));
  }

  static void set(String runId) {
    System.setProperty(PROPERTY, runId);
    MDC.put(CONTEXT, runId);
  }

  private static void clear() {
    System.clearProperty(PROPERTY);
    MDC.remove(CONTEXT);
  }
}

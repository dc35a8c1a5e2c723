package org.gradienttransport.jobs.observe;

import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;

/** Names the jobs of each stage of a run, so that Spark's pages show what they are for. */
public final class RunPhase {
  /** Spark hands properties with this beginning to the logging context of every task. */
  private static final String TASK_CONTEXT = "mdc.run_id";

  private RunPhase() {}

  /**
   * Does the work of a stage on the calling thread, under the stage's name, and takes its time.
   *
   * @param what it is about, after the stage's name, such as {@code pico-lm}
   */
  public static <T, E extends Exception> T during(
      LazySession spark, String runId, Phase stage, String what, Work<T, E> work) throws E {
    Runnable takeBack =
        spark.whenStarted(
            session -> {
              SparkContext context = session.sparkContext();
              context.setJobGroup(
                  runId + " " + stage.label(),
                  stage.verb() + " " + what + " (run " + runId + ")",
                  false);
              context.setLocalProperty(RunLog.PROPERTY, runId);
              context.setLocalProperty(TASK_CONTEXT, runId);
            });
    RunMetrics.ofProcess().enter(stage);
    long started = System.nanoTime();
    try {
      return work.run();
    } finally {
      takeBack.run();
      RunMetrics.ofProcess().leave(stage, (System.nanoTime() - started) * 1e-9);
      if (spark.isStarted()) {
        SparkContext context = spark.get().sparkContext();
        context.clearJobGroup();
        context.setLocalProperty(RunLog.PROPERTY, null);
        context.setLocalProperty(TASK_CONTEXT, null);
      }
    }
  }

  /** Says more precisely what the next jobs of the calling thread are for. */
  public static void describe(SparkSession spark, String what) {
    String runId = spark.sparkContext().getLocalProperty(RunLog.PROPERTY);
    spark.sparkContext().setJobDescription(runId == null ? what : what + " (run " + runId + ")");
  }
}

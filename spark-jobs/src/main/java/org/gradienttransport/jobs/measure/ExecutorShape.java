package org.gradienttransport.jobs.measure;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;

/**
 * What is known of the executors before any work.
 *
 * @param processors that each may use
 * @param executors how many there are; 1 where that is left to Spark
 * @param slots tasks that run side by side
 */
public record ExecutorShape(ArrayHeap heap, int processors, int executors, int slots) {
  private static final Pattern LOCAL = Pattern.compile("local(?:\\[\\s*([0-9]+|\\*).*)?");

  /** The executors of a running Spark. */
  public static ExecutorShape of(SparkContext context) {
    ExecutorShape configured = of(context.getConf());
    return new ExecutorShape(
        configured.heap, configured.processors, configured.executors, context.defaultParallelism());
  }

  /** The executors that a Spark of this configuration would have; none is started to ask. */
  public static ExecutorShape of(SparkConf conf) {
    Matcher local = LOCAL.matcher(conf.get("spark.master", "local[*]"));
    if (local.matches()) {
      int processors = Runtime.getRuntime().availableProcessors();
      String threads = local.group(1) == null ? "1" : local.group(1);
      int slots = threads.equals("*") ? processors : Integer.parseInt(threads);
      return new ExecutorShape(
          ArrayHeap.ofThisProcess(),
          processors,
          1,
          conf.getInt("spark.default.parallelism", slots));
    }
    int processors = conf.getInt("spark.executor.cores", 1);
    int executors = conf.getInt("spark.executor.instances", 1);
    return new ExecutorShape(
        ArrayHeap.of(conf.getSizeAsBytes("spark.executor.memory", "1g")),
        processors,
        executors,
        conf.getInt("spark.default.parallelism", Math.max(2, processors * executors)));
  }

  /** Threads that one large field gets. */
  public int threads(MeasureSettings settings) {
    return settings.threads() > 0 ? settings.threads() : processors;
  }
}

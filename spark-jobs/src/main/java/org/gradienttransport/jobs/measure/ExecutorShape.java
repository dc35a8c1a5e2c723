package org.gradienttransport.jobs.measure;

import org.apache.spark.SparkContext;

/**
 * What the driver knows of an executor before any work.
 *
 * @param heapBytes its heap
 * @param processors it may use
 * @param executors how many there are; 1 where that is left to Spark
 */
public record ExecutorShape(long heapBytes, int processors, int executors) {

  /** As configured, or this virtual machine itself where Spark is embedded. */
  public static ExecutorShape of(SparkContext context) {
    if (context.isLocal()) {
      return new ExecutorShape(
          Runtime.getRuntime().maxMemory(), Runtime.getRuntime().availableProcessors(), 1);
    }
    return new ExecutorShape(
        context.conf().getSizeAsBytes("spark.executor.memory", "1g"),
        context.conf().getInt("spark.executor.cores", 1),
        context.conf().getInt("spark.executor.instances", 1));
  }

  /** Threads that one large field gets. */
  public int threads(MeasureSettings settings) {
    return settings.threads() > 0 ? settings.threads() : processors;
  }
}

package org.gradienttransport.jobs.measure;

import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.resource.ExecutorResourceRequests;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfileBuilder;
import org.apache.spark.resource.TaskResourceRequests;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;

/**
 * What the tasks that measure ask a cluster for beyond processors, so that no other task does. All
 * of it is the operator's: nothing is asked for unless executors were given GPUs, and {@code
 * spark.task.resource.gpu.amount}, which makes tasks of every stage ask, stays in force.
 */
final class GpuRequest {
  /** Share of a GPU one measuring task takes. */
  static final String PER_TASK = "spark.gradienttransport.measure.gpusPerTask";

  /** GPUs of executors started for measuring alone; needs dynamic allocation. */
  static final String PER_EXECUTOR = "spark.gradienttransport.measure.gpusPerExecutor";

  /** Two tasks share a device, so that one field is copied while another relaxes. */
  static final double DEFAULT_PER_TASK = 0.5;

  private static final String GPU = "gpu";
  private static final String EXECUTOR_GPU = "spark.executor.resource.gpu.";

  private final SparkConf conf;

  private GpuRequest(SparkConf conf) {
    this.conf = conf;
  }

  /**
   * The profile of measuring tasks; empty where they ask for nothing of their own.
   *
   * @param backend as chosen by configuration
   * @throws JobException when the settings contradict each other
   */
  static Optional<ResourceProfile> of(SparkConf conf, String backend) {
    boolean local = conf.get("spark.master", "local").matches("local(\\[.*)?");
    // A local master has no resources to hand out: a task that asks would wait for ever.
    if (local || backend.equals("cpu") || conf.contains("spark.task.resource.gpu.amount")) {
      return Optional.empty();
    }
    return new GpuRequest(conf).profile();
  }

  private Optional<ResourceProfile> profile() {
    ResourceProfileBuilder builder = new ResourceProfileBuilder();
    if (conf.contains(PER_EXECUTOR)) {
      builder.require(executors());
    } else if (conf.getLong(EXECUTOR_GPU + "amount", 0) == 0) {
      return Optional.empty();
    }
    return Optional.of(builder.require(tasks()).build());
  }

  private TaskResourceRequests tasks() {
    double share = number(PER_TASK, DEFAULT_PER_TASK);
    if (share > 1 && share != Math.rint(share)) {
      throw wrong(PER_TASK, "is at most 1 or a whole number", share);
    }
    return new TaskResourceRequests().cpus(conf.getInt("spark.task.cpus", 1)).resource(GPU, share);
  }

  /** Executors like the operator's others, but with GPUs. */
  private ExecutorResourceRequests executors() {
    if (!conf.getBoolean("spark.dynamicAllocation.enabled", false)) {
      throw JobException.configuration(
          PER_EXECUTOR
              + " starts executors with GPUs for measuring alone, which needs"
              + " spark.dynamicAllocation.enabled=true; without it give all executors GPUs by"
              + " spark.executor.resource.gpu.amount.");
    }
    double gpus = number(PER_EXECUTOR, 1);
    if (gpus != Math.rint(gpus)) {
      throw wrong(PER_EXECUTOR, "is a whole number", gpus);
    }
    ExecutorResourceRequests requests =
        new ExecutorResourceRequests()
            .memory(conf.get("spark.executor.memory", "1g"))
            .resource(
                GPU,
                (long) gpus,
                conf.get(EXECUTOR_GPU + "discoveryScript", ""),
                conf.get(EXECUTOR_GPU + "vendor", ""));
    if (conf.contains("spark.executor.cores")) {
      requests.cores(conf.getInt("spark.executor.cores", 1));
    }
    if (conf.contains("spark.executor.memoryOverhead")) {
      requests.memoryOverhead(conf.get("spark.executor.memoryOverhead"));
    }
    if (conf.contains("spark.memory.offHeap.size")) {
      requests.offHeapMemory(conf.get("spark.memory.offHeap.size"));
    }
    return requests;
  }

  private double number(String key, double otherwise) {
    double value;
    try {
      value = conf.getDouble(key, otherwise);
    } catch (NumberFormatException e) {
      throw new JobException(
          ExitCode.CONFIGURATION, key + " is a number, got " + conf.get(key) + ".", e);
    }
    if (!(value > 0 && value <= 1000)) {
      throw wrong(key, "is above 0 and at most 1000", value);
    }
    return value;
  }

  private static JobException wrong(String key, String rule, double value) {
    return JobException.configuration(key + " " + rule + ", got " + value + ".");
  }
}

package org.gradienttransport.jobs.observe;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * Puts our metrics among Spark's own, on the driver and on every executor, and tells executors
 * which run they work for. Named in {@code spark.plugins}, beside whatever an operator has there.
 */
public final class GradientTransportPlugin implements SparkPlugin {
  private static final String PLUGINS = "spark.plugins";
  private static final String DRIVER = "driver";

  /** Adds this plugin to a configuration; what is there stays. */
  public static void addTo(SparkConf conf) {
    Set<String> names = new LinkedHashSet<>();
    for (String name : conf.get(PLUGINS, "").split(",", -1)) {
      if (!name.isBlank()) {
        names.add(name.strip());
      }
    }
    names.add(GradientTransportPlugin.class.getName());
    conf.set(PLUGINS, String.join(",", names));
  }

  @Override
  public DriverPlugin driverPlugin() {
    return new Driver();
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new Executor();
  }

  private static final class Driver implements DriverPlugin {
    @Override
    public Map<String, String> init(SparkContext context, PluginContext plugin) {
      context.addSparkListener(new Tasks());
      return RunLog.current().map(run -> Map.of(RunLog.PROPERTY, run)).orElse(Map.of());
    }

    @Override
    public void registerMetrics(String applicationId, PluginContext plugin) {
      RunMetrics.ofProcess().register(plugin.metricRegistry());
    }
  }

  private static final class Tasks extends SparkListener {
    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      RunMetrics.ofProcess()
          .taskEnded(!end.taskInfo().successful(), end.taskInfo().attemptNumber());
    }
  }

  private static final class Executor implements ExecutorPlugin {
    @Override
    public void init(PluginContext plugin, Map<String, String> fromDriver) {
      String run = fromDriver.get(RunLog.PROPERTY);
      if (run != null) {
        RunLog.set(run);
      }
      // In local mode the driver is the executor, and has these figures among its own.
      if (!plugin.executorID().equals(DRIVER)) {
        ExecutorMetrics.register(plugin.metricRegistry());
      }
    }

    /** One application may make several runs, one after the other. */
    @Override
    public void onTaskStart() {
      String run = TaskContext.get().getLocalProperty(RunLog.PROPERTY);
      if (run != null && !run.equals(System.getProperty(RunLog.PROPERTY))) {
        RunLog.set(run);
      }
    }
  }
}

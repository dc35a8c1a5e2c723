package org.gradienttransport.jobs.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.FileSystems;
import org.gradienttransport.jobs.conf.study.Study;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.measure.BackendChoice;
import org.gradienttransport.jobs.measure.MeasureSettings;
import org.gradienttransport.jobs.plan.Plan;
import org.gradienttransport.jobs.plan.Planner;
import org.gradienttransport.jobs.plan.Unit;
import org.gradienttransport.udfs.backend.Backend;
import org.gradienttransport.udfs.backend.CpuBackend;
import org.gradienttransport.udfs.graph.GraphKey;
import org.gradienttransport.udfs.probe.ProbeParameters;

/** Looks at what measuring needs: memory for the largest field, a device, the inputs. */
final class WorkExamination {
  private static final long HEAP_WANTED = 1L << 30;

  private final SparkConf spark;
  private final Configuration configuration;
  private final List<Diagnosis> found = new ArrayList<>();

  private WorkExamination(SparkConf spark, Configuration configuration) {
    this.spark = spark;
    this.configuration = configuration;
  }

  static List<Diagnosis> all(
      List<Family> families,
      List<Study> studies,
      String backend,
      SparkConf spark,
      Configuration configuration) {
    WorkExamination examination = new WorkExamination(spark, configuration);
    families.forEach(family -> examination.inputs(family.name(), family.root()));
    studies.forEach(study -> examination.inputs(study.name(), study.source().root()));
    examination.memory(families);
    examination.device(backend);
    examination.eventLog();
    return examination.found;
  }

  private void inputs(String name, String location) {
    String subject = "inputs of " + name;
    try {
      Path root = new Path(location);
      found.add(
          FileSystems.of(root, configuration).exists(root)
              ? Diagnosis.ok(subject, root + " can be read")
              : Diagnosis.broken(
                  subject,
                  "there is no " + root,
                  "Fetch the data, or give --root " + name + "=PATH."));
    } catch (IOException | JobException e) {
      found.add(
          Diagnosis.broken(
              subject,
              location + ": " + e.getMessage(),
              "Check the path, its permissions and the credentials of this user."));
    }
  }

  /** Executors' memory where there are any, else this process's. */
  private void memory(List<Family> families) {
    boolean local = spark.get("spark.master", "local").startsWith("local");
    long heap =
        local
            ? Runtime.getRuntime().maxMemory()
            : spark.getSizeAsBytes("spark.executor.memory", "1g");
    String who = local ? "this process" : "an executor";
    String finding =
        String.format(
            Locale.ROOT,
            "%s has %s of heap, this machine %d processors",
            who,
            bytes(heap),
            Runtime.getRuntime().availableProcessors());
    Optional<Need> largest = families.isEmpty() ? Optional.empty() : largest(families);
    long needed = largest.map(Need::bytes).orElse(HEAP_WANTED);
    String largestName =
        largest
            .map(
                need ->
                    String.format(
                        Locale.ROOT,
                        "; the largest field (%s %s) takes %s",
                        need.unit().family(),
                        need.unit().scale(),
                        bytes(need.bytes())))
            .orElse("; give --family to compare it with a plan");
    found.add(
        heap >= needed
            ? Diagnosis.ok("memory", finding + largestName)
            : Diagnosis.warn(
                "memory",
                finding + largestName,
                "Raise spark.executor.memory (spark.driver.memory in local mode)."));
  }

  /** The unit that takes most memory, and how much. */
  private record Need(Unit unit, long bytes) {}

  private Optional<Need> largest(List<Family> families) {
    try (Backend backend = CpuBackend.create(1)) {
      Plan plan = new Planner(configuration, 1).plan(families);
      return plan.units().stream()
          .max(Comparator.comparingLong(Unit::entries))
          .map(unit -> new Need(unit, bytes(backend, plan, unit)));
    } catch (JobException e) {
      found.add(Diagnosis.broken("plan", e.getMessage(), "Correct the family file or its root."));
      return Optional.empty();
    }
  }

  private static long bytes(Backend backend, Plan plan, Unit unit) {
    GraphKey graph = GraphKey.of(unit.entries(), ProbeParameters.PAPER);
    return unit.entries() * Double.BYTES
        + backend.graphBytes(graph)
        + backend.workingBytes(graph, plan.variants(unit));
  }

  private static String bytes(long count) {
    return count < 1L << 30
        ? String.format(Locale.ROOT, "%.0f MiB", Math.ceil(count / (double) (1L << 20)))
        : String.format(Locale.ROOT, "%.1f GiB", count / (double) (1L << 30));
  }

  private void device(String backend) {
    MeasureSettings settings = new MeasureSettings(backend, 0, "", ProbeParameters.PAPER);
    try (var opened = BackendChoice.open(settings)) {
      found.add(Diagnosis.ok("device", opened.reason()));
    } catch (JobException e) {
      found.add(
          Diagnosis.broken(
              "device",
              e.getMessage(),
              "Use --backend cpu or auto, or run this where the device is (docs/gpu.md)."));
    }
  }

  /** Spark stops at its start when the folder of its event log is not there. */
  private void eventLog() {
    if (!spark.getBoolean("spark.eventLog.enabled", false)) {
      return;
    }
    String folder = spark.get("spark.eventLog.dir", "file:/tmp/spark-events");
    try {
      Path path = new Path(folder);
      found.add(
          FileSystems.of(path, configuration).exists(path)
              ? Diagnosis.ok("event log", folder)
              : Diagnosis.broken(
                  "event log",
                  "there is no " + folder,
                  "Make it, or name another with --conf spark.eventLog.dir."));
    } catch (IOException | JobException e) {
      found.add(
          Diagnosis.broken(
              "event log", folder + ": " + e.getMessage(), "Name one that can be reached."));
    }
  }
}

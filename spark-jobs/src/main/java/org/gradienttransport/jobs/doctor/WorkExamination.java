package org.gradienttransport.jobs.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.FileSystems;
import org.gradienttransport.jobs.conf.study.Study;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.measure.ArrayHeap;
import org.gradienttransport.jobs.measure.BackendChoice;
import org.gradienttransport.jobs.measure.FieldMemory;
import org.gradienttransport.jobs.measure.MeasureSettings;
import org.gradienttransport.jobs.plan.Plan;
import org.gradienttransport.jobs.plan.Planner;
import org.gradienttransport.jobs.plan.Unit;
import org.gradienttransport.jobs.plan.input.FamilyExamination;
import org.gradienttransport.jobs.plan.input.ScaleExamination;
import org.gradienttransport.udfs.backend.Backend;
import org.gradienttransport.udfs.backend.CpuBackend;
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
    families.forEach(
        family ->
            examination.inputs(
                family.name(), family.root(), subject -> examination.described(subject, family)));
    studies.forEach(
        study ->
            examination.inputs(
                study.name(),
                study.source().root(),
                subject -> Diagnosis.ok(subject, study.source().root() + " can be read")));
    examination.memory(families);
    examination.device(backend);
    examination.eventLog();
    return examination.found;
  }

  /**
   * @param diagnosis made of the subject's name if the location is there
   */
  private void inputs(String name, String location, Function<String, Diagnosis> diagnosis) {
    place(
        "inputs of " + name,
        location,
        diagnosis,
        "Fetch the data, or give --root " + name + "=PATH.",
        "Check the path, its permissions and the credentials of this user.");
  }

  /** Looks for a place, with what to do where it is not there and where it cannot be reached. */
  private void place(
      String subject,
      String location,
      Function<String, Diagnosis> diagnosis,
      String ifAbsent,
      String ifUnreachable) {
    try {
      Path path = new Path(location);
      found.add(
          FileSystems.of(path, configuration).exists(path)
              ? diagnosis.apply(subject)
              : Diagnosis.broken(subject, "there is no " + path, ifAbsent));
    } catch (IOException | JobException e) {
      found.add(Diagnosis.broken(subject, location + ": " + e.getMessage(), ifUnreachable));
    }
  }

  /** What {@code family check} says, in one line. */
  private Diagnosis described(String subject, Family family) {
    List<ScaleExamination> scales = FamilyExamination.of(family, configuration);
    List<String> problems =
        scales.stream().flatMap(scale -> scale.problems().stream()).map(p -> p.message()).toList();
    if (!problems.isEmpty()) {
      return Diagnosis.broken(
          subject,
          problems.get(0)
              + (problems.size() > 1 ? " (and " + (problems.size() - 1) + " more)" : ""),
          "See all with: gradient-transport family check FILE. Correct the family file or its root.");
    }
    int missing = scales.stream().mapToInt(scale -> scale.missing().size()).sum();
    return missing > 0
        ? Diagnosis.warn(
            subject,
            missing + " of the steps that the family file lists have no snapshot",
            "See which with: gradient-transport family check FILE.")
        : Diagnosis.ok(subject, family.root() + " holds what the family file says");
  }

  /** Executors' memory where there are any, else this process's. */
  private void memory(List<Family> families) {
    boolean local = spark.get("spark.master", "local").startsWith("local");
    ArrayHeap heap =
        local
            ? ArrayHeap.ofThisProcess()
            : ArrayHeap.of(spark.getSizeAsBytes("spark.executor.memory", "1g"));
    String who = local ? "this process" : "an executor";
    String finding =
        String.format(
            Locale.ROOT,
            "%s has %s of heap, this machine %d processors",
            who,
            bytes(heap.setting()),
            Runtime.getRuntime().availableProcessors());
    Optional<Need> largest = families.isEmpty() ? Optional.empty() : largest(families);
    long wanted = largest.map(need -> heap.settingFor(need.bytes())).orElse(HEAP_WANTED);
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
        heap.setting() >= wanted
            ? Diagnosis.ok("memory", finding + largestName)
            : Diagnosis.warn(
                "memory",
                finding + largestName,
                "Raise spark.executor.memory (spark.driver.memory in local mode) to "
                    + bytes(wanted)
                    + " or more."));
  }

  /** The unit that takes most memory, and how much. */
  private record Need(Unit unit, long bytes) {}

  private Optional<Need> largest(List<Family> families) {
    try (Backend backend = CpuBackend.create(1)) {
      Plan plan = new Planner(configuration, 1).plan(families);
      return plan.units().stream()
          .map(unit -> new Need(unit, FieldMemory.most(backend, plan, unit)))
          .max(Comparator.comparingLong(Need::bytes));
    } catch (JobException e) {
      found.add(Diagnosis.broken("plan", e.getMessage(), "Correct the family file or its root."));
      return Optional.empty();
    }
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
    if (spark.getBoolean("spark.eventLog.enabled", false)) {
      String folder = spark.get("spark.eventLog.dir", "file:/tmp/spark-events");
      place(
          "event log",
          folder,
          subject -> Diagnosis.ok(subject, folder),
          "Make it, or name another with --conf spark.eventLog.dir.",
          "Name one that can be reached.");
    }
  }
}

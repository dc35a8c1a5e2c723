package org.gradienttransport.jobs.doctor;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.VersionInfo;
import org.gradienttransport.jobs.io.SmallFiles;
import org.gradienttransport.jobs.publish.Warehouse;

/** Examines Java, libraries, the warehouse's file system, space, memory and clock. */
public final class Doctor {
  private static final long SPACE_WANTED = 1L << 30;
  private static final long HEAP_WANTED = 1L << 30;
  private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(1);

  private final Warehouse warehouse;
  private final Clock clock;
  private final List<Diagnosis> found = new ArrayList<>();

  private Doctor(Warehouse warehouse, Clock clock) {
    this.warehouse = warehouse;
    this.clock = clock;
  }

  /** Examines everything; the warehouse keeps nothing of it. */
  public static List<Diagnosis> examine(Warehouse warehouse, Clock clock) {
    Doctor doctor = new Doctor(warehouse, clock);
    doctor.java();
    doctor.opens();
    doctor.libraries();
    doctor.memory();
    doctor.fileSystem();
    doctor.space();
    return List.copyOf(doctor.found);
  }

  private void java() {
    int feature = Runtime.version().feature();
    found.add(
        feature >= 17
            ? Diagnosis.ok("java", Runtime.version().toString())
            : Diagnosis.broken("java", "version " + feature, "Install a JDK 17 or later."));
  }

  private void opens() {
    boolean open =
        Object.class.getModule().isOpen("java.nio", Doctor.class.getModule())
            && Object.class.getModule().isOpen("sun.nio.ch", Doctor.class.getModule());
    found.add(
        open
            ? Diagnosis.ok("module openings", "Spark's list is in force")
            : Diagnosis.warn(
                "module openings",
                "java.nio is closed to Spark",
                "Start with deploy/bin/gradient-transport or spark-submit, which add them."));
  }

  private void libraries() {
    found.add(Diagnosis.ok("hadoop", VersionInfo.getVersion()));
    String spark = org.apache.spark.package$.MODULE$.SPARK_VERSION();
    found.add(
        spark.startsWith("4.1.")
            ? Diagnosis.ok("spark", spark)
            : Diagnosis.warn(
                "spark", spark, "This was built for and tested with Spark 4.1; use that."));
  }

  private void memory() {
    long heap = Runtime.getRuntime().maxMemory();
    String finding =
        String.format(
            Locale.ROOT,
            "%.1f GiB heap, %d processors, %s",
            heap / (double) (1 << 30),
            Runtime.getRuntime().availableProcessors(),
            ManagementFactory.getOperatingSystemMXBean().getArch());
    found.add(
        heap >= HEAP_WANTED
            ? Diagnosis.ok("memory", finding + "; `plan` says what a family needs")
            : Diagnosis.warn("memory", finding, "Give the driver and executors 1 GiB or more."));
  }

  private void fileSystem() {
    FileSystem fs = warehouse.fileSystem();
    Path probe = new Path(warehouse.root(), "lock/doctor-" + UUID.randomUUID() + ".json");
    try {
      Instant before = clock.instant();
      boolean first = SmallFiles.createNew(fs, probe, "1");
      boolean second = SmallFiles.createNew(fs, probe, "2");
      SmallFiles.replace(fs, probe, "3");
      boolean replaced = "3".equals(SmallFiles.read(fs, probe).orElse(""));
      FileStatus status = fs.getFileStatus(probe);
      found.add(Diagnosis.ok("warehouse", warehouse.root() + " can be written"));
      found.add(
          first && !second
              ? Diagnosis.ok("conditional create", "a file is created once")
              : Diagnosis.broken(
                  "conditional create",
                  "a second create replaced the first",
                  "Enable it (s3a: fs.s3a.create.conditional.enabled), or make sure that only one"
                      + " run writes at a time."));
      found.add(
          replaced
              ? Diagnosis.ok("replace", "a pointer is replaced in one step")
              : Diagnosis.broken(
                  "replace", "the old text is still read", "Use a store with consistent reads."));
      clockAgainst(before, Instant.ofEpochMilli(status.getModificationTime()));
    } catch (IOException e) {
      found.add(
          Diagnosis.broken(
              "warehouse",
              warehouse.root() + ": " + e.getMessage(),
              "Check the path, its permissions and the credentials of this user."));
    } finally {
      remove(fs, probe);
    }
  }

  private void clockAgainst(Instant ours, Instant stores) {
    Duration apart = Duration.between(ours, stores).abs();
    found.add(
        apart.compareTo(CLOCK_TOLERANCE) <= 0
            ? Diagnosis.ok("clock", "agrees with the store's")
            : Diagnosis.warn(
                "clock",
                "differs from the store's by " + apart.toSeconds() + " s",
                "Synchronise the clocks: leases expire by them."));
  }

  private void space() {
    try {
      long free = warehouse.fileSystem().getStatus(warehouse.root()).getRemaining();
      String finding = String.format(Locale.ROOT, "%.1f GiB free", free / (double) (1L << 30));
      found.add(
          free >= SPACE_WANTED
              ? Diagnosis.ok("space", finding)
              : Diagnosis.warn("space", finding, "Free space, or run `gc`."));
    } catch (IOException e) {
      found.add(Diagnosis.ok("space", "not known for this store"));
    }
  }

  private static void remove(FileSystem fs, Path probe) {
    try {
      fs.delete(probe, false);
    } catch (IOException e) {
      // The store has been reported as broken already.
      return;
    }
  }
}

package org.gradienttransport.jobs.doctor;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.io.SmallFiles;
import org.gradienttransport.jobs.io.Tasks;
import org.gradienttransport.jobs.warehouse.Warehouse;

/** Does to the warehouse's file system what runs rely on, with files that it removes again. */
final class WarehouseExamination {
  private static final long SPACE_WANTED = 1L << 30;
  private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(1);
  private static final int CONTENDERS = 8;

  private final Warehouse warehouse;
  private final FileSystem fs;
  private final Clock clock;
  private final Path probe;
  private final List<Diagnosis> found = new ArrayList<>();

  private WarehouseExamination(Warehouse warehouse, Clock clock) {
    this.warehouse = warehouse;
    this.fs = warehouse.fileSystem();
    this.clock = clock;
    this.probe = new Path(warehouse.lock(), "doctor-" + UUID.randomUUID() + ".json");
  }

  static List<Diagnosis> all(Warehouse warehouse, Clock clock) {
    WarehouseExamination examination = new WarehouseExamination(warehouse, clock);
    examination.files();
    examination.space();
    return examination.found;
  }

  private void files() {
    try {
      Instant before = clock.instant();
      SmallFiles.createNew(fs, probe, "1");
      FileStatus status = fs.getFileStatus(probe);
      found.add(Diagnosis.ok("warehouse", warehouse.root() + " can be written"));
      conditionalCreate();
      replace();
      rename();
      clockAgainst(before, Instant.ofEpochMilli(status.getModificationTime()));
    } catch (IOException | RuntimeException e) {
      found.add(
          Diagnosis.broken(
              "warehouse",
              warehouse.root() + ": " + e.getMessage(),
              "Check the path, its permissions and the credentials of this user."));
    } finally {
      remove(probe);
    }
  }

  /** Leases and commits rely on it: of several who create one file, exactly one succeeds. */
  private void conditionalCreate() throws IOException {
    Path contended = new Path(probe.getParent(), "contended-" + probe.getName());
    long winners;
    try {
      winners =
          Tasks.over(IntStream.range(0, CONTENDERS).boxed().toList())
              .threads(CONTENDERS, "doctor")
              .run(contender -> creates(contended, contender))
              .stream()
              .filter(created -> created)
              .count();
      winners += SmallFiles.createNew(fs, contended, "late") ? 1 : 0;
    } finally {
      remove(contended);
    }
    found.add(
        winners == 1
            ? Diagnosis.ok(
                "conditional create", "of " + CONTENDERS + " who create one file, one succeeds")
            : Diagnosis.broken(
                "conditional create",
                winners + " of " + (CONTENDERS + 1) + " created the same file",
                "Enable it (s3a: fs.s3a.create.conditional.enabled), or make sure that only one"
                    + " run writes at a time."));
  }

  private boolean creates(Path file, int contender) {
    try {
      return SmallFiles.createNew(fs, file, Integer.toString(contender));
    } catch (IOException e) {
      // Being refused with an error is being refused.
      return false;
    }
  }

  private void replace() throws IOException {
    SmallFiles.replace(fs, probe, "3");
    found.add(
        "3".equals(SmallFiles.read(fs, probe).orElse(""))
            ? Diagnosis.ok("replace", "a pointer is replaced in one step")
            : Diagnosis.broken(
                "replace", "the old text is still read", "Use a store with consistent reads."));
  }

  /** Small files are renamed into place, except on object stores. */
  private void rename() throws IOException {
    if (SmallFiles.isObjectStore(fs)) {
      found.add(Diagnosis.ok("rename", "an object store's copy, and nothing relies on it"));
      return;
    }
    Path renamed = new Path(probe.getParent(), "renamed-" + probe.getName());
    try {
      boolean moved = fs.rename(probe, renamed) && fs.exists(renamed) && !fs.exists(probe);
      found.add(
          moved
              ? Diagnosis.ok("rename", "a file is renamed")
              : Diagnosis.broken(
                  "rename", "a file cannot be renamed", "Let this user rename in the warehouse."));
    } finally {
      remove(renamed);
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
    if (SmallFiles.isObjectStore(fs)) {
      found.add(Diagnosis.ok("space", "not limited by the store"));
      return;
    }
    try {
      long free = fs.getStatus(warehouse.root()).getRemaining();
      String finding = String.format(Locale.ROOT, "%.1f GiB free", free / (double) (1L << 30));
      found.add(
          free >= SPACE_WANTED
              ? Diagnosis.ok("space", finding)
              : Diagnosis.warn("space", finding, "Free space, or run `gc`."));
    } catch (IOException e) {
      found.add(Diagnosis.ok("space", "not known for this store"));
    }
  }

  private void remove(Path file) {
    try {
      fs.delete(file, false);
    } catch (IOException e) {
      // The store has been reported as broken already.
      return;
    }
  }
}

package org.gradienttransport.jobs.faults;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.gradienttransport.jobs.SharedSpark;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.FamilyFiles;
import org.gradienttransport.jobs.faults.FaultyStore.Event;
import org.gradienttransport.jobs.faults.FaultyStore.Fault;
import org.gradienttransport.jobs.faults.FaultyStore.Operation;
import org.gradienttransport.jobs.measure.WaveSize;
import org.gradienttransport.jobs.run.TestRuns;
import org.gradienttransport.jobs.warehouse.Warehouse;

/** A process that runs until it reaches a point, and ends there as SIGKILL would end it. */
final class KilledDriver {
  /** Exit status of a process that SIGKILL ended, as a shell tells it. */
  static final int STATUS = 137;

  /**
   * Where a driver can be killed, told by what it is about to do to its files, or has just done.
   */
  enum Point {
    BEFORE_THE_FIRST_WAVE(Operation.MKDIRS, ".*/store/data/0000000001-.*", true),
    DURING_THE_SECOND_WAVE(Operation.CLOSE, ".*/store/data/0000000002-.*parquet", true),
    BEFORE_THE_SECOND_WAVE_COUNTS(Operation.RENAME, ".*/store/waves/0000000002.json", true),
    AFTER_THE_SECOND_WAVE_COUNTS(Operation.RENAME, ".*/store/waves/0000000002.json", false),
    BEFORE_STAGING(Operation.MKDIRS, ".*/runs/.*/field_transport/.*", true),
    DURING_STAGING(Operation.CLOSE, ".*/runs/.*/window_summary/.*parquet", true),
    AFTER_CHECKING(Operation.RENAME, ".*/runs/.*/check_result/part-.*", false),
    BEFORE_THE_MARKER(Operation.CREATE, ".*/runs/.*/\\._RUN.json.*", true),
    BETWEEN_VERIFICATION_AND_PUBLICATION(Operation.RENAME, ".*/runs/.*/_RUN.json", false),
    BEFORE_PUBLICATION(Operation.RENAME, ".*/CURRENT.json", true),
    RIGHT_AFTER_PUBLICATION(Operation.RENAME, ".*/CURRENT.json", false);

    private final Operation operation;
    private final String path;
    private final boolean before;

    Point(Operation operation, String path, boolean before) {
      this.operation = operation;
      this.path = path;
      this.before = before;
    }

    private boolean at(Event event) {
      return event.operation() == operation && event.path().matches(path);
    }
  }

  private KilledDriver() {}

  /**
   * Runs a family and never returns.
   *
   * @param args point, warehouse directory, family file
   */
  public static void main(String[] args) throws Exception {
    Point point = Point.valueOf(args[0]);
    Family family = FamilyFiles.load(args[2], new org.apache.hadoop.conf.Configuration());
    var configuration =
        FaultyStore.register(SharedSpark.session().sparkContext().hadoopConfiguration());
    try (FaultyStore store = FaultyStore.over(Path.of(args[1]))) {
      store.arm(point.before ? Fault.KILLS : Fault.KILLS_AFTERWARDS, point::at);
      TestRuns.pipeline(
              SharedSpark.session(),
              Warehouse.at(store.uri(), configuration),
              TestRuns.settings(List.of(family), 1, 0, 1, new WaveSize(2, Long.MAX_VALUE)),
              Clock.systemUTC())
          .run();
    }
  }
}

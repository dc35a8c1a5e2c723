package org.gradienttransport.jobs.faults;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.gradienttransport.jobs.conf.FamilyFiles;
import org.gradienttransport.jobs.faults.FaultyStore.Fault;
import org.gradienttransport.jobs.faults.FaultyStore.Operation;
import org.gradienttransport.jobs.measure.WaveSize;
import org.gradienttransport.jobs.publish.Warehouse;
import org.gradienttransport.jobs.run.RunPipeline;
import org.gradienttransport.jobs.run.TestRuns;

/** A process whose tasks may fail three times each, and do when they write their first files. */
final class StumblingDriver {
  private StumblingDriver() {}

  /**
   * Runs a family.
   *
   * @param args warehouse directory, family file
   */
  public static void main(String[] args) throws Exception {
    SparkSession spark =
        SparkSession.builder()
            .master("local[2,4]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.sql.codegen.wholeStage", "false")
            .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
            .config("spark.driver.host", "localhost")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .getOrCreate();
    var family = FamilyFiles.load(args[1], new Configuration());
    var configuration = FaultyStore.register(spark.sparkContext().hadoopConfiguration());
    try (FaultyStore store = FaultyStore.over(Path.of(args[0]))) {
      store.arm(
          Fault.FAILS,
          3,
          event ->
              event.operation() == Operation.CLOSE
                  && event.path().matches(".*/store/data/0000000001-.*parquet"));
      run(spark, store, configuration, List.of(family)).measure();
      requireStruck(store);
      store.arm(
          Fault.FAILS,
          3,
          event ->
              event.operation() == Operation.CREATE
                  && event.path().matches(".*/runs/.*/window_summary/.*parquet"));
      run(spark, store, configuration, List.of(family)).run();
      requireStruck(store);
    }
    spark.stop();
  }

  private static void requireStruck(FaultyStore store) {
    if (store.struck() == null) {
      throw new IllegalStateException("no task has failed");
    }
  }

  private static RunPipeline run(
      SparkSession spark,
      FaultyStore store,
      Configuration configuration,
      List<org.gradienttransport.jobs.conf.Family> families) {
    return new RunPipeline(
        spark,
        Warehouse.at(store.uri(), configuration),
        TestRuns.settings(families, 1, 0, 1, new WaveSize(2, Long.MAX_VALUE)),
        Clock.systemUTC());
  }
}

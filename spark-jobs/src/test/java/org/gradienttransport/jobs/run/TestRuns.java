package org.gradienttransport.jobs.run;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.gradienttransport.jobs.SharedSpark;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.FamilyFiles;
import org.gradienttransport.jobs.conf.Repository;
import org.gradienttransport.jobs.measure.MeasureSettings;
import org.gradienttransport.jobs.measure.WaveSize;
import org.gradienttransport.jobs.observe.LazySession;
import org.gradienttransport.jobs.publish.RunContext;
import org.gradienttransport.jobs.publish.RunIdentity;
import org.gradienttransport.jobs.publish.RunOutcome;
import org.gradienttransport.jobs.publish.RunPipeline;
import org.gradienttransport.jobs.publish.RunSettings;
import org.gradienttransport.jobs.testing.RunTables;
import org.gradienttransport.jobs.warehouse.Warehouse;
import org.gradienttransport.schemas.Column;
import org.gradienttransport.schemas.TableSpec;
import org.gradienttransport.schemas.Tables;
import org.gradienttransport.udfs.probe.ProbeParameters;

/** Runs the pipeline in tests, and reads what it published as comparable text. */
public final class TestRuns {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 21);

  private TestRuns() {}

  /** A shipped family, by the name of its file. */
  public static Family family(String name) {
    return FamilyFiles.load(Repository.family(name), new Configuration());
  }

  /** Settings for families with one unit thread, no nulls and one wave. */
  public static RunSettings settings(Family... families) {
    return settings(List.of(families), 1, 0, 0, WaveSize.DEFAULT);
  }

  public static RunSettings settings(
      List<Family> families, int threads, int nulls, int partitions, WaveSize waves) {
    return new RunSettings(
        families,
        new MeasureSettings("cpu", threads, "", ProbeParameters.PAPER),
        nulls,
        waves,
        partitions,
        DAY,
        Duration.ofMinutes(10),
        false,
        List.of());
  }

  public static RunPipeline pipeline(Path warehouse, RunSettings settings) {
    return pipeline(SharedSpark.session(), warehouse(warehouse), settings, Clock.systemUTC());
  }

  /** A pipeline in a session that somebody has started. */
  public static RunPipeline pipeline(
      SparkSession spark, Warehouse warehouse, RunSettings settings, Clock clock) {
    return new RunPipeline(context(spark, warehouse, clock, RunContext.LONGEST_STALL), settings);
  }

  /** What a command would be given that publishes a run with a name of its own. */
  public static RunContext context(
      SparkSession spark, Warehouse warehouse, Clock clock, Duration giveUpAfter) {
    return new RunContext(
        LazySession.started(spark),
        spark.sparkContext().hadoopConfiguration(),
        warehouse,
        RunIdentity.fresh(clock.instant()),
        clock,
        giveUpAfter);
  }

  public static RunOutcome run(Path warehouse, RunSettings settings) throws IOException {
    return pipeline(warehouse, settings).run();
  }

  public static Warehouse warehouse(Path directory) {
    return Warehouse.at(directory.toString(), new Configuration());
  }

  /** The tables of the run that readers see. */
  public static RunTables current(Path warehouse) {
    Warehouse open = warehouse(warehouse);
    return new RunTables(SharedSpark.session(), open.run(open.requireCurrentRun()));
  }

  /**
   * Every published value of the current run, table by table, sorted: what must be equal for any
   * threads, partitions, kills and repetitions. Provenance columns are left out, and so are columns
   * named in {@code without}.
   */
  public static Map<String, List<String>> values(Path warehouse, Set<String> without)
      throws IOException {
    Map<String, List<String>> all = new TreeMap<>();
    RunTables tables = current(warehouse);
    for (TableSpec table : Tables.ALL) {
      org.apache.hadoop.fs.Path path =
          new org.apache.hadoop.fs.Path(tables.directory(), table.name());
      if (!table.name().equals("run") && path.getFileSystem(new Configuration()).exists(path)) {
        all.put(table.name(), values(tables, table, without));
      }
    }
    return all;
  }

  private static List<String> values(RunTables tables, TableSpec table, Set<String> without) {
    String[] columns =
        table.valueColumns().stream()
            .map(Column::name)
            .filter(name -> !without.contains(name))
            .toArray(String[]::new);
    return tables.rows(table).selectExpr(columns).collectAsList().stream()
        .map(TestRuns::text)
        .sorted()
        .toList();
  }

  /** Doubles as their bits: equal to the last of them, or not equal. */
  private static String text(Row row) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < row.length(); i++) {
      Object value = row.get(i);
      text.append(
          value instanceof Double d
              ? Long.toHexString(Double.doubleToLongBits(d))
              : value instanceof Object[] array ? Arrays.toString(array) : String.valueOf(value));
      text.append('|');
    }
    return text.toString();
  }
}

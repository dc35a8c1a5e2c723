package org.gradienttransport.jobs.faults;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.duckdb.DuckDBDriver;
import org.gradienttransport.jobs.SharedSpark;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.io.Json;
import org.gradienttransport.jobs.io.StoreFailures;
import org.gradienttransport.jobs.measure.WaveSize;
import org.gradienttransport.jobs.publish.RunPipeline;
import org.gradienttransport.jobs.publish.RunSettings;
import org.gradienttransport.jobs.run.TestRuns;
import org.gradienttransport.jobs.warehouse.Warehouse;
import org.gradienttransport.schemas.Column;
import org.gradienttransport.schemas.rows.FieldTransport;

/** A warehouse on a file system that fails when told to. */
final class FaultyWarehouse implements AutoCloseable {
  /** Long enough for any lease of an earlier run to have expired. */
  private static final Duration NEXT_DAY = Duration.ofDays(1);

  final Path directory;
  final FaultyStore store;

  FaultyWarehouse(Path directory) {
    this.directory = directory;
    this.store = FaultyStore.over(directory);
    var unused = FaultyStore.register(spark().sparkContext().hadoopConfiguration());
  }

  private static SparkSession spark() {
    return SharedSpark.session();
  }

  /** A run of two waves and more, each one task. */
  RunPipeline run(Family family) {
    return run(family, Clock.systemUTC());
  }

  /** The run after a killed one, whose lease has expired by then. */
  RunPipeline nextRun(Family family) {
    return run(family, Clock.offset(Clock.systemUTC(), NEXT_DAY));
  }

  /** The run after that one. */
  RunPipeline nextNextRun(Family family) {
    return run(family, Clock.offset(Clock.systemUTC(), NEXT_DAY.multipliedBy(2)));
  }

  /** Another way to the same files, without this one's faults. */
  FaultyWarehouse secondDoor() {
    return new FaultyWarehouse(directory);
  }

  /** A run that gives up when nothing moves for so long. */
  RunPipeline run(Family family, Duration giveUpAfter) {
    return new RunPipeline(
        TestRuns.context(spark(), warehouse(), Clock.systemUTC(), giveUpAfter), settings(family));
  }

  /** A run that takes its time from this clock. */
  RunPipeline run(Family family, Clock clock) {
    return TestRuns.pipeline(spark(), warehouse(), settings(family), clock);
  }

  private Warehouse warehouse() {
    return Warehouse.at(store.uri(), spark().sparkContext().hadoopConfiguration());
  }

  private static RunSettings settings(Family family) {
    return TestRuns.settings(List.of(family), 1, 0, 1, new WaveSize(4, Long.MAX_VALUE));
  }

  /**
   * Every row of every file that the store names, as text, provenance left out. Read without the
   * code under test, so that a row committed twice is seen twice.
   */
  List<String> measurements() throws IOException {
    String columns =
        FieldTransport.ROWS.table().valueColumns().stream()
            .map(Column::name)
            .collect(joining(", "));
    List<String> rows = new ArrayList<>();
    for (Path file : namedFiles()) {
      try (Connection duckDb = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
          Statement statement = duckDb.createStatement();
          ResultSet found =
              statement.executeQuery(
                  "select row(lookup_key, %s)::varchar from read_parquet('%s')"
                      .formatted(columns, file))) {
        while (found.next()) {
          rows.add(found.getString(1));
        }
      } catch (SQLException e) {
        throw new IOException(file + " cannot be read", e);
      }
    }
    Collections.sort(rows);
    return rows;
  }

  private List<Path> namedFiles() throws IOException {
    List<Path> named = new ArrayList<>();
    Path store = directory.resolve("store");
    try (Stream<Path> waves = Files.list(store.resolve("waves"))) {
      for (Path wave :
          waves.filter(file -> file.getFileName().toString().matches("\\d{10}\\.json")).toList()) {
        JsonNode json = Json.parse(Files.readString(wave), wave.toString());
        for (JsonNode file : json.path("files")) {
          named.add(store.resolve(json.path("data").asText()).resolve(file.path("name").asText()));
        }
      }
    }
    return named;
  }

  /** How a run's command would end after this failure. */
  static ExitCode exitCode(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof JobException known) {
        return known.exitCode();
      }
    }
    Optional<JobException> explained = StoreFailures.explain(failure);
    return explained.map(JobException::exitCode).orElse(ExitCode.INTERNAL);
  }

  @Override
  public void close() {
    store.close();
  }
}

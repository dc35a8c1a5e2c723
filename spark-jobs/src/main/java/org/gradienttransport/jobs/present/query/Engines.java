package org.gradienttransport.jobs.present.query;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.warehouse.Warehouse;
import org.gradienttransport.schemas.Ddl;
import org.gradienttransport.schemas.Dialect;
import org.gradienttransport.schemas.Publication;
import org.gradienttransport.schemas.TableSpec;
import org.gradienttransport.schemas.Tables;

/** Opens the engine that answers soonest. */
public final class Engines {
  private Engines() {}

  /**
   * DuckDB over a warehouse anywhere: in place on this machine's disk, else over copies of the
   * tables that the query names.
   *
   * @param hadoop settings of distant file systems
   */
  public static QueryEngine duckDb(String location, String sql, Configuration hadoop) {
    if (!DuckDbEngine.available()) {
      throw new JobException(
          ExitCode.UNAVAILABLE,
          "DuckDB's driver is not here; it is no part of the application jar. Build with mvn package,"
              + " which fetches it for the launcher, or give its jar as GRADIENT_TRANSPORT_DUCKDB,"
              + " or ask with --engine spark.");
    }
    return DuckDbEngine.open(local(location, sql, hadoop).publication());
  }

  private static LocalWarehouse local(String location, String sql, Configuration hadoop) {
    if (LocalWarehouse.isLocal(location)) {
      return LocalWarehouse.at(location);
    }
    try {
      Path copy = Mirror.of(Warehouse.at(location, hadoop), sql, DuckDbDriver.cache());
      return LocalWarehouse.at(copy.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Spark over a warehouse on any file system it reaches. */
  public static QueryEngine spark(SparkSession spark, Warehouse warehouse) {
    return SparkEngine.open(spark, publication(warehouse), tables(warehouse));
  }

  /**
   * The statements that make a warehouse's views known to an engine.
   *
   * @param refresh all of them, or only those needed where the views exist and another run has
   *     become current
   */
  public static String script(Warehouse warehouse, Dialect dialect, Refresh refresh) {
    Publication publication = publication(warehouse);
    List<TableSpec> tables = tables(warehouse);
    List<TableSpec> absent = Tables.without(tables);
    List<String> statements = new ArrayList<>();
    if (refresh == Refresh.ALL) {
      statements.addAll(Ddl.views(dialect, tables, publication));
      statements.addAll(Ddl.absent(dialect, absent));
    } else {
      statements.addAll(Ddl.follow(dialect, tables, publication));
      // DuckDB's views find the current run by themselves.
      statements.addAll(dialect == Dialect.DUCKDB ? List.of() : Ddl.absent(dialect, absent));
    }
    return Ddl.script(statements);
  }

  /** How much is to be said anew. */
  public enum Refresh {
    ALL,
    CURRENT_RUN
  }

  private static Publication publication(Warehouse warehouse) {
    try {
      return new Publication(
          location(warehouse), warehouse.requireCurrentRun(), warehouse.completeRuns());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** DuckDB takes no file: location without slashes, and all engines take a plain path. */
  private static String location(Warehouse warehouse) {
    URI root = warehouse.root().toUri();
    return "file".equals(root.getScheme()) ? root.getPath() : root.toString();
  }

  private static List<TableSpec> tables(Warehouse warehouse) {
    try {
      String current = warehouse.requireCurrentRun();
      List<TableSpec> tables = new ArrayList<>();
      for (TableSpec table : Tables.ALL) {
        if (warehouse.fileSystem().exists(warehouse.table(current, table.name()))) {
          tables.add(table);
        }
      }
      return tables;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

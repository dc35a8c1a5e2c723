package org.gradienttransport.jobs.report.html;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.gradienttransport.jobs.parallel.SideBySide;
import org.gradienttransport.jobs.tables.RunTables;
import org.gradienttransport.schemas.TableSpec;
import org.gradienttransport.schemas.Tables;
import org.gradienttransport.schemas.spark.SparkSchemas;

/**
 * What a report is made from: the tables of one run directory, staged or published, and those of
 * the run before it. Tables that are not there answer like empty ones.
 */
public final class ReportSource {
  private static final String FAMILY = ":family";

  private final String runId;
  private final List<FamilyText> families;
  private final RunTables tables;
  private final Optional<ReportSource> previous;

  private ReportSource(
      String runId, List<FamilyText> families, RunTables tables, Optional<ReportSource> previous) {
    this.runId = runId;
    this.families = List.copyOf(families);
    this.tables = tables;
    this.previous = previous;
    fewTasks(tables.session());
    Tables.ALL.forEach(this::register);
  }

  /** The tables in a run's directory. */
  public static ReportSource of(
      SparkSession spark, String runId, Path directory, List<FamilyText> families) {
    return new ReportSource(runId, families, new RunTables(spark, directory), Optional.empty());
  }

  /** The same run, to be compared with an earlier one. */
  public ReportSource comparedWith(ReportSource earlier) {
    return new ReportSource(runId, families, tables, Optional.of(earlier));
  }

  String runId() {
    return runId;
  }

  List<FamilyText> families() {
    return families;
  }

  Optional<ReportSource> previous() {
    return previous;
  }

  Path directory() {
    return tables.directory();
  }

  /** Runs SQL over the run's tables. */
  QueryResult query(String sql) {
    return QueryResult.of(tables.query(sql));
  }

  /** Runs SQL whose marker {@code :family} stands for a family's name. */
  QueryResult query(String sql, String family) {
    return QueryResult.of(tables.session().sql(sql, Map.of(FAMILY.substring(1), family)));
  }

  /** What several questions make, each of which asks its own queries. */
  <T> List<T> sideBySide(List<Callable<T>> questions) {
    return SideBySide.all(tables.session().sparkContext(), questions);
  }

  /** The SQL as a reader can run it: the family's name in the place of its marker. */
  static String shown(String sql, String family) {
    return sql.replace(FAMILY, "'" + family.replace("'", "''") + "'");
  }

  /** A report asks many small questions: in this session of its own, each is one small task. */
  private static void fewTasks(SparkSession session) {
    session.conf().set("spark.sql.shuffle.partitions", "1");
    session.conf().set("spark.sql.adaptive.enabled", "false");
    session.conf().set("spark.sql.codegen.wholeStage", "false");
    session.conf().set("spark.sql.codegen.factoryMode", "NO_CODEGEN");
    // Upper case of n0 and n2 needs no Unicode tables, which take seconds to load.
    session.conf().set("spark.sql.icu.caseMappings.enabled", "false");
  }

  private void register(TableSpec table) {
    Path path = new Path(tables.directory(), table.name());
    try {
      FileSystem fs = path.getFileSystem(tables.session().sparkContext().hadoopConfiguration());
      if (fs.exists(path)) {
        tables.register(table);
      } else {
        tables
            .session()
            .createDataFrame(List.of(), SparkSchemas.structType(table))
            .createOrReplaceTempView(table.name());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be looked at", e);
    }
  }
}

package org.gradienttransport.jobs.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.gradienttransport.jobs.aggregate.FamilyTables;
import org.gradienttransport.jobs.aggregate.FieldTable;
import org.gradienttransport.jobs.aggregate.StepTables;
import org.gradienttransport.jobs.parallel.SideBySide;
import org.gradienttransport.jobs.plan.Plan;
import org.gradienttransport.jobs.store.MeasurementStore;
import org.gradienttransport.jobs.tables.MixedRows;
import org.gradienttransport.jobs.tables.RunTables;
import org.gradienttransport.schemas.FieldTransport;
import org.gradienttransport.schemas.Performance;
import org.gradienttransport.schemas.StepwiseExponent;
import org.gradienttransport.schemas.TableSpec;

/** From the store's measurements to a run's tables, each made from those before it. */
final class Aggregation {
  /** Rows of field_transport per file; its rows are about 400 bytes in Parquet. */
  private static final long ROWS_PER_FILE = 1_000_000;

  private Aggregation() {}

  /**
   * Stages every table but the checks' and the run's own.
   *
   * @param performance rows read from the families' performance files
   * @param parameters canonical text of the measurement's parameters
   */
  static RunTables stage(
      Plan plan, List<Row> performance, MeasurementStore store, String parameters, RunTables tables)
      throws IOException {
    Dataset<Row> fields = FieldTable.of(tables.session(), plan, store.rows(), parameters);
    int files = (int) (plan.relaxations() / ROWS_PER_FILE + 1);
    tables.stage(FieldTransport.TABLE, fields, files);

    stage(
        StepTables.of(tables.rows(FieldTransport.TABLE), plan.families()),
        StepTables.TABLES,
        tables);
    tables.stage(Performance.TABLE, performance);
    stage(
        FamilyTables.of(
            tables.rows(FieldTransport.TABLE),
            tables.rows(StepwiseExponent.TABLE),
            tables.rows(Performance.TABLE),
            plan.families(),
            plan.steps()),
        FamilyTables.TABLES,
        tables);
    return tables;
  }

  /** Rows that one pass makes are kept while its tables are written, so that it is made once. */
  private static void stage(Dataset<Row> mixed, List<TableSpec> made, RunTables tables) {
    Dataset<Row> kept = mixed.persist(StorageLevel.MEMORY_AND_DISK());
    try {
      List<Callable<Long>> stages = new ArrayList<>();
      for (TableSpec table : made) {
        stages.add(() -> tables.stage(table, MixedRows.only(table, kept), 1));
      }
      SideBySide.all(tables.session().sparkContext(), stages);
    } finally {
      kept.unpersist();
    }
  }
}

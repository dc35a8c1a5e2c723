package org.gradienttransport.jobs.run;

import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.gradienttransport.jobs.aggregate.FamilyTables;
import org.gradienttransport.jobs.aggregate.FieldTable;
import org.gradienttransport.jobs.aggregate.StepTables;
import org.gradienttransport.jobs.performance.PerformanceExponents;
import org.gradienttransport.jobs.plan.Plan;
import org.gradienttransport.jobs.store.MeasurementStore;
import org.gradienttransport.jobs.tables.RunTables;
import org.gradienttransport.schemas.ClosureCheck;
import org.gradienttransport.schemas.Compressibility;
import org.gradienttransport.schemas.FieldTransport;
import org.gradienttransport.schemas.NullContrast;
import org.gradienttransport.schemas.Performance;
import org.gradienttransport.schemas.PerformanceAssociation;
import org.gradienttransport.schemas.PerformanceExponent;
import org.gradienttransport.schemas.StepwiseExponent;
import org.gradienttransport.schemas.WindowSummary;

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

    StepTables steps = new StepTables(tables.rows(FieldTransport.TABLE), plan.families());
    tables.stage(StepwiseExponent.TABLE, steps.stepwiseExponents(), 1);
    tables.stage(ClosureCheck.TABLE, steps.closureChecks(), 1);
    tables.stage(Compressibility.TABLE, steps.compressibilities(), 1);

    FamilyTables families =
        FamilyTables.of(
            tables.rows(FieldTransport.TABLE),
            tables.rows(StepwiseExponent.TABLE),
            plan.families());
    tables.stage(WindowSummary.TABLE, families.windowSummaries(), 1);
    tables.stage(NullContrast.TABLE, families.nullContrasts(), 1);
    stagePerformance(performance, plan, families, tables);
    return tables;
  }

  private static void stagePerformance(
      List<Row> performance, Plan plan, FamilyTables families, RunTables tables) {
    tables.stage(Performance.TABLE, performance);
    Dataset<Row> read = tables.rows(Performance.TABLE);
    tables.stage(PerformanceExponent.TABLE, PerformanceExponents.of(read, plan.families()), 1);
    tables.stage(
        PerformanceAssociation.TABLE,
        families.performanceAssociations(read, tables.rows(PerformanceExponent.TABLE)),
        1);
  }
}

package org.gradienttransport.jobs.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.gradienttransport.jobs.SharedSpark;
import org.gradienttransport.jobs.measure.WaveSize;
import org.gradienttransport.jobs.plan.Plan;
import org.gradienttransport.jobs.plan.store.MeasurementStore;
import org.gradienttransport.jobs.publish.RunOutcome;
import org.gradienttransport.jobs.publish.RunSettings;
import org.gradienttransport.jobs.run.TestRuns;
import org.gradienttransport.jobs.warehouse.Warehouse;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.Performance;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans of any size: Spark's aggregation, and the driver's, make the same rows. */
@Tag("spark")
class AggregationJobTest {
  @Test
  void sparkMakesTheRowsThatTheDriverMakes(@TempDir Path directory) throws Exception {
    RunSettings settings =
        TestRuns.settings(
            List.of(TestRuns.family("pico-mini-sample"), TestRuns.family("pythia-mini-sample")),
            1,
            1,
            0,
            WaveSize.DEFAULT);
    RunOutcome outcome = TestRuns.run(directory, settings);
    Warehouse warehouse = TestRuns.warehouse(directory);
    List<org.apache.hadoop.fs.Path> stored = new MeasurementStore(warehouse).committedFiles();
    Plan plan =
        TestRuns.pipeline(SharedSpark.session(), warehouse, settings, Clock.systemUTC()).plan();
    Rows published = warehouse.tables(outcome.runId());

    Rows made =
        new AggregationJob(SharedSpark.session(), plan, settings.measure().canonical())
            .run(stored, published.of(Performance.ROWS), new Rows.InMemory());

    assertThat(DriverAggregation.suits(plan, stored)).isTrue();
    List<RowType<?>> types = new ArrayList<>(AggregationJob.DERIVED);
    types.add(FieldTransport.ROWS);
    for (RowType<?> type : types) {
      assertThat(made.of(type)).as(type.name()).isNotEmpty().isEqualTo(published.of(type));
    }
  }
}

package org.gradienttransport.jobs.aggregate;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.gradienttransport.jobs.SharedSpark;
import org.gradienttransport.jobs.aggregate.scaling.CurveFits;
import org.gradienttransport.jobs.aggregate.scaling.FitResults;
import org.gradienttransport.jobs.aggregate.scaling.FitUnit;
import org.gradienttransport.jobs.aggregate.scaling.StudyAggregation;
import org.gradienttransport.jobs.measure.WaveSize;
import org.gradienttransport.jobs.plan.Plan;
import org.gradienttransport.jobs.plan.store.FitStore;
import org.gradienttransport.jobs.plan.store.MeasurementStore;
import org.gradienttransport.jobs.plan.store.StoredFile;
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
    List<StoredFile> stored = new MeasurementStore(warehouse).committedFiles();
    Plan plan =
        TestRuns.pipeline(SharedSpark.session(), warehouse, settings, Clock.systemUTC()).plan();
    Rows published = warehouse.tables(outcome.runId());

    Rows made =
        new AggregationJob(SharedSpark.session(), plan, settings.measure().canonical())
            .run(
                stored,
                published.of(Performance.ROWS),
                curves(warehouse, plan, published),
                new Rows.InMemory());

    assertThat(DriverAggregation.suits(plan, stored)).isTrue();
    List<RowType<?>> types = new ArrayList<>(AggregationJob.DERIVED);
    types.add(FieldTransport.ROWS);
    types.addAll(AggregationJob.LINKED);
    for (RowType<?> type : types) {
      assertThat(made.of(type)).as(type.name()).isNotEmpty().isEqualTo(published.of(type));
    }
  }

  /** The fits of training curves, as the store has them. */
  private static CurveFits curves(Warehouse warehouse, Plan plan, Rows published)
      throws IOException {
    StudyAggregation losses =
        new StudyAggregation(LinkedLosses.studies(plan, published.of(Performance.ROWS)));
    Set<String> keys = losses.starts().stream().map(FitUnit::key).collect(toSet());
    return losses.curveFits(new FitResults().add(new FitStore(warehouse).find(keys)));
  }
}

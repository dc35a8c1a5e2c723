package org.gradienttransport.jobs.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.gradienttransport.jobs.SharedSpark;
import org.gradienttransport.jobs.plan.Unit;
import org.gradienttransport.jobs.plan.UnitWork;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Progress of a task that has not ended. */
@Tag("slow")
class HeartbeatProgressTest {
  /** Spark's heartbeats are ten seconds apart. */
  private static final int MOST_SECONDS = 60;

  @Test
  void theDriverSeesWhatARunningTaskHasDoneBeforeItEnds() throws Exception {
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(SharedSpark.session().sparkContext());
    UnitWork work =
        new UnitWork(
            Unit.ofSize("floor", 5_000_000, 8),
            ProbeParameters.PAPER,
            List.of(FieldVariant.nullOf(FieldKind.N0, 0, 50)));
    Forecast forecast =
        new Forecast(
            List.of(work),
            1,
            Map.of(
                SizeClass.SMALL, StageRates.defaults(1), SizeClass.LARGE, StageRates.defaults(1)),
            ExecutorShape.of(context.sc()));
    double before;
    double during;
    try (MeasuringProgress progress = MeasuringProgress.start(context.sc(), forecast, 1)) {
      TotalsAccumulator totals = progress.accumulator();
      var job =
          context
              .parallelize(List.of(1), 1)
              .foreachAsync(
                  one -> {
                    totals.add(new Totals().part(1_000, 1));
                    Thread.sleep(MOST_SECONDS * 1000L);
                  });
      before = totals.value().weight();
      during = 0;
      for (int i = 0; i < MOST_SECONDS && during == 0; i++) {
        Thread.sleep(1000);
        during = progress.now().weight();
      }
      boolean unused = job.cancel(true);
      assertThat(totals.value().weight()).as("nothing is added before the task ends").isZero();
    }
    assertThat(before).isZero();
    assertThat(during).isEqualTo(1);
  }
}

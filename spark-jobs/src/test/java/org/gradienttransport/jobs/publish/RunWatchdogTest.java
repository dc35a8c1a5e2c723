package org.gradienttransport.jobs.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;
import org.gradienttransport.jobs.SharedSpark;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.observe.LazySession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What counts as movement. Heartbeats are ten seconds apart, so limits are longer. */
@Tag("slow")
class RunWatchdogTest {
  private static final Duration LIMIT = Duration.ofSeconds(16);
  private static final int TASK_SECONDS = 30;

  private final SparkContext context = SharedSpark.session().sparkContext();
  private final LongAccumulator counted = context.longAccumulator("counted by a test");

  private long task(boolean counts) {
    LongAccumulator counter = counted;
    JavaSparkContext.fromSparkContext(context)
        .parallelize(List.of(1), 1)
        .foreach(
            one -> {
              for (int i = 0; i < TASK_SECONDS; i++) {
                Thread.sleep(1000);
                counter.add(counts ? 1 : 0);
              }
            });
    return counter.value();
  }

  private LazySession spark() {
    return LazySession.started(SharedSpark.session());
  }

  @Test
  void aTaskLongerThanTheLimitGoesOnWhileItCounts() throws Exception {
    assertThat(RunWatchdog.<Long>watch(spark(), LIMIT, () -> task(true))).isEqualTo(TASK_SECONDS);
  }

  @Test
  void aTaskThatCountsNothingIsGivenUp() {
    assertThatThrownBy(() -> RunWatchdog.<Long>watch(spark(), LIMIT, () -> task(false)))
        .isInstanceOfSatisfying(
            JobException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.TRY_AGAIN))
        .hasMessageContaining("Nothing has moved for 16 seconds");
  }
}

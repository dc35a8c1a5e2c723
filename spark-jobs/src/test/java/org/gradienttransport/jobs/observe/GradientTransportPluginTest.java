package org.gradienttransport.jobs.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.gradienttransport.schemas.vocabulary.FieldStatus;
import org.junit.jupiter.api.Test;

/** Metrics by name, and how the plugin joins an operator's own. */
class GradientTransportPluginTest {
  private static final String NAME = GradientTransportPlugin.class.getName();

  @Test
  void anOperatorsPluginsStayAndOursComesOnce() {
    SparkConf conf = new SparkConf(false).set("spark.plugins", "org.example.Theirs");

    GradientTransportPlugin.addTo(conf);
    GradientTransportPlugin.addTo(conf);

    assertThat(conf.get("spark.plugins")).isEqualTo("org.example.Theirs," + NAME);
  }

  @Test
  void withoutOthersItIsTheOnlyOne() {
    SparkConf conf = new SparkConf(false);
    GradientTransportPlugin.addTo(conf);
    assertThat(conf.get("spark.plugins")).isEqualTo(NAME);
  }

  @Test
  void everyMetricAnswersBeforeDuringAndAfterARun() {
    MetricRegistry registry = new MetricRegistry();
    RunMetrics metrics = new RunMetrics();
    metrics.register(registry);
    assertThat(value(registry, "run.exit_code")).isEqualTo(-1L);
    assertThat(value(registry, "units.status.corrupt")).isEqualTo(0L);

    metrics.begin();
    metrics.enter(Phase.MEASURE);
    metrics.planned(100, 40);
    metrics.measuring(GradientTransportPluginTest::tenUnitsOneOfThemCorrupt);
    metrics.waveCommitted();
    metrics.taskEnded(true, 0);
    metrics.taskEnded(false, 1);
    assertThat(value(registry, "units.planned")).isEqualTo(100L);
    assertThat(value(registry, "units.pending")).isEqualTo(40L);
    assertThat(value(registry, "units.queued")).isEqualTo(30L);
    assertThat(value(registry, "units.status.corrupt")).isEqualTo(1L);
    assertThat(value(registry, "bytes.read")).isEqualTo(5_000L);
    assertThat(value(registry, "waves.committed")).isEqualTo(1L);
    assertThat(value(registry, "tasks.failed")).isEqualTo(1L);
    assertThat(value(registry, "tasks.retried")).isEqualTo(1L);
    assertThat(value(registry, "stage.measure.active")).isEqualTo(1L);

    metrics.leave(Phase.MEASURE, 2.5);
    metrics.end(65);
    assertThat(value(registry, "stage.measure.active")).isEqualTo(0L);
    assertThat(value(registry, "stage.measure.seconds")).isEqualTo(2.5);
    assertThat(value(registry, "run.exit_code")).isEqualTo(65L);
  }

  private static Object value(MetricRegistry registry, String name) {
    return registry.getGauges().get(name).getValue();
  }

  private static RunMetrics.Counts tenUnitsOneOfThemCorrupt() {
    return new RunMetrics.Counts(10, 5_000, Map.of(FieldStatus.CORRUPT, 1L, FieldStatus.OK, 9L));
  }
}

package org.gradienttransport.jobs.aggregate;

import java.io.Serializable;
import org.gradienttransport.jobs.conf.MetricSource;
import org.gradienttransport.jobs.conf.MetricSource.Direction;
import org.gradienttransport.jobs.conf.PerformanceFiles;

/**
 * What a family's external metric is called and how its logarithm is taken (METHOD section 6).
 *
 * @param symbol name of its exponent in N, such as beta_ppl or alpha_acc
 * @param floor values below this count as this, so that they have a logarithm; 0 for none
 */
public record ExternalMetric(String metric, String symbol, double floor) implements Serializable {

  /** The metric that a family describes. */
  public static ExternalMetric of(PerformanceFiles performance) {
    MetricSource source = performance.source();
    double floor =
        performance instanceof PerformanceFiles.EvalHarness harness ? harness.floor() : 0.0;
    return new ExternalMetric(source.metric(), symbol(source), floor);
  }

  private static String symbol(MetricSource source) {
    String metric = source.metric();
    if (source.direction() == Direction.LOWER_IS_BETTER) {
      return metric.contains("perplexity") ? "beta_ppl" : "beta_" + metric;
    }
    return metric.contains("accuracy") ? "alpha_acc" : "alpha_" + metric;
  }

  /** Name of the metric's logarithm, such as log_perplexity. */
  public String logName() {
    return "log_" + metric;
  }

  /** The number whose logarithm is taken. */
  public double floored(double value) {
    return Math.max(value, floor);
  }

  /** Natural logarithm of a value, the same bits on every machine. */
  public double log(double value) {
    return StrictMath.log(floored(value));
  }
}

package org.gradienttransport.jobs.scaling.optimum;

import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.gradienttransport.schemas.rows.ScalingFit;
import org.gradienttransport.udfs.scaling.optimum.ComputeOptimum;

/** The compute that the laws of one series were fitted to. */
public record DataRange(double least, double largest) {
  private static final double FAR = 10.0;

  /** The range of a series over all its fits; empty where none says its compute. */
  public static Optional<DataRange> of(List<ScalingFit> fits, String source, String series) {
    DoubleSummaryStatistics flops = new DoubleSummaryStatistics();
    for (ScalingFit fit : fits) {
      if (fit.key().source().equals(source)
          && fit.key().series().equals(series)
          && fit.range().cMin() != null
          && fit.range().cMax() != null) {
        flops.accept(fit.range().cMin());
        flops.accept(fit.range().cMax());
      }
    }
    return flops.getCount() == 0
        ? Optional.empty()
        : Optional.of(new DataRange(flops.getMin(), flops.getMax()));
  }

  /** Whether a budget lies more than ten times above the largest. */
  public boolean far(double flops) {
    return new ComputeOptimum(flops, 1.0, 1.0, 1.0).isFar(largest);
  }

  /** What an optimum at a budget is to be read with; empty where the budget lies near the data. */
  public Optional<String> warning(double flops) {
    if (far(flops)) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "%.3g FLOPs are %.3g times the largest compute of the data, %.3g: an extrapolation.",
              flops,
              flops / largest,
              largest));
    }
    return flops < least / FAR
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "%.3g FLOPs are %.3g times less than the smallest compute of the data, %.3g.",
                flops,
                least / flops,
                least))
        : Optional.empty();
  }
}

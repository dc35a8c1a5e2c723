package org.gradienttransport.udfs.fit;

import org.gradienttransport.udfs.probe.ProbeParameters;

/**
 * Which fields enter a stepwise fit (METHOD sections 1 and 2).
 *
 * @param ceiling a field that ran this many relaxation steps is degenerate and leaves the fit
 * @param requiredScales scales that must be usable at a step, 0 if whatever is there is fitted
 */
public record FitRule(int ceiling, int requiredScales) {
  /** A rule with the paper's ceiling that fits whatever scales are there, from three on. */
  public static final FitRule AVAILABLE_SCALES = new FitRule(ProbeParameters.PAPER.ceiling(), 0);

  public FitRule {
    if (ceiling < 1 || requiredScales < 0) {
      throw new IllegalArgumentException(
          "ceiling must be at least 1 and required scales at least 0, got %s and %s"
              .formatted(ceiling, requiredScales));
    }
  }

  /** A strict family grid: every one of the family's scales must be usable. */
  public static FitRule strictGrid(int familyScales) {
    return new FitRule(AVAILABLE_SCALES.ceiling, familyScales);
  }

  boolean usable(long s, int steps) {
    return s > 0 && steps > 0 && steps < ceiling;
  }
}

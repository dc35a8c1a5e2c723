package org.gradienttransport.udfs.contrast;

import java.util.Locale;
import org.gradienttransport.udfs.resample.Interval;

/**
 * One contrast at a step, or as a mean over steps.
 *
 * @param mean the contrast, mean over replicates and steps
 * @param sd standard deviation (n - 1) over steps of the replicates' mean; null for one step
 * @param interval 95 % interval of the mean; null if there is none
 * @param method what the interval was made from
 */
public record ContrastEstimate(Double mean, Double sd, Interval interval, Method method) {
  /** How an interval came about. */
  public enum Method {
    /** Student's t over the replicates: scatter of the null's realisation alone. */
    REPLICATES,
    /** Moving-block bootstrap over steps: scatter from step to step. */
    BLOCK_BOOTSTRAP,
    /** Neither two replicates nor enough steps. */
    NONE;

    /** The name as published in tables: lower case. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}

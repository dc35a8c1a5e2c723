package org.gradienttransport.udfs.contrast;

import org.gradienttransport.schemas.vocabulary.IntervalMethod;
import org.gradienttransport.udfs.resample.Interval;

/**
 * One contrast at a step, or as a mean over steps.
 *
 * @param mean the contrast, mean over replicates and steps
 * @param sd standard deviation (n - 1) over steps of the replicates' mean; null for one step
 * @param interval 95 % interval of the mean; null if there is none
 * @param method what the interval was made from
 */
public record ContrastEstimate(Double mean, Double sd, Interval interval, IntervalMethod method) {}

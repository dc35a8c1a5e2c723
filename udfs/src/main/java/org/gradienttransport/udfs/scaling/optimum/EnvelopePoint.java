package org.gradienttransport.udfs.scaling.optimum;

/**
 * The best run at one budget.
 *
 * @param flops C
 * @param run the run of least loss there
 * @param params its N
 * @param loss its loss, interpolated
 * @param used whether it enters the fit: not where the smallest or the largest N wins, whose
 *     optimum may lie beyond the sizes that were trained
 */
public record EnvelopePoint(double flops, String run, double params, double loss, boolean used) {}

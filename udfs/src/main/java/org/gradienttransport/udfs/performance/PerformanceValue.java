package org.gradienttransport.udfs.performance;

/**
 * One published number.
 *
 * @param scale the model's name as the file gives it; empty where the file does not name one
 * @param step training step
 * @param metric name of the metric
 * @param value finite value, in the metric's own unit
 */
public record PerformanceValue(String scale, long step, String metric, double value) {}

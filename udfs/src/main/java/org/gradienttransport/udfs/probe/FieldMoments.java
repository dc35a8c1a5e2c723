package org.gradienttransport.udfs.probe;

/**
 * Statistics of a field's entries, in the field's own unit (squared for the variance).
 *
 * <p>Sums are made in a fixed tree over fixed blocks, so they do not depend on threads or devices.
 *
 * @param min smallest entry
 * @param max largest entry
 * @param mean arithmetic mean
 * @param variance population variance (divisor N), from deviations to the mean
 * @param sum signed sum
 * @param zeros number of entries that are exactly zero (of either sign)
 */
public record FieldMoments(
    double min, double max, double mean, double variance, double sum, long zeros) {}

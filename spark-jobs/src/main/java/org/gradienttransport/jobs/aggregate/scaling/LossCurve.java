package org.gradienttransport.jobs.aggregate.scaling;

import java.io.Serializable;

/**
 * A training curve, to which a law of time is fitted.
 *
 * @param x what a clock shows; not to be changed
 * @param loss one per x; not to be changed
 */
// Compared by its key, never by itself.
@SuppressWarnings("ArrayRecordComponent")
public record LossCurve(double[] x, double[] loss) implements Serializable {}

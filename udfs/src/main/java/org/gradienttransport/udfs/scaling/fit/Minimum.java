package org.gradienttransport.udfs.scaling.fit;

/**
 * Where an optimiser stopped.
 *
 * @param sum what was minimised, in units of delta (see {@link Objective#published})
 * @param theta the form's parameters there
 */
public record Minimum(double sum, Theta theta) {}

package org.gradienttransport.udfs.scaling.fit;

/**
 * What one start led to: a unit of work of a fit.
 *
 * @param start its number in the form's order of starts
 * @param minimum where it ended
 */
public record StartResult(int start, Minimum minimum) {}

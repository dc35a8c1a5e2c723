package org.gradienttransport.udfs.quantile;

/**
 * Two neighbouring order statistics of a field's magnitudes, as bit patterns.
 *
 * @param lower x_k
 * @param upper x_(k+1); x_k again where k is the last rank
 */
record OrderPair(long lower, long upper) {}

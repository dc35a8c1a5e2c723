/**
 * Resampling of the rows of a sweep: which rows a replicate has is a pure function of seed,
 * replicate and row (METHOD-SCALING section 4).
 */
package org.gradienttransport.udfs.scaling.bootstrap;

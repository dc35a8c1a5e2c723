/** Intervals from resampling, reproducible from identifiers. */
package org.gradienttransport.udfs.resample;

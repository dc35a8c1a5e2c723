/**
 * How far results depend on the probe's free choices (METHOD-ROBUSTNESS sections 1 and 2): which
 * variations there are, and the statistics that compare them. Small arrays in, records out; no I/O.
 */
package org.gradienttransport.udfs.robustness;

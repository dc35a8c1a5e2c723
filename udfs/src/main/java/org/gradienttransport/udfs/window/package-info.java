/**
 * Stable windows over a training run and what is summarised inside them (METHOD section 3, paper
 * sec. II.B). Small arrays in, records out; no I/O.
 */
package org.gradienttransport.udfs.window;

/**
 * How transport goes with performance over training: exact joins of steps, correlations raw and
 * beside the learning rate (METHOD section 6, paper sec. II.E.3). No I/O.
 */
package org.gradienttransport.udfs.association;

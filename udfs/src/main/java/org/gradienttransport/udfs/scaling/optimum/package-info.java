/**
 * Which model size and how many tokens a compute budget is best spent on: the envelope of training
 * curves and IsoFLOP parabolas (Hoffmann et al. 2022, approaches 1 and 2), and the closed forms of
 * that paper and of Kaplan et al. 2020 (METHOD-SCALING sections 2 and 4). No I/O.
 */
package org.gradienttransport.udfs.scaling.optimum;

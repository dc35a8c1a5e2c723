/** Regressions over all steps of a window with an effect for every step. */
package org.gradienttransport.udfs.pooled;

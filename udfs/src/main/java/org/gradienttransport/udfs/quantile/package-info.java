/** The exact quantile of a field's magnitudes: the threshold tau. */
package org.gradienttransport.udfs.quantile;

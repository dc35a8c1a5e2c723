/**
 * What a model's size, its compute and its loss are counted in, before anything is fitted
 * (METHOD-SCALING section 1). Numbers in, numbers out; no I/O.
 */
package org.gradienttransport.udfs.scaling.accounting;

/**
 * Fits of scaling laws: objective, starts, certificate, bootstrap, held-out comparison and audit
 * (METHOD-SCALING sections 3 and 4). Every unit of work, a start or a replicate, is a pure function
 * of what is fitted, so that any split of the work gives the same bits.
 */
package org.gradienttransport.udfs.scaling.fit;

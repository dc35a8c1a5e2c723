/**
 * Exponents: power laws fitted over a ladder of scales, their closure, and whether one power law is
 * right (METHOD section 2, paper Eqs. 5-9 and sec. III.C). Small arrays in, records out; no I/O.
 */
package org.gradienttransport.udfs.fit;

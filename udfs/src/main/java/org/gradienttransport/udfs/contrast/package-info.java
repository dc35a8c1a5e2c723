/**
 * What of an exponent or of v_rel is due to the values' distribution and what to their place in the
 * network (METHOD section 4, Eqs. 11-14). Small arrays in, records out; no I/O.
 */
package org.gradienttransport.udfs.contrast;

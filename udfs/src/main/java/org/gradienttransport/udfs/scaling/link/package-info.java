/**
 * A family's loss as exponents of model size, step by step, to stand beside its exponents of
 * transport (METHOD-SCALING section 6). No I/O.
 */
package org.gradienttransport.udfs.scaling.link;

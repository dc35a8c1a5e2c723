/**
 * How the loss of one run falls with time, L = c x^-gamma + L_inf, on the clocks step, tokens and
 * tau ("Universal One-third Time Scaling", 2026; METHOD-SCALING section 5). No I/O.
 */
package org.gradienttransport.udfs.scaling.time;

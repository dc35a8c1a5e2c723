/**
 * Scaling laws of the loss: how it falls with model size, data, steps and compute (Kaplan et al.
 * 2020; Hoffmann et al. 2022). Measured losses in, fitted laws with a certificate out; no I/O.
 */
package org.gradienttransport.udfs.scaling;

/**
 * The probe's vocabulary: what is asked of a field (parameters, variants) and what comes back (a
 * result). Every backend speaks it; nothing here computes.
 */
package org.gradienttransport.udfs.probe;

/** Null floors: what the probe reports for pure Gaussian fields on a ladder of sizes. */
package org.gradienttransport.jobs.floors;

/** Compute-optimal models at any budget, from the published tables of the scaling laws. */
package org.gradienttransport.jobs.scaling.optimum;

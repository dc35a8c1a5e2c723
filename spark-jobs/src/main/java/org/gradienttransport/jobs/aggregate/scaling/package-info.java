/**
 * Measured losses to the rows of every scaling table (METHOD-SCALING): which fits there are, the
 * independent units of work that they are made of, and the rows that follow. Pure but for {@link
 * org.gradienttransport.jobs.aggregate.scaling.FitJob}, which hands the units to Spark.
 */
package org.gradienttransport.jobs.aggregate.scaling;

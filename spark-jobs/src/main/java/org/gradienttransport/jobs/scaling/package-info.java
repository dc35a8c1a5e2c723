/**
 * Scaling laws of the loss: the rows of a study, read into {@code scaling_run}. Needs no Spark
 * session.
 */
package org.gradienttransport.jobs.scaling;

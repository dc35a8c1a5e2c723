/**
 * Questions in SQL about a published run, answered by DuckDB where its driver is at hand and by
 * Spark otherwise. Reads only.
 */
package org.gradienttransport.jobs.present.query;

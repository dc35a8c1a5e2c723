/** Reads the rows of a study from CSV, JSON and Parquet, cell by cell and one row at a time. */
package org.gradienttransport.jobs.scaling.rows;

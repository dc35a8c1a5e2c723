/**
 * The measurement as Spark SQL functions: the probe of one field, and the fits, correlations and
 * summaries of many rows. Thin: every number comes from the package that the pipeline itself uses.
 * The only package of this module that knows Spark.
 */
package org.gradienttransport.udfs.sql;

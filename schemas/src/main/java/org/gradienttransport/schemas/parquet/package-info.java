/** Row types in Parquet files, by Parquet's own library: the only package here that knows it. */
package org.gradienttransport.schemas.parquet;

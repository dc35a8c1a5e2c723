/** Declared tables as Spark rows: building, reading, writing and reading back. */
package org.gradienttransport.jobs.tables;

/**
 * From field rows to small tables: stepwise exponents, closure, compressibility, windows,
 * contrasts, associations. One class per table.
 */
package org.gradienttransport.jobs.aggregate;

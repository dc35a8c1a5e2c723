/** Sums and statistics of a field in an order that no thread or device changes. */
package org.gradienttransport.udfs.field;

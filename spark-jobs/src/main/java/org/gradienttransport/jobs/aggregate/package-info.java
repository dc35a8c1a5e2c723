/** From the fields of one family to the rows of every table derived from them. Plain functions. */
package org.gradienttransport.jobs.aggregate;

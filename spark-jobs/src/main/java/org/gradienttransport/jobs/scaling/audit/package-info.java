/** Published fits of the loss held against the rows they were made from. */
package org.gradienttransport.jobs.scaling.audit;

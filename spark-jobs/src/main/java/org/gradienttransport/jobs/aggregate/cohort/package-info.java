/** Families that differ only in their seed (METHOD-ROBUSTNESS section 3). */
package org.gradienttransport.jobs.aggregate.cohort;

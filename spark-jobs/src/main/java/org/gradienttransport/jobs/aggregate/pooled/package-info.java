/** Pooled exponents (METHOD-ROBUSTNESS section 4): rows of a family to regressions to rows. */
package org.gradienttransport.jobs.aggregate.pooled;

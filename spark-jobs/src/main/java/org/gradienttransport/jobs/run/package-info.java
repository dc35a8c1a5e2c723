/** A whole run: plan, measure, aggregate, check, publish. */
package org.gradienttransport.jobs.run;

/** What people look at: summaries of a run. */
package org.gradienttransport.jobs.report;

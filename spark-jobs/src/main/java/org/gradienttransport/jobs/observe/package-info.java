/** What an operator sees of a run while it works: run id in logs, job groups, metrics. */
package org.gradienttransport.jobs.observe;

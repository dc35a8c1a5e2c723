/** One self-contained HTML page per run, made from the run's tables alone. */
package org.gradienttransport.jobs.report.html;

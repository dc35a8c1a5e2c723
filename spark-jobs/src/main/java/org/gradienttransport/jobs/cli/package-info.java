/** The commands: one class each, with summary, runnable example and help. */
package org.gradienttransport.jobs.cli;

/** What is to be done: units of work, what they need, and which of them are already measured. */
package org.gradienttransport.jobs.plan;

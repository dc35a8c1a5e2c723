/** Where a family's snapshots lie in a store, found through Hadoop's file systems. */
package org.gradienttransport.jobs.plan.input;

/**
 * What is shown of a run, said once: figures with their queries, and sentences that numbers write.
 */
package org.gradienttransport.jobs.present.catalogue;

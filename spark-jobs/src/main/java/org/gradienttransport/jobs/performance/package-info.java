/** External performance: reading it through the Hadoop FileSystem and fitting it against N. */
package org.gradienttransport.jobs.performance;

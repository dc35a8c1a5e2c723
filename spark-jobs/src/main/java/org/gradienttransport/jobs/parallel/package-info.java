/** Several pieces of Spark work at the same time. */
package org.gradienttransport.jobs.parallel;

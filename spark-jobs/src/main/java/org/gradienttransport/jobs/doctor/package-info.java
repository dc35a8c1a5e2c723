/** Looks at the place where jobs will run, and says what is not as it should be. */
package org.gradienttransport.jobs.doctor;

/** From a family's description to its files, and from files to a field in memory. */
package org.gradienttransport.jobs.input;

/** How measuring is run: one class per command, and the way of the data through packages. */
package org.gradienttransport.jobs;

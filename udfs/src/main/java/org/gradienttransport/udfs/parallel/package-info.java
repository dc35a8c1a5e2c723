/** Threads inside one field. */
package org.gradienttransport.udfs.parallel;

/**
 * From staged tables to what readers see: immutable run directories, one atomic pointer, one writer
 * at a time.
 */
package org.gradienttransport.jobs.publish;

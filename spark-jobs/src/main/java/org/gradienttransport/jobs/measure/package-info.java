/** Measuring on executors: fields in, rows out, wave by wave into the store. */
package org.gradienttransport.jobs.measure;

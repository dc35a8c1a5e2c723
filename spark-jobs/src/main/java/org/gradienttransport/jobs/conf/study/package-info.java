/**
 * Which losses: where the rows of a study are, which column is what, which of them count, and what
 * is to be fitted to them. Read from YAML, checked whole before any work.
 */
package org.gradienttransport.jobs.conf.study;

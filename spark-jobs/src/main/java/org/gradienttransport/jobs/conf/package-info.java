/**
 * Which family: where its scales and steps are found, which tensors make a field, which steps are
 * aligned, its window, learning-rate schedule and external performance. Read from YAML, checked
 * whole before any work.
 */
package org.gradienttransport.jobs.conf;

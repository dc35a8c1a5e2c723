/**
 * Published performance of the models: readers for Pico's evaluation files, LM-eval-harness results
 * and plain CSV (METHOD section 6). Readers take bytes or a stream that the caller opens, and never
 * more than a bound.
 */
package org.gradienttransport.udfs.performance;

/**
 * Published performance of the models: readers for Pico's evaluation files, LM-eval-harness results
 * and plain CSV, and the performance exponents made of them (METHOD section 6). Readers take bytes
 * or a stream that the caller opens, and never more than a bound.
 */
package org.gradienttransport.udfs.performance;

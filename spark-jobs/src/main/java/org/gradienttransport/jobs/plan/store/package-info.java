/**
 * Measurements, kept across runs: written in waves, each visible whole or not at all, never
 * measured twice.
 */
package org.gradienttransport.jobs.plan.store;

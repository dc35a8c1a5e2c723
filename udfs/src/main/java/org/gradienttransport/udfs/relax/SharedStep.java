package org.gradienttransport.udfs.relax;

/**
 * Gathers shares and adds them up on several threads. Whatever their number, a node's shares are
 * added one after the other in ascending source order: its sum is equal to the last bit to what a
 * single thread makes.
 */
interface SharedStep {
  /** Gathers what all active nodes give away and adds it to the sums. */
  void run(Gathering gathering, ShareSums sums, Marking marking);
}

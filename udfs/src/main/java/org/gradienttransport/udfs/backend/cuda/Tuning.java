package org.gradienttransport.udfs.backend.cuda;

/**
 * How work is split on the device; none of it changes a bit of the results.
 *
 * @param topShift nodes below N / 2^topShift are taken by whole blocks
 * @param hubShift nodes below N / 2^hubShift are taken by whole warps
 * @param sparseShift a relaxation step walks only touched nodes when its active nodes have fewer
 *     than N / 2^sparseShift neighbours
 * @param stepsPerRound relaxation steps asked for before the host looks whether any was the last
 */
record Tuning(int topShift, int hubShift, int sparseShift, int stepsPerRound) {
  /**
   * In a Barabasi-Albert graph with m = 2 node i has about 2 sqrt(N / i) neighbours: above 1,024
   * below N / 2^18, above 64 below N / 2^10.
   */
  static final Tuning DEFAULT = new Tuning(18, 10, 2, 8);
}

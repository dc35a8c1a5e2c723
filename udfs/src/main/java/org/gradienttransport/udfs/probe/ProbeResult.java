package org.gradienttransport.udfs.probe;

import java.util.Arrays;
import java.util.Objects;

/**
 * What one relaxation yields (METHOD section 1).
 *
 * @param nodes N, number of entries of the field and nodes of the graph
 * @param tau threshold, the exact quantile of the magnitudes (Eq. 1)
 * @param size s, active nodes summed over relaxation steps, repeats counted (Eq. 4)
 * @param steps n_steps, relaxation steps until no node is active; the ceiling if it never settles
 * @param hitCeiling whether nodes were still active when the ceiling was reached
 * @param activeCounts abs(A_l) for l = 0 .. n_steps - 1
 * @param moments statistics of the initial field
 * @param sumAfter signed sum of the relaxed field; conserved up to rounding
 */
// The array is copied on the way in and out, and compared by content below.
@SuppressWarnings("ArrayRecordComponent")
public record ProbeResult(
    long nodes,
    double tau,
    long size,
    int steps,
    boolean hitCeiling,
    long[] activeCounts,
    FieldMoments moments,
    double sumAfter) {

  public ProbeResult {
    activeCounts = activeCounts.clone();
    if (activeCounts.length != steps) {
      throw new IllegalArgumentException(
          "expected " + steps + " active counts, got " + activeCounts.length);
    }
  }

  /** abs(A_l), one per relaxation step; a copy. */
  @Override
  public long[] activeCounts() {
    return activeCounts.clone();
  }

  /** Two results are equal when every number is, to the last bit. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ProbeResult that
        && nodes == that.nodes
        && Double.compare(tau, that.tau) == 0
        && size == that.size
        && steps == that.steps
        && hitCeiling == that.hitCeiling
        && Arrays.equals(activeCounts, that.activeCounts)
        && moments.equals(that.moments)
        && Double.compare(sumAfter, that.sumAfter) == 0;
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        nodes, tau, size, steps, hitCeiling, Arrays.hashCode(activeCounts), moments, sumAfter);
  }

  @Override
  public String toString() {
    return "ProbeResult[nodes=%s, tau=%s, size=%s, steps=%s, hitCeiling=%s, activeCounts=%s]"
        .formatted(nodes, tau, size, steps, hitCeiling, Arrays.toString(activeCounts));
  }
}

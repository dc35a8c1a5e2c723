package org.gradienttransport.udfs.relax;

import java.util.Arrays;
import org.gradienttransport.udfs.probe.FieldMoments;
import org.gradienttransport.udfs.probe.ProbeResult;

/**
 * What a relaxation did.
 *
 * @param tau threshold, in the field's unit (Eq. 1)
 * @param size s, active nodes summed over relaxation steps (Eq. 4)
 * @param steps n_steps
 * @param hitCeiling whether the ceiling was reached
 * @param activeCounts abs(A_l) for each relaxation step
 */
// Made once and handed over; nobody else holds the array.
@SuppressWarnings("ArrayRecordComponent")
public record Relaxed(double tau, long size, int steps, boolean hitCeiling, long[] activeCounts) {

  /**
   * The result of a probe that relaxed so.
   *
   * @param nodes N
   * @param moments statistics of the initial field
   * @param sumAfter signed sum of the relaxed field
   */
  public ProbeResult result(long nodes, FieldMoments moments, double sumAfter) {
    return new ProbeResult(nodes, tau, size, steps, hitCeiling, activeCounts, moments, sumAfter);
  }

  /** Collects abs(A_l) step by step. */
  static final class Counter {
    private final double tau;
    private long[] counts = new long[16];
    private int steps;
    private long size;

    Counter(double tau) {
      this.tau = tau;
    }

    void add(long active) {
      if (steps == counts.length) {
        counts = Arrays.copyOf(counts, 2 * steps);
      }
      counts[steps++] = active;
      size += active;
    }

    long last() {
      return counts[steps - 1];
    }

    int steps() {
      return steps;
    }

    Relaxed result(int ceiling) {
      return new Relaxed(tau, size, steps, steps == ceiling, Arrays.copyOf(counts, steps));
    }
  }
}

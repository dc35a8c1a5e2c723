package org.gradienttransport.jobs.measure;

import org.gradienttransport.udfs.backend.StageTimes.Stage;

/**
 * How fast fields of one class are measured.
 *
 * @param readBytesPerSecond from file to field
 * @param graphSecondsPerNode building a graph
 * @param drawSecondsPerEntry drawing a null
 * @param momentsSecondsPerEntry statistics of a relaxed field, before and after
 * @param relaxSecondsPerEntry threshold and relaxation
 */
record Rates(
    double readBytesPerSecond,
    double graphSecondsPerNode,
    double drawSecondsPerEntry,
    double momentsSecondsPerEntry,
    double relaxSecondsPerEntry) {

  /**
   * One thread of a server of 2024 or so, see docs/benchmarks.md; only for the first estimate of a
   * warehouse.
   */
  static final Rates DEFAULT_OF_ONE_THREAD = new Rates(800e6, 100e-9, 27e-9, 4e-9, 30e-9);

  /** What another thread adds to the first, measured at 37,748,736 entries. */
  private static final double GAIN_OF_A_THREAD = 0.75;

  static Rates defaults(int threads) {
    double gain = 1 + GAIN_OF_A_THREAD * (threads - 1);
    Rates one = DEFAULT_OF_ONE_THREAD;
    return new Rates(
        one.readBytesPerSecond,
        one.graphSecondsPerNode / gain,
        one.drawSecondsPerEntry / gain,
        one.momentsSecondsPerEntry / gain,
        one.relaxSecondsPerEntry / gain);
  }

  /** As measured; where something was not measured, of these others. */
  static Rates of(UnitTimes times, long graphNodes, Rates otherwise) {
    return new Rates(
        times.bytesRead() == 0 || times.seconds(Stage.READ) == 0
            ? otherwise.readBytesPerSecond
            : times.bytesRead() / times.seconds(Stage.READ),
        per(times.seconds(Stage.GRAPH), graphNodes, otherwise.graphSecondsPerNode),
        per(times.seconds(Stage.DRAW), times.entriesDrawn(), otherwise.drawSecondsPerEntry),
        per(times.seconds(Stage.MOMENTS), times.entriesRelaxed(), otherwise.momentsSecondsPerEntry),
        per(times.seconds(Stage.RELAX), times.entriesRelaxed(), otherwise.relaxSecondsPerEntry));
  }

  private static double per(double seconds, long things, double otherwise) {
    return things == 0 || seconds == 0 ? otherwise : seconds / things;
  }
}

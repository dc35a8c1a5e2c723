package org.gradienttransport.jobs.measure;

import java.util.List;
import java.util.Locale;
import org.gradienttransport.jobs.plan.UnitWork;
import org.gradienttransport.udfs.backend.StageTimes.Stage;

/**
 * How measuring went.
 *
 * @param rows relaxations measured
 * @param seconds of the wall clock, from the first task to the last commit
 * @param slots fields that could be measured side by side
 * @param graphNodes nodes of the different graphs together
 * @param totals what tasks spent their time on
 */
public record MeasureReport(
    long rows, double seconds, int slots, GraphNodes graphNodes, MeasureTotals totals) {

  /** Nothing was left to measure. */
  static final MeasureReport NOTHING =
      new MeasureReport(0, 0, 0, new GraphNodes(0, 0), new MeasureTotals());

  /** Nodes of the graphs of small and of large fields. */
  public record GraphNodes(long small, long large) {
    static GraphNodes of(List<UnitWork> work) {
      return new GraphNodes(
          work.stream()
              .mapToLong(one -> one.unit().entries())
              .filter(entries -> entries < ExecutorEngine.LARGE)
              .distinct()
              .sum(),
          work.stream()
              .mapToLong(one -> one.unit().entries())
              .filter(entries -> entries >= ExecutorEngine.LARGE)
              .distinct()
              .sum());
    }
  }

  /** Share of the wall clock in which executors neither read nor computed; 0 to 1. */
  public double overhead(int executors) {
    return seconds == 0 ? 0 : Math.max(0, 1 - totals.busySeconds() / (seconds * executors));
  }

  /** Seconds per stage and rates, in one line. */
  public String text() {
    UnitTimes all = new UnitTimes();
    all.add(totals.small());
    all.add(totals.large());
    double reading = all.seconds(Stage.READ);
    return String.format(
        Locale.ROOT,
        "%d relaxations in %.1f s: read %.1f s (%.2f GB at %.2f GB/s), graphs %.1f s, nulls %.1f s,"
            + " moments %.1f s, threshold and relaxation %.1f s; %.1f M parameters/s; executors"
            + " busy %.1f s",
        rows,
        seconds,
        reading,
        all.bytesRead() / 1e9,
        reading == 0 ? 0 : all.bytesRead() / 1e9 / reading,
        all.seconds(Stage.GRAPH),
        all.seconds(Stage.DRAW),
        all.seconds(Stage.MOMENTS),
        all.seconds(Stage.RELAX),
        seconds == 0 ? 0 : all.entriesRelaxed() / 1e6 / seconds,
        totals.busySeconds());
  }
}

package org.gradienttransport.jobs.report;

import java.util.Locale;
import org.gradienttransport.jobs.measure.Estimate;
import org.gradienttransport.jobs.measure.MeasuringRecord;
import org.gradienttransport.udfs.backend.StageTimes.Stage;

/** An estimate in words. */
public final class EstimateText {
  private EstimateText() {}

  /**
   * The text, ending in a line break.
   *
   * @param last the measuring whose rates were used
   */
  public static String of(Estimate estimate, MeasuringRecord last) {
    return String.format(
        Locale.ROOT,
        "Estimate: about %.1f s in all; read %.1f s, graphs %.1f s, nulls %.1f s, moments %.1f s,"
            + " threshold and relaxation %.1f s, which overlap.%n%s%n",
        estimate.seconds(),
        estimate.stages().get(Stage.READ),
        estimate.stages().get(Stage.GRAPH),
        estimate.stages().get(Stage.DRAW),
        estimate.stages().get(Stage.MOMENTS),
        estimate.stages().get(Stage.RELAX),
        last.text());
  }
}

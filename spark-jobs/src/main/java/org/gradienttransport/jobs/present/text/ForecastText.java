package org.gradienttransport.jobs.present.text;

import java.util.Locale;
import org.gradienttransport.jobs.measure.Forecast;
import org.gradienttransport.jobs.measure.LastMeasuring;
import org.gradienttransport.udfs.backend.StageTimes.Stage;

/** A forecast in words. */
public final class ForecastText {
  private ForecastText() {}

  /**
   * The text, ending in a line break.
   *
   * @param last the measuring whose rates were used
   */
  public static String of(Forecast forecast, LastMeasuring last) {
    return String.format(
        Locale.ROOT,
        "Estimate: about %.1f s in all; read %.1f s, graphs %.1f s, nulls %.1f s, moments %.1f s,"
            + " threshold and relaxation %.1f s, which overlap.%n%s%n",
        forecast.seconds(),
        forecast.seconds(Stage.READ),
        forecast.seconds(Stage.GRAPH),
        forecast.seconds(Stage.DRAW),
        forecast.seconds(Stage.MOMENTS),
        forecast.seconds(Stage.RELAX),
        last.text());
  }
}

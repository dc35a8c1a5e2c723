package org.gradienttransport.jobs.aggregate;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.gradienttransport.jobs.aggregate.FamilySeries.Name;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.schemas.rows.Realisation;
import org.gradienttransport.schemas.rows.WindowSummary;
import org.gradienttransport.schemas.vocabulary.Quantity;
import org.gradienttransport.schemas.vocabulary.SummaryStatus;
import org.gradienttransport.schemas.vocabulary.WindowName;
import org.gradienttransport.schemas.vocabulary.Word;
import org.gradienttransport.udfs.window.BoundSensitivity;
import org.gradienttransport.udfs.window.CrossModelCv;
import org.gradienttransport.udfs.window.Drift;
import org.gradienttransport.udfs.window.StableWindow;
import org.gradienttransport.udfs.window.StepSeries;
import org.gradienttransport.udfs.window.WindowStatistics;
import org.gradienttransport.udfs.window.WindowThird;

/** Rows of window_summary for one family (METHOD section 3). */
record WindowSummaries(String family, Realisation realisation, StableWindow window) {

  static List<WindowSummary> of(
      Family family, Observations observations, Optional<StableWindow> window) {
    List<WindowSummary> rows = new ArrayList<>();
    observations
        .byRealisation()
        .forEach(
            (of, series) ->
                rows.addAll(
                    window
                        .map(found -> new WindowSummaries(family.name(), of, found).all(series))
                        .orElseGet(() -> List.of(none(family.name(), of)))));
    return rows;
  }

  private static WindowSummary none(String family, Realisation realisation) {
    return new WindowSummary(
        family,
        WindowName.STABLE,
        realisation,
        Quantity.V_REL,
        Word.ALL,
        null,
        null,
        "automatic: none found",
        null,
        null,
        null,
        0,
        null,
        null,
        null,
        null,
        null,
        null,
        SummaryStatus.NO_WINDOW,
        "No stretch of steps is stable enough for the automatic rule. Give 'window' bounds in the"
            + " family file to choose one.");
  }

  private List<WindowSummary> all(FamilySeries series) {
    List<WindowSummary> rows = new ArrayList<>();
    List<Double> means = new ArrayList<>();
    for (Name name : series.names()) {
      StepSeries whole = series.get(name);
      StepSeries stable = whole.between(window.from(), window.to());
      rows.add(summary(WindowName.STABLE, name, stable, Optional.of(whole)));
      for (WindowThird third : WindowThird.values()) {
        rows.add(summary(third.window(), name, third.of(stable), Optional.empty()));
      }
      if (name.quantity() == Quantity.V_REL && stable.size() > 0) {
        means.add(WindowStatistics.of(stable.values()).mean());
      }
    }
    if (means.size() >= 2) {
      rows.add(crossModelCv(means));
    }
    return rows;
  }

  /**
   * One quantity over one part of the window.
   *
   * @param whole the quantity over all steps, where the part's bounds are to be moved
   */
  private WindowSummary summary(
      WindowName part, Name name, StepSeries values, Optional<StepSeries> whole) {
    WindowStatistics statistics = WindowStatistics.of(values.values());
    Drift drift = Drift.of(values);
    Shifted shifted =
        whole
            .map(series -> Shifted.of(statistics.mean(), BoundSensitivity.of(series, window)))
            .orElse(Shifted.NOT);
    boolean empty = values.size() == 0;
    return new WindowSummary(
        family,
        part,
        realisation,
        name.quantity(),
        name.scale(),
        empty ? null : (Long) values.steps()[0],
        empty ? null : (Long) values.steps()[values.size() - 1],
        window.rule(),
        statistics.mean(),
        statistics.sd(),
        statistics.median(),
        statistics.count(),
        shifted.steps(),
        shifted.min(),
        shifted.max(),
        shifted.largest(),
        drift == null ? null : (Double) (drift.slopePerStep() * 1000),
        drift == null || drift.stdError() == null ? null : (Double) (drift.stdError() * 1000),
        statistics.count() == 0 ? SummaryStatus.NO_VALUES : SummaryStatus.OK,
        null);
  }

  private WindowSummary crossModelCv(List<Double> means) {
    return new WindowSummary(
        family,
        WindowName.STABLE,
        realisation,
        Quantity.CV_V_REL,
        Word.ALL,
        window.from(),
        window.to(),
        window.rule(),
        CrossModelCv.of(means.stream().mapToDouble(Double::doubleValue).toArray()),
        null,
        null,
        means.size(),
        null,
        null,
        null,
        null,
        null,
        null,
        SummaryStatus.OK,
        null);
  }

  /** How the mean moves when a bound of the window does; all null where that cannot be said. */
  private record Shifted(Integer steps, Double min, Double max, Double largest) {
    static final Shifted NOT = new Shifted(null, null, null, null);

    static Shifted of(Double mean, BoundSensitivity moved) {
      if (moved == null || mean == null || moved.largest() == null) {
        return NOT;
      }
      double[] means =
          DoubleStream.concat(
                  DoubleStream.of(mean),
                  Stream.of(
                          moved.fromEarlier(),
                          moved.fromLater(),
                          moved.toEarlier(),
                          moved.toLater())
                      .filter(Objects::nonNull)
                      .mapToDouble(shift -> mean + shift))
              .toArray();
      return new Shifted(
          BoundSensitivity.SHIFT,
          DoubleStream.of(means).min().orElseThrow(),
          DoubleStream.of(means).max().orElseThrow(),
          moved.largest());
    }
  }
}

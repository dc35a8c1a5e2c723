package org.gradienttransport.jobs.aggregate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.gradienttransport.jobs.conf.Ladder;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.NullFloorSummary;
import org.gradienttransport.schemas.vocabulary.Observable;
import org.gradienttransport.schemas.vocabulary.Quantity;
import org.gradienttransport.schemas.vocabulary.SummaryStatus;
import org.gradienttransport.schemas.vocabulary.Word;
import org.gradienttransport.udfs.resample.Interval;
import org.gradienttransport.udfs.resample.TInterval;
import org.gradienttransport.udfs.window.WindowStatistics;

/** Rows of null_floor_summary: means over independent realisations, with Student's intervals. */
public final class FloorSummaries {
  private final Ladder ladder;
  private final List<FloorRealisation> fitted;

  private FloorSummaries(Ladder ladder, List<FloorRealisation> realisations) {
    this.ladder = ladder;
    this.fitted = realisations.stream().filter(FloorRealisation::fitted).toList();
  }

  /** Rows of null_floor_summary of one ladder. */
  public static List<NullFloorSummary> of(Ladder ladder, List<FloorRealisation> realisations) {
    FloorSummaries summaries = new FloorSummaries(ladder, realisations);
    List<NullFloorSummary> rows = new ArrayList<>();
    for (Observable observable :
        List.of(Observable.SIZE, Observable.DURATION, Observable.INTENSIVE)) {
      Double published =
          observable == Observable.DURATION ? ladder.publishedZ().orElse(null) : null;
      rows.add(
          summaries.row(
              observable.exponent(),
              null,
              published,
              one -> one.exponents().fit(observable).slope()));
    }
    for (int i = 0; i < ladder.nodes().size(); i++) {
      rows.addAll(summaries.ofSize(i));
    }
    return rows;
  }

  private List<NullFloorSummary> ofSize(int size) {
    long nodes = ladder.nodes().get(size);
    return List.of(
        row(Quantity.V_REL, nodes, null, one -> cascade(one, size).vRel()),
        row(Quantity.N_STEPS, nodes, null, one -> cascade(one, size).nSteps()),
        row(Quantity.S_PER_NODE, nodes, null, one -> (double) cascade(one, size).s() / nodes));
  }

  private static FieldTransport.Cascade cascade(FloorRealisation realisation, int size) {
    return realisation.fields().get(size).cascade();
  }

  private NullFloorSummary row(
      Quantity quantity, Long nodes, Double published, ToDoubleFunction<FloorRealisation> value) {
    double[] values = fitted.stream().mapToDouble(value).toArray();
    WindowStatistics statistics = WindowStatistics.of(values);
    Optional<Interval> interval = Optional.ofNullable(TInterval.ofMean(values));
    return new NullFloorSummary(
        ladder.name(),
        quantity,
        nodes == null ? Word.ALL : Long.toString(nodes),
        nodes,
        statistics.mean(),
        statistics.sd(),
        interval.isPresent() ? (Double) (statistics.sd() / Math.sqrt(values.length)) : null,
        interval.map(Interval::low).orElse(null),
        interval.map(Interval::high).orElse(null),
        interval.isPresent() ? (Double) Interval.LEVEL : null,
        values.length,
        published,
        values.length == 0 ? SummaryStatus.NO_VALUES : SummaryStatus.OK,
        values.length == 0 ? "No realisation has all sizes of the ladder." : null);
  }
}

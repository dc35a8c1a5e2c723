package org.gradienttransport.jobs.floors;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.Row;
import org.gradienttransport.jobs.tables.RowBuilder;
import org.gradienttransport.schemas.FieldTransport;
import org.gradienttransport.schemas.NullFloorSummary;
import org.gradienttransport.schemas.vocabulary.Observable;
import org.gradienttransport.udfs.resample.Interval;
import org.gradienttransport.udfs.resample.TInterval;
import org.gradienttransport.udfs.window.WindowStatistics;

/** Rows of null_floor_summary: means over independent realisations, with Student's intervals. */
final class FloorSummaries {
  private static final String ALL = "all";

  private final Ladder ladder;
  private final List<Realisation> fitted;

  private FloorSummaries(Ladder ladder, List<Realisation> realisations) {
    this.ladder = ladder;
    this.fitted = realisations.stream().filter(Realisation::fitted).toList();
  }

  /** All rows of one ladder. */
  static List<Row> rows(Ladder ladder, List<Realisation> realisations) {
    FloorSummaries summaries = new FloorSummaries(ladder, realisations);
    List<Row> rows = new ArrayList<>();
    for (Observable observable :
        List.of(Observable.SIZE, Observable.DURATION, Observable.INTENSIVE)) {
      Double published =
          observable == Observable.DURATION ? ladder.publishedZ().orElse(null) : null;
      rows.add(
          summaries.row(
              observable.symbol(),
              null,
              published,
              one -> one.exponents().fit(observable).slope()));
    }
    for (int i = 0; i < ladder.nodes().size(); i++) {
      rows.addAll(summaries.ofSize(i));
    }
    return rows;
  }

  private List<Row> ofSize(int size) {
    long nodes = ladder.nodes().get(size);
    return List.of(
        row("v_rel", nodes, null, one -> one.fields().get(size).<Double>getAs("v_rel")),
        row("n_steps", nodes, null, one -> one.fields().get(size).<Integer>getAs("n_steps")),
        row(
            "s_per_node",
            nodes,
            null,
            one -> (double) one.fields().get(size).<Long>getAs(FieldTransport.S.name()) / nodes));
  }

  private Row row(
      String quantity, Long nodes, Double published, ToDoubleFunction<Realisation> value) {
    double[] values = fitted.stream().mapToDouble(value).toArray();
    WindowStatistics statistics = WindowStatistics.of(values);
    Interval interval = TInterval.ofMean(values);
    RowBuilder row =
        RowBuilder.of(NullFloorSummary.TABLE)
            .set(NullFloorSummary.LADDER, ladder.name())
            .set(NullFloorSummary.QUANTITY, quantity)
            .set(NullFloorSummary.SCALE, nodes == null ? ALL : Long.toString(nodes))
            .set(NullFloorSummary.N, nodes)
            .set(NullFloorSummary.MEAN, statistics.mean())
            .set(NullFloorSummary.SD, statistics.sd())
            .set(NullFloorSummary.COUNT, (long) values.length)
            .set(NullFloorSummary.PUBLISHED_VALUE, published)
            .set(NullFloorSummary.STATUS, values.length == 0 ? "no_values" : "ok")
            .set(
                NullFloorSummary.MESSAGE,
                values.length == 0 ? "No realisation has all sizes of the ladder." : null);
    if (interval != null) {
      row.set(NullFloorSummary.STD_ERROR, statistics.sd() / Math.sqrt(values.length))
          .set(NullFloorSummary.LOW, interval.low())
          .set(NullFloorSummary.HIGH, interval.high())
          .set(NullFloorSummary.INTERVAL_LEVEL, Interval.LEVEL);
    }
    return row.build();
  }
}

package org.gradienttransport.jobs.aggregate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.gradienttransport.jobs.aggregate.FamilySeries.Name;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.Scale;
import org.gradienttransport.jobs.performance.ExternalMetric;
import org.gradienttransport.jobs.tables.RowBuilder;
import org.gradienttransport.schemas.PerformanceAssociation;
import org.gradienttransport.udfs.association.Association;
import org.gradienttransport.udfs.association.Correlation;
import org.gradienttransport.udfs.association.JoinedSeries;
import org.gradienttransport.udfs.association.LearningRateSchedule;
import org.gradienttransport.udfs.resample.Interval;
import org.gradienttransport.udfs.window.StableWindow;
import org.gradienttransport.udfs.window.StepSeries;
import org.gradienttransport.udfs.window.WindowThird;

/**
 * Rows of performance_association for one family (METHOD section 6): within each scale the log
 * metric, and over the scales the metric's exponent, with v_rel and n_steps/N; and the metric's
 * exponent with D, z and delta.
 */
final class PerformanceAssociations {
  private static final String FULL = "full";
  private static final List<String> CHANNELS = List.of("v_rel", "normalized_duration");
  private static final List<String> EXPONENTS = List.of("D", "z", "delta");

  private final Family family;
  private final StableWindow window;
  private final List<Row> rows = new ArrayList<>();

  private PerformanceAssociations(Family family, StableWindow window) {
    this.family = family;
    this.window = window;
  }

  /** What is correlated with what. */
  private record Pair(String level, String scale, String x, String y) {}

  static List<Row> rows(
      Family family, FamilySeries measured, FamilySeries external, StableWindow window) {
    if (family.performance().isEmpty()) {
      return List.of();
    }
    ExternalMetric metric = ExternalMetric.of(family.performance().orElseThrow());
    PerformanceAssociations all = new PerformanceAssociations(family, window);
    all.addChannels(measured, external, metric);
    StepSeries exponent = external.get(new Name(metric.symbol(), Observations.ALL_SCALES));
    for (String symbol : EXPONENTS) {
      all.add(
          new Pair("exponent", Observations.ALL_SCALES, symbol, metric.symbol()),
          measured.get(new Name(symbol, Observations.ALL_SCALES)),
          exponent);
    }
    return all.rows;
  }

  private void addChannels(FamilySeries measured, FamilySeries external, ExternalMetric metric) {
    List<String> scales = family.scales().stream().map(Scale::name).toList();
    StepSeries exponent = external.get(new Name(metric.symbol(), Observations.ALL_SCALES));
    for (String channel : CHANNELS) {
      add(
          new Pair("channel", Observations.ALL_SCALES, channel, metric.symbol()),
          measured.meanOver(channel, scales),
          exponent);
      for (Scale scale : family.scales()) {
        if (family.performance().orElseThrow().source().covers(scale)) {
          add(
              new Pair("channel", scale.name(), channel, metric.logName()),
              measured.get(new Name(channel, scale.name())),
              logs(external.get(new Name(metric.metric(), scale.name())), metric));
        }
      }
    }
  }

  private static StepSeries logs(StepSeries values, ExternalMetric metric) {
    return StepSeries.of(values.steps(), Arrays.stream(values.values()).map(metric::log).toArray());
  }

  private void add(Pair pair, StepSeries x, StepSeries y) {
    rows.add(row(FULL, pair, JoinedSeries.exact(x, y)));
    if (window == null) {
      return;
    }
    JoinedSeries stable = between(x, y, window.from(), window.to());
    rows.add(row(WindowSummaries.STABLE, pair, stable));
    long[] matched = stable.steps();
    for (WindowThird third : WindowThird.values()) {
      int first = third.first(matched.length);
      int end = third.end(matched.length);
      if (first < end) {
        rows.add(row(third.label(), pair, between(x, y, matched[first], matched[end - 1])));
      }
    }
  }

  private static JoinedSeries between(StepSeries x, StepSeries y, long from, long to) {
    return JoinedSeries.exact(x.between(from, to), y.between(from, to));
  }

  private Row row(String scope, Pair pair, JoinedSeries joined) {
    String identifier =
        String.join("/", family.name(), "association", scope, pair.scale(), pair.x(), pair.y());
    Association found = Association.of(joined, schedule(joined.steps()), identifier);
    Correlation pearson = found.pearson();
    RowBuilder row =
        RowBuilder.of(PerformanceAssociation.TABLE)
            .set(PerformanceAssociation.FAMILY, family.name())
            .set(PerformanceAssociation.SCOPE, scope)
            .set(PerformanceAssociation.LEVEL, pair.level())
            .set(PerformanceAssociation.SCALE, pair.scale())
            .set(PerformanceAssociation.X, pair.x())
            .set(PerformanceAssociation.Y, pair.y())
            .set(PerformanceAssociation.JOIN_RULE, "exact")
            .set(PerformanceAssociation.N, pearson.n())
            .set(PerformanceAssociation.MATCHED, joined.matched())
            .set(PerformanceAssociation.UNMATCHED_X, boxed(joined.onlyX()))
            .set(PerformanceAssociation.UNMATCHED_Y, boxed(joined.onlyY()))
            .set(PerformanceAssociation.PEARSON, pearson.r())
            .set(PerformanceAssociation.P, pearson.p())
            .set(PerformanceAssociation.SPEARMAN, found.spearman().r())
            .set(PerformanceAssociation.SPEARMAN_P, found.spearman().p())
            .set(PerformanceAssociation.DIFF_R, found.firstDifferences().r())
            .set(PerformanceAssociation.DIFF_P, found.firstDifferences().p())
            .set(PerformanceAssociation.EFFECTIVE_N, found.effectivePairs());
    if (found.partial() != null) {
      row.set(PerformanceAssociation.PARTIAL_R, found.partial().r())
          .set(PerformanceAssociation.PARTIAL_P, found.partial().p());
    }
    if (found.interval() != null) {
      row.set(PerformanceAssociation.BOOT_LOW, found.interval().low())
          .set(PerformanceAssociation.BOOT_HIGH, found.interval().high())
          .set(PerformanceAssociation.BOOT_LEVEL, Interval.LEVEL)
          .set(PerformanceAssociation.BLOCK_LENGTH, found.blockLength());
    }
    return status(row, pearson).build();
  }

  private static RowBuilder status(RowBuilder row, Correlation pearson) {
    if (pearson.r() != null) {
      return row.set(PerformanceAssociation.STATUS, "ok");
    }
    return pearson.n() < 3
        ? row.set(PerformanceAssociation.STATUS, "too_few_pairs")
            .set(
                PerformanceAssociation.MESSAGE,
                "A correlation needs three steps that both series have; unmatched_x and"
                    + " unmatched_y list the others.")
        : row.set(PerformanceAssociation.STATUS, "no_variation")
            .set(
                PerformanceAssociation.MESSAGE,
                "One of the two series has the same value at every matched step.");
  }

  /** The rate's course is the same at every scale, so its share of the peak serves for all. */
  private LearningRateSchedule schedule(long[] steps) {
    if (steps.length == 0 || family.schedule().relativeRate(steps[0]).isEmpty()) {
      return null;
    }
    double[] rates =
        Arrays.stream(steps)
            .mapToDouble(step -> family.schedule().relativeRate(step).orElseThrow())
            .toArray();
    return LearningRateSchedule.table(StepSeries.of(steps, rates));
  }

  private static List<Long> boxed(long[] steps) {
    return IntStream.range(0, steps.length).mapToObj(i -> steps[i]).toList();
  }
}

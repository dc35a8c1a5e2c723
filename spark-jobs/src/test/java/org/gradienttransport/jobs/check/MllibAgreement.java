package org.gradienttransport.jobs.check;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.apache.commons.math3.stat.ranking.NaturalRanking;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.stat.Summarizer;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.rows.PerformanceAssociation;
import org.gradienttransport.schemas.rows.PerformanceExponent;
import org.gradienttransport.schemas.rows.StepwiseExponent;
import org.gradienttransport.schemas.rows.WindowSummary;
import org.gradienttransport.schemas.vocabulary.AssociationLevel;
import org.gradienttransport.schemas.vocabulary.AssociationStatus;
import org.gradienttransport.schemas.vocabulary.FitStatus;
import org.gradienttransport.schemas.vocabulary.Level;
import org.gradienttransport.schemas.vocabulary.Quantity;
import org.gradienttransport.schemas.vocabulary.SummaryStatus;
import org.gradienttransport.schemas.vocabulary.WindowName;

/**
 * Published statistics against a second implementation, for tests. Tables are made with Commons
 * Math; Spark MLlib makes window means, deviations and correlations of the exponents again.
 *
 * <p>One Spark job answers for all families, because starting jobs costs far more than a few
 * thousand numbers do. Its summarizer knows means and variances only, and they suffice: a
 * covariance is (Var(x + y) - Var(x - y)) / 4, Spearman's correlation is Pearson's of ranks, and a
 * partial correlation follows from the three Pearson correlations.
 */
public final class MllibAgreement {
  static final String NAME = "engine_agreement";

  /** Two sound implementations differ by rounding. */
  static final Check CHECK = Check.of(NAME, Level.WARN, 1e-9);

  private static final List<Quantity> EXPONENTS = List.of(Quantity.D, Quantity.Z, Quantity.DELTA);

  private static final StructType SCHEMA =
      new StructType()
          .add("sample", DataTypes.IntegerType, false)
          .add("features", SQLDataTypes.VectorType(), false);

  private final List<Row> features = new ArrayList<>();
  private final List<Statistic> statistics = new ArrayList<>();
  private int samples;

  private MllibAgreement() {}

  /** What MLlib's summary of a sample says about one published number. */
  private interface Again {
    double from(Summary summary);
  }

  private record Statistic(String family, int sample, double published, Again again) {}

  /** Means and variances (divisor n - 1) of the features of one sample. */
  private record Summary(Vector means, Vector variances) {
    double deviation(int feature) {
      return Math.sqrt(variances.apply(feature));
    }

    double pearson(Pair pair) {
      double covariance = (variances.apply(pair.sum()) - variances.apply(pair.difference())) / 4;
      return covariance / (deviation(pair.x()) * deviation(pair.y()));
    }

    double partial(Pair xy, Pair xz, Pair yz) {
      double onX = pearson(xz);
      double onY = pearson(yz);
      return (pearson(xy) - onX * onY) / Math.sqrt((1 - onX * onX) * (1 - onY * onY));
    }
  }

  /** Places of x, y, x + y and x - y among the features of a sample. */
  private record Pair(int x, int y, int sum, int difference) {}

  /** Quantities over the same steps, and the sums and differences that are asked of them. */
  private static final class Sample {
    private final List<double[]> columns = new ArrayList<>();

    int add(double[] column) {
      columns.add(column);
      return columns.size() - 1;
    }

    Pair pair(int x, int y) {
      return new Pair(x, y, add(combined(x, y, 1)), add(combined(x, y, -1)));
    }

    private double[] combined(int x, int y, int sign) {
      double[] combined = columns.get(x).clone();
      for (int i = 0; i < combined.length; i++) {
        combined[i] += sign * columns.get(y)[i];
      }
      return combined;
    }
  }

  /**
   * Compares the statistics of all families.
   *
   * @param rows the run's tables
   * @return one result per family, by family
   */
  public static List<CheckResult> of(SparkSession spark, Rows rows, Map<String, Family> families) {
    MllibAgreement agreement = new MllibAgreement();
    Map<String, Family> sorted = new TreeMap<>(families);
    sorted.values().forEach(family -> agreement.ask(family, rows));
    Map<Integer, Summary> summaries = agreement.summaries(spark);
    return sorted.keySet().stream().map(family -> agreement.result(family, summaries)).toList();
  }

  private void ask(Family family, Rows rows) {
    Map<Long, Map<Quantity, Double>> exponents = exponents(rows, family.name());
    askWindow(family.name(), rows, exponents);
    askCorrelations(family, rows, exponents);
  }

  /** The exponents of the real fields at each step that has all of them. */
  private static Map<Long, Map<Quantity, Double>> exponents(Rows rows, String family) {
    Map<Long, Map<Quantity, Double>> steps = new TreeMap<>();
    for (StepwiseExponent row : rows.of(StepwiseExponent.ROWS)) {
      if (row.family().equals(family)
          && row.realisation().isReal()
          && row.status() == FitStatus.OK) {
        steps
            .computeIfAbsent(row.step(), any -> new EnumMap<>(Quantity.class))
            .put(row.observable().exponent(), row.law().exponent());
      }
    }
    steps.values().removeIf(at -> !at.keySet().containsAll(EXPONENTS));
    return steps;
  }

  private void askWindow(String family, Rows rows, Map<Long, Map<Quantity, Double>> exponents) {
    Map<Quantity, WindowSummary> windows = new EnumMap<>(Quantity.class);
    for (WindowSummary row : rows.of(WindowSummary.ROWS)) {
      if (row.family().equals(family)
          && row.windowName() == WindowName.STABLE
          && row.realisation().isReal()
          && row.status() == SummaryStatus.OK) {
        windows.put(row.quantity(), row);
      }
    }
    if (!windows.keySet().containsAll(EXPONENTS)) {
      return;
    }
    WindowSummary bounds = windows.get(Quantity.D);
    List<Map<Quantity, Double>> steps =
        new TreeMap<>(exponents)
            .subMap(bounds.fromStep(), true, bounds.toStep(), true).values().stream().toList();
    if (steps.size() < 2) {
      return;
    }
    Sample sample = new Sample();
    for (Quantity quantity : EXPONENTS) {
      int column = sample.add(column(steps, quantity));
      compare(family, windows.get(quantity).mean(), summary -> summary.means().apply(column));
      compare(family, windows.get(quantity).sd(), summary -> summary.deviation(column));
    }
    close(sample);
  }

  private void askCorrelations(
      Family family, Rows rows, Map<Long, Map<Quantity, Double>> exponents) {
    Map<String, PerformanceAssociation> associations = new HashMap<>();
    for (PerformanceAssociation row : rows.of(PerformanceAssociation.ROWS)) {
      if (row.family().equals(family.name())
          && row.scope() == WindowName.FULL
          && row.level() == AssociationLevel.EXPONENT
          && row.result().status() == AssociationStatus.OK) {
        associations.put(row.x(), row);
      }
    }
    Map<Long, Double> external = new TreeMap<>();
    for (PerformanceExponent row : rows.of(PerformanceExponent.ROWS)) {
      if (row.family().equals(family.name()) && row.status() == FitStatus.OK) {
        external.put(row.step(), row.exponent());
      }
    }
    external.keySet().retainAll(exponents.keySet());
    if (external.size() < 3
        || !EXPONENTS.stream().map(Quantity::word).allMatch(associations::containsKey)) {
      return;
    }
    List<Map<Quantity, Double>> steps = external.keySet().stream().map(exponents::get).toList();
    double[] metric = external.values().stream().mapToDouble(Double::doubleValue).toArray();
    Sample sample = new Sample();
    int y = sample.add(metric);
    int rankOfY = sample.add(ranks(metric));
    for (Quantity quantity : EXPONENTS) {
      PerformanceAssociation published = associations.get(quantity.word());
      double[] values = column(steps, quantity);
      Pair pair = sample.pair(sample.add(values), y);
      Pair ranks = sample.pair(sample.add(ranks(values)), rankOfY);
      compare(family.name(), published.result().pearson(), summary -> summary.pearson(pair));
      compare(family.name(), published.result().spearman(), summary -> summary.pearson(ranks));
      double[] rates = rates(family, external);
      // One partial correlation tests the arithmetic of all of them.
      if (quantity == Quantity.D && rates.length == metric.length) {
        int rate = sample.add(rates);
        Pair xz = sample.pair(pair.x(), rate);
        Pair yz = sample.pair(y, rate);
        compare(
            family.name(), published.result().partialR(), summary -> summary.partial(pair, xz, yz));
      }
    }
    close(sample);
  }

  private static double[] rates(Family family, Map<Long, Double> steps) {
    return steps.keySet().stream()
        .map(step -> family.schedule().relativeRate(step))
        .filter(OptionalDouble::isPresent)
        .mapToDouble(OptionalDouble::getAsDouble)
        .toArray();
  }

  private static double[] column(List<Map<Quantity, Double>> steps, Quantity quantity) {
    return steps.stream().mapToDouble(step -> step.get(quantity)).toArray();
  }

  private static double[] ranks(double[] values) {
    return new NaturalRanking().rank(values);
  }

  private void compare(String family, Double published, Again again) {
    if (published != null) {
      statistics.add(new Statistic(family, samples, published, again));
    }
  }

  private void close(Sample sample) {
    for (int step = 0; step < sample.columns.get(0).length; step++) {
      int at = step;
      double[] values = sample.columns.stream().mapToDouble(column -> column[at]).toArray();
      features.add(RowFactory.create(samples, Vectors.dense(values)));
    }
    samples++;
  }

  /** One partition with the steps in order, so that sums come out the same on every cluster. */
  private Map<Integer, Summary> summaries(SparkSession spark) {
    Map<Integer, Summary> summaries = new HashMap<>();
    if (features.isEmpty()) {
      return summaries;
    }
    List<Row> found =
        spark
            .createDataFrame(features, SCHEMA)
            .coalesce(1)
            .groupBy("sample")
            .agg(Summarizer.metrics("mean", "variance").summary(col("features")).as("summary"))
            .select("sample", "summary.mean", "summary.variance")
            .collectAsList();
    found.forEach(
        row -> summaries.put(row.getInt(0), new Summary((Vector) row.get(1), (Vector) row.get(2))));
    return summaries;
  }

  private CheckResult result(String family, Map<Integer, Summary> summaries) {
    List<Statistic> own = statistics.stream().filter(s -> s.family().equals(family)).toList();
    Double largest =
        Metric.max(
            own, one -> Math.abs(one.published() - one.again().from(summaries.get(one.sample()))));
    return CHECK.atMost(
        family,
        largest,
        worst ->
            String.format(
                Locale.ROOT,
                "Spark MLlib's means, deviations and correlations differ from the published ones by"
                    + " at most %.3g, over %d statistics.",
                worst,
                own.size()));
  }
}

package org.gradienttransport.jobs.aggregate.pooled;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.regression.GeneralizedLinearRegression;
import org.apache.spark.ml.regression.GeneralizedLinearRegressionModel;
import org.apache.spark.ml.regression.GeneralizedLinearRegressionTrainingSummary;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.gradienttransport.jobs.io.Tasks;
import org.gradienttransport.jobs.observe.RunPhase;
import org.gradienttransport.schemas.rows.PooledExponent;
import org.gradienttransport.schemas.vocabulary.PooledStatus;
import org.gradienttransport.udfs.pooled.StepEffectModel;
import org.gradienttransport.udfs.pooled.StepEffectRegression.Slopes;
import org.gradienttransport.udfs.pooled.StepEffectRows;

/**
 * Regressions by Spark MLlib's GeneralizedLinearRegression. The likelihood of several regressions
 * that share no coefficient is the product of theirs, so a few small ones are fitted in one call,
 * each with columns of its own: starting Spark jobs costs far more than the numbers. MLlib scales
 * columns and weights by all rows and stops when all coefficients stand, so that the others of a
 * call decide the last bits of each; {@link PooledRegression.Call} says which may.
 *
 * <p>Rows are sorted and in one partition, so that sums come out the same on every cluster.
 */
final class MllibRegressions {
  private static final String LABEL = "observed";
  private static final String FEATURES = "covariates";
  private static final int MOST_ITERATIONS = 50;
  private static final double TOLERANCE = 1e-12;

  /** Coefficients fitted together; their squared number is what one call sums. */
  private static final int MOST_TOGETHER = 512;

  private static final int MOST_THREADS = 4;

  private final SparkSession spark;

  MllibRegressions(SparkSession spark) {
    this.spark = spark;
    JavaSolvers.use();
  }

  /** The row of each regression, in their order. */
  List<PooledExponent> rows(List<PooledRegression> regressions) {
    int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
    return Tasks.over(together(regressions))
        .threads(threads, "pooled exponents")
        .<List<PooledExponent>, RuntimeException>run(this::fitted)
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  /** Neighbouring regressions that are fitted in one call. */
  private static List<List<PooledRegression>> together(List<PooledRegression> regressions) {
    List<List<PooledRegression>> all = new ArrayList<>();
    List<PooledRegression> last = new ArrayList<>();
    for (PooledRegression one : regressions) {
      boolean fits =
          !last.isEmpty()
              && last.get(0).call().equals(one.call())
              && coefficients(last) + coefficients(one) <= MOST_TOGETHER;
      if (!fits) {
        last = new ArrayList<>();
        all.add(last);
      }
      last.add(one);
    }
    return all;
  }

  private static int coefficients(PooledRegression one) {
    return one.data().steps() + one.data().covariates();
  }

  private static int coefficients(List<PooledRegression> some) {
    return some.stream().mapToInt(MllibRegressions::coefficients).sum();
  }

  private List<PooledExponent> fitted(List<PooledRegression> some) {
    Optional<List<Slopes>> found = fit(some);
    if (found.isPresent()) {
      List<PooledExponent> rows = new ArrayList<>();
      for (int i = 0; i < some.size(); i++) {
        rows.add(some.get(i).row(found.get().get(i)));
      }
      return rows;
    }
    return some.size() == 1
        ? List.of(notConverged(some.get(0)))
        : some.stream().flatMap(one -> fitted(List.of(one)).stream()).toList();
  }

  private static PooledExponent notConverged(PooledRegression one) {
    return one.key()
        .without(
            PooledStatus.NOT_CONVERGED,
            "The regression's coefficients were not found within %s iterations."
                .formatted(MOST_ITERATIONS));
  }

  /** Slopes of each regression; empty if the coefficients were not found. */
  private Optional<List<Slopes>> fit(List<PooledRegression> some) {
    boolean gaussian = some.get(0).model() == StepEffectModel.GAUSSIAN;
    RunPhase.describe(spark, "Regressions over all steps of " + some.get(0).key().family());
    GeneralizedLinearRegressionModel model =
        new GeneralizedLinearRegression()
            .setFamily(gaussian ? "gaussian" : "poisson")
            .setLink(gaussian ? "identity" : "log")
            .setFitIntercept(false)
            .setLabelCol(LABEL)
            .setFeaturesCol(FEATURES)
            .setMaxIter(MOST_ITERATIONS)
            .setTol(TOLERANCE)
            .fit(observations(some));
    GeneralizedLinearRegressionTrainingSummary summary = model.summary();
    if (summary.numIterations() >= MOST_ITERATIONS) {
      return Optional.empty();
    }
    double[] errors;
    try {
      errors = summary.coefficientStandardErrors();
    } catch (UnsupportedOperationException singular) {
      return Optional.empty();
    }
    // Gaussian errors come scaled by the dispersion of all regressions together.
    double scale = gaussian ? Math.sqrt(summary.dispersion()) : 1;
    return Optional.of(slopes(some, model.coefficients().toArray(), errors, scale));
  }

  private static List<Slopes> slopes(
      List<PooledRegression> some, double[] coefficients, double[] errors, double scale) {
    List<Slopes> found = new ArrayList<>();
    int column = 0;
    for (PooledRegression one : some) {
      int from = column + one.data().steps();
      int to = from + one.data().covariates();
      found.add(
          new Slopes(
              Arrays.stream(coefficients, from, to).boxed().toList(),
              Arrays.stream(errors, from, to)
                  .mapToObj(error -> scale > 0 ? error / scale : 0)
                  .toList()));
      column = to;
    }
    return found;
  }

  /** One row per observation; columns are each regression's effects of steps, then its slopes. */
  private Dataset<Row> observations(List<PooledRegression> some) {
    int columns = coefficients(some);
    List<Row> rows = new ArrayList<>();
    int column = 0;
    for (PooledRegression one : some) {
      add(one.data(), column, columns, rows);
      column += coefficients(one);
    }
    StructType schema =
        new StructType()
            .add(LABEL, DataTypes.DoubleType, false)
            .add(new AttributeGroup(FEATURES, columns).toStructField());
    JavaRDD<Row> one = JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(rows, 1);
    return spark.createDataFrame(one.mapPartitions(MllibRegressions::inJava), schema);
  }

  /** The same rows; where they are summed has been told how first. */
  private static Iterator<Row> inJava(Iterator<Row> rows) {
    JavaSolvers.use();
    return rows;
  }

  private static void add(StepEffectRows data, int column, int columns, List<Row> rows) {
    int slopes = data.covariates();
    for (int row = 0; row < data.size(); row++) {
      int[] places = new int[1 + slopes];
      double[] values = new double[1 + slopes];
      places[0] = column + data.step(row);
      values[0] = 1;
      for (int k = 0; k < slopes; k++) {
        places[1 + k] = column + data.steps() + k;
        values[1 + k] = data.x(row, k);
      }
      rows.add(RowFactory.create(data.y(row), Vectors.sparse(columns, places, values)));
    }
  }
}

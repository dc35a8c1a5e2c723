package org.gradienttransport.jobs.check;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.ml.stat.Summarizer;
import org.apache.spark.mllib.linalg.Matrix;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.mllib.stat.Statistics;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Statistics of several quantities over steps, made by Spark MLlib. One partition with the steps in
 * order, so that sums come out the same on every cluster.
 */
final class MllibStatistics {
  private static final StructType SCHEMA =
      new StructType().add("features", SQLDataTypes.VectorType(), false);
  private static final StructType LABELLED = SCHEMA.add("label", DataTypes.DoubleType, false);

  private final SparkSession spark;
  private final List<double[]> values;

  private MllibStatistics(SparkSession spark, List<double[]> values) {
    this.spark = spark;
    this.values = values;
  }

  /**
   * Statistics of these values.
   *
   * @param values by step, then by quantity; at least two steps
   */
  static MllibStatistics of(SparkSession spark, List<double[]> values) {
    return new MllibStatistics(spark, values);
  }

  /** Means and standard deviations (divisor n - 1) of the quantities. */
  record Summary(List<Double> means, List<Double> deviations) {}

  Summary summary() {
    Row found =
        dataset()
            .select(Summarizer.metrics("mean", "std").summary(col("features")).as("summary"))
            .select("summary.mean", "summary.std")
            .head();
    return new Summary(numbers(found.getAs(0)), numbers(found.getAs(1)));
  }

  private static List<Double> numbers(org.apache.spark.ml.linalg.Vector vector) {
    return Arrays.stream(vector.toArray()).boxed().toList();
  }

  /**
   * Correlation matrix of the quantities.
   *
   * @param method pearson or spearman
   */
  double[][] correlations(String method) {
    JavaRDD<Vector> rows =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(values, 1)
            .map(Vectors::dense);
    Matrix matrix = Statistics.corr(rows.rdd(), method);
    return IntStream.range(0, matrix.numRows())
        .mapToObj(
            i ->
                IntStream.range(0, matrix.numCols()).mapToDouble(j -> matrix.apply(i, j)).toArray())
        .toArray(double[][]::new);
  }

  /** What a straight line on one regressor leaves of each quantity. */
  MllibStatistics residualsOn(double[] regressor) {
    List<double[]> left = new ArrayList<>();
    values.forEach(step -> left.add(new double[step.length]));
    for (int quantity = 0; quantity < values.get(0).length; quantity++) {
      LinearRegressionModel line =
          new LinearRegression().setSolver("normal").fit(labelled(regressor, quantity));
      for (int step = 0; step < left.size(); step++) {
        left.get(step)[quantity] =
            values.get(step)[quantity] - line.predict(mlVector(regressor[step]));
      }
    }
    return new MllibStatistics(spark, left);
  }

  private Dataset<Row> dataset() {
    List<Row> rows = values.stream().map(step -> RowFactory.create(mlVector(step))).toList();
    return spark.createDataFrame(rows, SCHEMA).coalesce(1);
  }

  private Dataset<Row> labelled(double[] regressor, int quantity) {
    List<Row> rows =
        IntStream.range(0, values.size())
            .mapToObj(
                step -> RowFactory.create(mlVector(regressor[step]), values.get(step)[quantity]))
            .toList();
    return spark.createDataFrame(rows, LABELLED).coalesce(1);
  }

  private static org.apache.spark.ml.linalg.Vector mlVector(double... values) {
    return org.apache.spark.ml.linalg.Vectors.dense(values);
  }
}

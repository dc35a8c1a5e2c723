package org.gradienttransport.jobs.aggregate;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Every per-step quantity in one long table: family, field_kind, replicate, quantity, scale, step,
 * value. Windows, contrasts and associations all start from it.
 */
final class Observations {
  static final String QUANTITY = "quantity";
  static final String VALUE = "value";

  /** Name of the scale of quantities that belong to the family as a whole. */
  static final String ALL_SCALES = "all";

  private Observations() {}

  /**
   * Collects the quantities that exist; steps without a fit have none.
   *
   * @param fields rows of field_transport
   * @param exponents rows of stepwise_exponent
   */
  static Dataset<Row> of(Dataset<Row> fields, Dataset<Row> exponents) {
    Dataset<Row> usable = fields.where("status = 'ok'");
    Dataset<Row> fitted = exponents.where("status = 'ok'");
    return perScale(usable, "v_rel")
        .union(perScale(usable, "v_abs"))
        .union(perScale(usable, "normalized_duration"))
        .union(perFamily(fitted, col("symbol"), "exponent"))
        .union(perFamily(fitted, concat(lit("r2_"), col("observable")), "r2"));
  }

  /**
   * The external series: the metric of each scale and the exponents made of it, in the columns
   * family, quantity, scale, step, value. The metric itself is not yet a logarithm here.
   *
   * @param performance rows of performance
   * @param exponents rows of performance_exponent
   */
  static Dataset<Row> external(Dataset<Row> performance, Dataset<Row> exponents) {
    return performance
        .where("status = 'ok'")
        .select(col("family"), col("metric").as(QUANTITY), col("scale"), col("step"), col("value"))
        .union(
            exponents
                .where("status = 'ok'")
                .select(
                    col("family"), col("symbol"), lit(ALL_SCALES), col("step"), col("exponent")));
  }

  private static Dataset<Row> perScale(Dataset<Row> fields, String column) {
    return fields
        .select(
            col("family"),
            col("field_kind"),
            col("replicate"),
            lit(column).as(QUANTITY),
            col("scale"),
            col("step"),
            col(column).as(VALUE))
        .where(col(VALUE).isNotNull());
  }

  private static Dataset<Row> perFamily(
      Dataset<Row> exponents, org.apache.spark.sql.Column quantity, String column) {
    return exponents
        .select(
            col("family"),
            col("field_kind"),
            col("replicate"),
            coalesce(quantity, lit("")).as(QUANTITY),
            lit(ALL_SCALES).as("scale"),
            col("step"),
            col(column).as(VALUE))
        .where(col(VALUE).isNotNull());
  }
}

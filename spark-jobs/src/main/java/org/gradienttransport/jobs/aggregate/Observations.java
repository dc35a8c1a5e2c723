package org.gradienttransport.jobs.aggregate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
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

  private static final String USABLE = "status = 'ok'";

  private Observations() {}

  /**
   * Collects the quantities that exist; steps without a fit have none.
   *
   * @param fields rows of field_transport
   * @param exponents rows of stepwise_exponent
   */
  static Dataset<Row> of(Dataset<Row> fields, Dataset<Row> exponents) {
    return perScale(fields.where(USABLE))
        .union(perFamily(exponents.where(USABLE)))
        .where(col(VALUE).isNotNull());
  }

  private static Dataset<Row> perScale(Dataset<Row> fields) {
    return fields.select(
        col("family"),
        col("field_kind"),
        col("replicate"),
        expr(
            "stack(3, 'v_rel', v_rel, 'v_abs', v_abs, 'normalized_duration', normalized_duration)"
                + " as (quantity, value)"),
        col("scale"),
        col("step"));
  }

  private static Dataset<Row> perFamily(Dataset<Row> exponents) {
    return exponents.select(
        col("family"),
        col("field_kind"),
        col("replicate"),
        expr("stack(2, symbol, exponent, concat('r2_', observable), r2) as (quantity, value)"),
        lit(ALL_SCALES).as("scale"),
        col("step"));
  }
}

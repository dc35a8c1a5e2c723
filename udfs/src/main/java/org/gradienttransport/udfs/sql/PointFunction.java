package org.gradienttransport.udfs.sql;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.types.DataType;

/**
 * What an aggregate makes of the rows it has seen. Travels to executors; equal functions are one
 * and the same, which a record is by itself.
 */
interface PointFunction extends Serializable {
  /** Name in SQL. */
  String name();

  /** Types of the arguments; a row with a null in any of them is passed over. */
  List<Cell> arguments();

  DataType resultType();

  /**
   * The result in Spark's internal form.
   *
   * @param points in any order
   */
  Object result(Points points);

  /** Whether the result may be null; a struct never is. */
  boolean nullable();
}

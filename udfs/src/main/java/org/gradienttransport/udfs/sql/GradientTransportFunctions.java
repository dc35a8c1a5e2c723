package org.gradienttransport.udfs.sql;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/** All SQL functions of this package. */
public final class GradientTransportFunctions {
  static final List<SqlFunction> ALL =
      Stream.of(
              Arrays.stream(PointFunction.values()).map(PointFunction::sql),
              Arrays.stream(RowFunction.values()).map(RowFunction::sql))
          .flatMap(Function.identity())
          .toList();

  private GradientTransportFunctions() {}

  /** Makes the functions known to one session, replacing any of the same names. */
  public static void register(SparkSession spark) {
    ALL.forEach(function -> function.register(spark));
  }

  /**
   * The query with {@code f(...).*} written so that Spark's own parser reads it, for sessions that
   * have the functions by {@link #register} and not by configuration.
   */
  public static String expandStars(String sql) {
    return StarCalls.expand(sql);
  }

  public static List<String> names() {
    return ALL.stream().map(SqlFunction::name).toList();
  }
}

package org.gradienttransport.udfs.sql;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.gradienttransport.udfs.window.WindowThird;

/** window_thirds(step, value, from_step, to_step). */
record WindowThirdsFunction() implements PointFunction {
  private static final long serialVersionUID = 1L;
  private static final StructType TYPE =
      new StructType(
          Arrays.stream(WindowThird.values())
              .map(third -> Structs.required(third.label(), WindowStatsFunction.TYPE))
              .toArray(StructField[]::new));

  @Override
  public String name() {
    return "window_thirds";
  }

  @Override
  public List<Cell> arguments() {
    return WindowStatsFunction.ARGUMENTS;
  }

  @Override
  public DataType resultType() {
    return TYPE;
  }

  @Override
  public boolean nullable() {
    return false;
  }

  @Override
  public Object result(Points points) {
    Points rows = points.sorted(WindowStatsFunction.ARGUMENTS);
    double[] values = rows.doubles(1);
    long[] steps = rows.longs(0);
    int[] inside = WindowStatsFunction.inside(rows);
    boolean repeated =
        Arrays.stream(inside).mapToLong(i -> steps[i]).distinct().count() < inside.length;
    double[] window = Arrays.stream(inside).mapToDouble(i -> values[i]).toArray();
    return Structs.row(
        Arrays.stream(WindowThird.values()).map(third -> third(third, window, repeated)).toArray());
  }

  private static Object third(WindowThird third, double[] window, boolean repeated) {
    double[] values =
        Arrays.copyOfRange(window, third.first(window.length), third.end(window.length));
    return repeated
        ? WindowStatsFunction.refused(values.length, "repeated_step")
        : WindowStatsFunction.row(values);
  }
}

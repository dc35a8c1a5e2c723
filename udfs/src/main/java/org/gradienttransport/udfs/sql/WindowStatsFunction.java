package org.gradienttransport.udfs.sql;

import static org.gradienttransport.udfs.sql.Structs.field;
import static org.gradienttransport.udfs.sql.Structs.required;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.gradienttransport.udfs.window.WindowStatistics;

/** window_stats(step, value, from_step, to_step). */
record WindowStatsFunction() implements PointFunction {
  private static final long serialVersionUID = 1L;
  static final List<Cell> ARGUMENTS = List.of(Cell.LONG, Cell.DOUBLE, Cell.LONG, Cell.LONG);
  static final StructType TYPE =
      Structs.struct(
          field("mean", Structs.DOUBLE),
          field("sd", Structs.DOUBLE),
          field("median", Structs.DOUBLE),
          required("count", Structs.LONG),
          required("status", Structs.STRING));

  @Override
  public String name() {
    return "window_stats";
  }

  @Override
  public List<Cell> arguments() {
    return ARGUMENTS;
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
    Points rows = points.sorted(ARGUMENTS);
    double[] values = rows.doubles(1);
    return row(Arrays.stream(inside(rows)).mapToDouble(i -> values[i]).toArray());
  }

  /** Positions of the rows inside their window. */
  static int[] inside(Points rows) {
    long[] steps = rows.longs(0);
    long[] from = rows.longs(2);
    long[] to = rows.longs(3);
    return IntStream.range(0, steps.length)
        .filter(i -> steps[i] >= from[i] && steps[i] <= to[i])
        .toArray();
  }

  /** One summary of values in the order of their steps. */
  static InternalRow row(double[] values) {
    if (!Values.finite(values)) {
      return refused(values.length, Values.NOT_FINITE);
    }
    WindowStatistics statistics = WindowStatistics.of(values);
    return Structs.row(
        statistics.mean(),
        statistics.sd(),
        statistics.median(),
        (long) statistics.count(),
        Structs.text(values.length == 0 ? "no_values" : "ok"));
  }

  static InternalRow refused(int count, String status) {
    return Structs.row(null, null, null, (long) count, Structs.text(status));
  }
}

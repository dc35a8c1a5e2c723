package org.gradienttransport.udfs.sql;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.gradienttransport.schemas.vocabulary.FunctionStatus;
import org.gradienttransport.udfs.window.CrossModelCv;
import org.gradienttransport.udfs.window.WindowStatistics;
import org.gradienttransport.udfs.window.WindowThird;

/** Results of window_stats, window_thirds and cross_model_cv (METHOD section 3). */
final class WindowRows {
  static final List<Cell> CELLS = List.of(Cell.LONG, Cell.DOUBLE, Cell.LONG, Cell.LONG);
  static final StructType STATISTICS =
      Structs.type(
          "mean DOUBLE, sd DOUBLE, median DOUBLE, count BIGINT NOT NULL, status STRING NOT NULL");
  static final StructType THIRDS = thirdsType();

  private WindowRows() {}

  private static StructType thirdsType() {
    StructType type = new StructType();
    for (WindowThird third : WindowThird.values()) {
      type = type.add(third.label(), STATISTICS, false);
    }
    return type;
  }

  static Object statistics(GatheredRows rows) {
    return row(inside(rows.sorted()).doubles(1));
  }

  static Object thirds(GatheredRows rows) {
    GatheredRows inside = inside(rows.sorted());
    boolean repeated = Arrays.stream(inside.longs(0)).distinct().count() < inside.size();
    double[] window = inside.doubles(1);
    return Structs.row(
        Arrays.stream(WindowThird.values()).map(third -> third(third, window, repeated)).toArray());
  }

  static Object crossModel(GatheredRows rows) {
    double[] means = rows.sorted().doubles(0);
    return Structs.withoutLogarithm(means) == null ? CrossModelCv.of(means) : null;
  }

  private static Object third(WindowThird third, double[] window, boolean repeated) {
    double[] values =
        Arrays.copyOfRange(window, third.first(window.length), third.end(window.length));
    return repeated
        ? Structs.nulls(STATISTICS, (long) values.length, FunctionStatus.REPEATED_STEP)
        : row(values);
  }

  private static GatheredRows inside(GatheredRows rows) {
    long[] steps = rows.longs(0);
    long[] from = rows.longs(2);
    long[] to = rows.longs(3);
    return rows.at(
        IntStream.range(0, steps.length)
            .filter(i -> steps[i] >= from[i] && steps[i] <= to[i])
            .toArray());
  }

  /** One summary of values in the order of their steps. */
  private static InternalRow row(double[] values) {
    if (!Structs.finite(values)) {
      return Structs.nulls(STATISTICS, (long) values.length, FunctionStatus.NOT_FINITE);
    }
    WindowStatistics statistics = WindowStatistics.of(values);
    return Structs.row(
        statistics.mean(),
        statistics.sd(),
        statistics.median(),
        (long) statistics.count(),
        values.length == 0 ? FunctionStatus.NO_VALUES : FunctionStatus.OK);
  }
}

package org.gradienttransport.udfs.sql;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.types.StructType;
import org.gradienttransport.schemas.vocabulary.FunctionStatus;
import org.gradienttransport.schemas.vocabulary.Observable;
import org.gradienttransport.udfs.fit.CascadeExponents;
import org.gradienttransport.udfs.fit.FitRule;
import org.gradienttransport.udfs.fit.LogLogFit;
import org.gradienttransport.udfs.fit.PowerLawFit;

/** Results of loglog_fit and cascade_exponents: fits over the scales (METHOD section 2). */
final class FitRows {
  static final StructType LINE =
      Structs.type(
          "slope DOUBLE, std_error DOUBLE, intercept DOUBLE, r2 DOUBLE,"
              + " n BIGINT NOT NULL, status STRING NOT NULL");

  static final StructType EXPONENTS =
      Structs.type(
          columns("%s DOUBLE, ")
              + columns("%s_std_error DOUBLE, ")
              + columns("%s_intercept DOUBLE, ")
              + Arrays.stream(Observable.values())
                  .map(observable -> "r2_" + observable.word() + " DOUBLE, ")
                  .collect(joining())
              + "beta_residual DOUBLE, delta_residual DOUBLE,"
              + " scales INT NOT NULL, status STRING NOT NULL");

  private FitRows() {}

  // The exponents' own names, of which D is the only one with a capital: names need no quoting.
  private static String columns(String pattern) {
    return Arrays.stream(Observable.values())
        .map(observable -> observable == Observable.SIZE ? "d" : observable.symbol())
        .map(pattern::formatted)
        .collect(joining());
  }

  static Object line(GatheredRows rows) {
    double[] x = rows.doubles(0);
    double[] y = rows.doubles(1);
    FunctionStatus refusal = Structs.withoutLogarithm(x, y);
    if (refusal != null) {
      return Structs.nulls(LINE, (long) x.length, refusal);
    }
    PowerLawFit fit = LogLogFit.of(x, y);
    return Structs.row(
        fit.slope(), fit.stdError(), fit.intercept(), fit.r2(), (long) fit.points(), fit.status());
  }

  static Object exponents(GatheredRows rows) {
    long[] n = rows.longs(0);
    long[] s = rows.longs(1);
    long[] steps = rows.longs(2);
    long required =
        rows.width() < 4
            ? FitRule.AVAILABLE_SCALES.requiredScales()
            : Arrays.stream(rows.longs(3)).max().orElse(0);
    if (outOfRange(n, s, steps, required)) {
      return Structs.nulls(EXPONENTS, n.length, FunctionStatus.NOT_POSITIVE);
    }
    FitRule rule = new FitRule(FitRule.AVAILABLE_SCALES.ceiling(), (int) required);
    return row(
        CascadeExponents.of(n, s, Arrays.stream(steps).mapToInt(Math::toIntExact).toArray(), rule));
  }

  private static boolean outOfRange(long[] n, long[] s, long[] steps, long required) {
    return Arrays.stream(n).anyMatch(value -> value <= 0)
        || Arrays.stream(s).anyMatch(value -> value < 0)
        || Arrays.stream(steps).anyMatch(value -> value < 0 || value > Integer.MAX_VALUE)
        || required < 0
        || required > Integer.MAX_VALUE;
  }

  private static Object row(CascadeExponents exponents) {
    List<Object> values = new ArrayList<>();
    List<Function<PowerLawFit, Object>> columns =
        List.of(PowerLawFit::slope, PowerLawFit::stdError, PowerLawFit::intercept, PowerLawFit::r2);
    for (Function<PowerLawFit, Object> column : columns) {
      for (Observable observable : Observable.values()) {
        values.add(column.apply(exponents.fit(observable)));
      }
    }
    values.add(exponents.closure().absoluteResidual());
    values.add(exponents.closure().intensiveResidual());
    values.add(exponents.size().points());
    values.add(exponents.size().status());
    return Structs.row(values.toArray());
  }
}

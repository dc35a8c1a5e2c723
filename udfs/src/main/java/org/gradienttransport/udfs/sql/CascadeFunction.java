package org.gradienttransport.udfs.sql;

import static org.gradienttransport.udfs.sql.Structs.field;
import static org.gradienttransport.udfs.sql.Structs.required;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.gradienttransport.schemas.vocabulary.Observable;
import org.gradienttransport.udfs.fit.CascadeExponents;
import org.gradienttransport.udfs.fit.FitRule;
import org.gradienttransport.udfs.fit.PowerLawFit;

/**
 * cascade_exponents(n, s, n_steps[, required_scales]).
 *
 * @param strict whether the last argument is given
 */
record CascadeFunction(boolean strict) implements PointFunction {
  private static final long serialVersionUID = 1L;
  private static final StructType TYPE = type();

  private static StructType type() {
    List<StructField> fields = new ArrayList<>();
    for (String pattern : List.of("%s", "%s_std_error", "%s_intercept")) {
      for (Observable observable : Observable.values()) {
        fields.add(field(pattern.formatted(column(observable)), Structs.DOUBLE));
      }
    }
    for (Observable observable : Observable.values()) {
      fields.add(field("r2_" + observable.word(), Structs.DOUBLE));
    }
    fields.add(field("beta_residual", Structs.DOUBLE));
    fields.add(field("delta_residual", Structs.DOUBLE));
    fields.add(required("scales", Structs.INT));
    fields.add(required("status", Structs.STRING));
    return Structs.struct(fields.toArray(StructField[]::new));
  }

  // The exponents' own names, of which D is the only one with a capital: names need no quoting.
  private static String column(Observable observable) {
    return observable == Observable.SIZE ? "d" : observable.symbol();
  }

  @Override
  public String name() {
    return "cascade_exponents";
  }

  @Override
  public List<Cell> arguments() {
    List<Cell> arguments = List.of(Cell.LONG, Cell.LONG, Cell.LONG, Cell.LONG);
    return strict ? arguments : arguments.subList(0, 3);
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
    long[] n = points.longs(0);
    long[] s = points.longs(1);
    long[] steps = points.longs(2);
    long required =
        strict ? Arrays.stream(points.longs(3)).max().orElse(0) : FitFunctions.ANY_SCALES;
    if (outOfRange(n, s, steps, required)) {
      return refused(n.length);
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

  private static Object refused(int rows) {
    Object[] values = new Object[TYPE.size()];
    values[TYPE.fieldIndex("scales")] = rows;
    values[TYPE.fieldIndex("status")] = Structs.text(Values.NOT_POSITIVE);
    return Structs.row(values);
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
    values.add(Structs.text(exponents.size().status().word()));
    return Structs.row(values.toArray());
  }
}

package org.gradienttransport.udfs.sql;

import static org.gradienttransport.udfs.sql.Structs.field;
import static org.gradienttransport.udfs.sql.Structs.required;

import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.gradienttransport.udfs.fit.LogLogFit;
import org.gradienttransport.udfs.fit.PowerLawFit;

/** loglog_fit(x, y). */
record LogLogFunction() implements PointFunction {
  private static final long serialVersionUID = 1L;
  private static final StructType TYPE =
      Structs.struct(
          field("slope", Structs.DOUBLE),
          field("std_error", Structs.DOUBLE),
          field("intercept", Structs.DOUBLE),
          field("r2", Structs.DOUBLE),
          required("n", Structs.LONG),
          required("status", Structs.STRING));

  @Override
  public String name() {
    return "loglog_fit";
  }

  @Override
  public List<Cell> arguments() {
    return List.of(Cell.DOUBLE, Cell.DOUBLE);
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
    double[] x = points.doubles(0);
    double[] y = points.doubles(1);
    String refusal = Values.withoutLogarithm(x, y);
    if (refusal != null) {
      return Structs.row(null, null, null, null, (long) x.length, Structs.text(refusal));
    }
    PowerLawFit fit = LogLogFit.of(x, y);
    return Structs.row(
        fit.slope(),
        fit.stdError(),
        fit.intercept(),
        fit.r2(),
        (long) fit.points(),
        Structs.text(fit.status().word()));
  }
}

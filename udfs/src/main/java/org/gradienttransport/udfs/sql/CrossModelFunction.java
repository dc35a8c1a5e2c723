package org.gradienttransport.udfs.sql;

import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.gradienttransport.udfs.window.CrossModelCv;

/** cross_model_cv(window_mean). */
record CrossModelFunction() implements PointFunction {
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return "cross_model_cv";
  }

  @Override
  public List<Cell> arguments() {
    return List.of(Cell.DOUBLE);
  }

  @Override
  public DataType resultType() {
    return Structs.DOUBLE;
  }

  @Override
  public boolean nullable() {
    return true;
  }

  @Override
  public Object result(Points points) {
    double[] means = points.sorted(arguments()).doubles(0);
    return Values.withoutLogarithm(means) == null ? CrossModelCv.of(means) : null;
  }
}

package org.gradienttransport.udfs.sql;

import static org.gradienttransport.udfs.sql.Structs.field;
import static org.gradienttransport.udfs.sql.Structs.required;

import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.gradienttransport.udfs.contrast.NullContrast;
import org.gradienttransport.udfs.contrast.NullReplicates;

/** null_contrast(step, field_kind, replicate, value). */
record NullContrastFunction() implements PointFunction {
  private static final long serialVersionUID = 1L;
  private static final StructType TYPE =
      Structs.struct(
          field("total", Structs.DOUBLE),
          field("dist", Structs.DOUBLE),
          field("assign", Structs.DOUBLE),
          field("dist_share", Structs.DOUBLE),
          field("assign_share", Structs.DOUBLE),
          field("sum_rule_residual", Structs.DOUBLE),
          required("steps", Structs.LONG),
          required("replicates", Structs.LONG),
          required("status", Structs.STRING));

  @Override
  public String name() {
    return "null_contrast";
  }

  @Override
  public List<Cell> arguments() {
    return List.of(Cell.LONG, Cell.KIND, Cell.LONG, Cell.DOUBLE);
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
    NullSeries series = new NullSeries();
    long[] steps = points.longs(0);
    long[] kinds = points.longs(1);
    long[] replicates = points.longs(2);
    double[] values = points.doubles(3);
    for (int i = 0; i < steps.length; i++) {
      series.put(Cell.kind(kinds[i]), replicates[i], steps[i], values[i]);
    }
    if (!Values.finite(values)) {
      return refused(Values.NOT_FINITE);
    }
    if (series.repeated()) {
      return refused("repeated_step");
    }
    NullReplicates complete = series.complete();
    return complete == null ? refused("no_values") : row(NullContrast.over(complete, name()));
  }

  private static Object refused(String status) {
    return Structs.row(null, null, null, null, null, null, 0L, 0L, Structs.text(status));
  }

  private static Object row(NullContrast contrast) {
    return Structs.row(
        contrast.total().mean(),
        contrast.dist().mean(),
        contrast.assign().mean(),
        contrast.distShare(),
        contrast.assignShare(),
        contrast.sumRuleResidual(),
        (long) contrast.steps(),
        (long) contrast.replicates(),
        Structs.text("ok"));
  }
}

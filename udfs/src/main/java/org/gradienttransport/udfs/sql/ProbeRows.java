package org.gradienttransport.udfs.sql;

import static org.gradienttransport.udfs.sql.Structs.field;
import static org.gradienttransport.udfs.sql.Structs.required;

import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.gradienttransport.udfs.backend.Backend;
import org.gradienttransport.udfs.backend.CpuBackend;
import org.gradienttransport.udfs.field.Moments;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.gradienttransport.udfs.probe.ProbeResult;

/** Results of transport_probe. Public because Spark's generated code calls it. */
public final class ProbeRows {
  static final StructType TYPE =
      Structs.struct(
          field("s", Structs.LONG),
          field("n_steps", Structs.INT),
          field("tau", Structs.DOUBLE),
          field("v_abs", Structs.DOUBLE),
          field("v_rel", Structs.DOUBLE),
          field("active_counts", DataTypes.createArrayType(DataTypes.LongType, false)),
          required("status", Structs.STRING));

  private static final int SMALLEST = 3;

  private ProbeRows() {}

  /** One backend per JVM, for its graphs. Spark spreads rows over cores: a row needs but one. */
  private static final class Shared {
    static final Backend BACKEND = CpuBackend.create(1);
  }

  /** Relaxes a field that is not null. */
  public static InternalRow of(ArrayData entries) {
    if (entries.numElements() < SMALLEST) {
      return refused("wrong_size");
    }
    if (hasNull(entries)) {
      return refused("not_finite");
    }
    double[] field = entries.toDoubleArray();
    return Moments.firstNonFinite(field) >= 0 ? refused("not_finite") : row(measure(field));
  }

  private static ProbeResult measure(double[] field) {
    return Shared.BACKEND
        .measure(field, field.length, ProbeParameters.PAPER, List.of(FieldVariant.real()))
        .get(0);
  }

  private static boolean hasNull(ArrayData entries) {
    for (int i = 0; i < entries.numElements(); i++) {
      if (entries.isNullAt(i)) {
        return true;
      }
    }
    return false;
  }

  private static InternalRow refused(String status) {
    return Structs.row(null, null, null, null, null, null, Structs.text(status));
  }

  private static InternalRow row(ProbeResult result) {
    boolean fired = result.steps() > 0;
    double absolute = (double) result.size() / result.steps();
    double relative = (double) result.size() / ((double) result.nodes() * result.steps());
    return Structs.row(
        result.size(),
        result.steps(),
        result.tau(),
        fired ? absolute : null,
        fired ? relative : null,
        UnsafeArrayData.fromPrimitiveArray(result.activeCounts()),
        Structs.text(status(result)));
  }

  private static String status(ProbeResult result) {
    if (result.size() == 0) {
      return "no_activity";
    }
    return result.hitCeiling() ? "ceiling" : "ok";
  }
}

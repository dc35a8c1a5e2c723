package org.gradienttransport.udfs.sql;

import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.StructType;
import org.gradienttransport.schemas.vocabulary.FieldStatus;
import org.gradienttransport.udfs.backend.Backend;
import org.gradienttransport.udfs.backend.CpuBackend;
import org.gradienttransport.udfs.field.Moments;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.gradienttransport.udfs.probe.ProbeResult;

/** What transport_probe(field) says. Public because Spark's generated code calls it. */
public final class TransportProbe {
  static final StructType TYPE =
      Structs.type(
          "s BIGINT, n_steps INT, tau DOUBLE, v_abs DOUBLE, v_rel DOUBLE,"
              + " active_counts ARRAY<BIGINT>, status STRING NOT NULL");

  private static final int SMALLEST = 3;

  static final String TEXT =
      """
      (field) - Relaxes a field on the Barabasi-Albert graph of its size (TDU-OFC probe with the
      paper's parameters) and returns a struct: s, cascade size; n_steps, relaxation steps; tau,
      threshold; v_abs = s / n_steps; v_rel = s / (N n_steps); active_counts, active nodes in
      each relaxation step; status.

      field - array of numbers, the field's entries in the order of its nodes

      SELECT p.s, p.n_steps, p.tau, p.status
      FROM (SELECT transport_probe(array(8, -1, 0.5, -3, 1)) AS p)

      1|1|6.0|ok

      A null field gives null. status is ok, or no_activity or ceiling for a degenerate field,
      which keeps its numbers; wrong_size for a field of fewer than 3 entries and not_finite for
      one with a null, NaN or infinite entry: these have no numbers. v_abs and v_rel are null
      when nothing fired. One graph per size is kept in each JVM.\
      """;

  /** One backend per JVM, for its graphs. Spark spreads rows over cores: a row needs but one. */
  private static final class Shared {
    static final Backend BACKEND = CpuBackend.create(1);
  }

  private TransportProbe() {}

  /** Relaxes a field that is not null. */
  public static InternalRow of(ArrayData entries) {
    if (entries.numElements() < SMALLEST) {
      return Structs.nulls(TYPE, FieldStatus.WRONG_SIZE);
    }
    for (int i = 0; i < entries.numElements(); i++) {
      if (entries.isNullAt(i)) {
        return Structs.nulls(TYPE, FieldStatus.NOT_FINITE);
      }
    }
    double[] entriesOfNodes = entries.toDoubleArray();
    return Moments.firstNonFinite(entriesOfNodes) >= 0
        ? Structs.nulls(TYPE, FieldStatus.NOT_FINITE)
        : row(measure(entriesOfNodes));
  }

  private static ProbeResult measure(double[] field) {
    return Shared.BACKEND
        .measure(field, field.length, ProbeParameters.PAPER, List.of(FieldVariant.real()))
        .get(0);
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
        status(result));
  }

  private static FieldStatus status(ProbeResult result) {
    if (result.size() == 0) {
      return FieldStatus.NO_ACTIVITY;
    }
    return result.hitCeiling() ? FieldStatus.CEILING : FieldStatus.OK;
  }
}

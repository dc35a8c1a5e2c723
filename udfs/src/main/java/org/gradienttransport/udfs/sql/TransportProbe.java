package org.gradienttransport.udfs.sql;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.analysis.TypeCheckResult;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ImplicitCastInputTypes;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.catalyst.expressions.objects.StaticInvoke;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.gradienttransport.schemas.vocabulary.FieldStatus;
import org.gradienttransport.udfs.backend.Backend;
import org.gradienttransport.udfs.backend.CpuBackend;
import org.gradienttransport.udfs.field.Moments;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.gradienttransport.udfs.probe.ProbeResult;
import scala.Option;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;

/** transport_probe(field) as an expression, interpreted or compiled. */
public final class TransportProbe extends Expression
    implements ImplicitCastInputTypes, Serializable {
  private static final long serialVersionUID = 1L;
  private static final String NAME = "transport_probe";
  private static final int SMALLEST = 3;
  private static final StructType TYPE =
      Structs.type(
          "s BIGINT, n_steps INT, tau DOUBLE, v_abs DOUBLE, v_rel DOUBLE,"
              + " active_counts ARRAY<BIGINT>, status STRING NOT NULL");

  static final SqlFunction FUNCTION =
      new SqlFunction(
          FunctionText.of(
              NAME,
              TransportProbe.class,
              "math_funcs",
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
              when nothing fired. One graph per size is kept in each JVM."""),
          List.of(1),
          arguments -> new TransportProbe(arguments.get(0)));

  private final Expression field;

  /** One backend per JVM, for its graphs. Spark spreads rows over cores: a row needs but one. */
  private static final class Shared {
    static final Backend BACKEND = CpuBackend.create(1);
  }

  /** Public because Spark copies expressions through it. */
  public TransportProbe(Expression field) {
    this.field = field;
  }

  /** Relaxes a field that is not null. Public because Spark's generated code calls it. */
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

  @Override
  public Seq<Expression> children() {
    return Structs.seq(List.of(field));
  }

  @Override
  public DataType dataType() {
    return TYPE;
  }

  @Override
  public Seq<AbstractDataType> inputTypes() {
    return Structs.seq(List.of(DataTypes.createArrayType(DataTypes.DoubleType)));
  }

  @Override
  public TypeCheckResult checkInputDataTypes() {
    return ImplicitCastInputTypes.super.checkInputDataTypes();
  }

  @Override
  public String prettyName() {
    return NAME;
  }

  @Override
  public boolean nullIntolerant() {
    return true;
  }

  @Override
  public boolean nullable() {
    return field.nullable();
  }

  @Override
  public boolean foldable() {
    return field.foldable();
  }

  @Override
  public Object eval(InternalRow input) {
    Object entries = field.eval(input);
    return entries == null ? null : of((ArrayData) entries);
  }

  /** A call that Spark compiles: null for null, else {@link #of}. */
  @Override
  public ExprCode doGenCode(CodegenContext context, ExprCode code) {
    return new StaticInvoke(
            TransportProbe.class,
            TYPE,
            "of",
            children(),
            inputTypes(),
            true,
            false,
            true,
            Option.empty())
        .doGenCode(context, code);
  }

  @Override
  public Expression withNewChildrenInternal(IndexedSeq<Expression> newChildren) {
    return new TransportProbe(newChildren.apply(0));
  }

  @Override
  public int productArity() {
    return 1;
  }

  @Override
  public Object productElement(int n) {
    if (n != 0) {
      throw new IndexOutOfBoundsException(n);
    }
    return field;
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof TransportProbe;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TransportProbe that && field.equals(that.field);
  }

  @Override
  public int hashCode() {
    return 31 * TransportProbe.class.hashCode() + field.hashCode();
  }
}

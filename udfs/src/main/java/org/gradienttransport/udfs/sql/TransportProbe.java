package org.gradienttransport.udfs.sql;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.analysis.TypeCheckResult;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ImplicitCastInputTypes;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.catalyst.expressions.objects.StaticInvoke;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import scala.Option;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;

/** transport_probe(field) as an expression, interpreted or compiled. */
public final class TransportProbe extends Expression
    implements ImplicitCastInputTypes, Serializable {
  private static final long serialVersionUID = 1L;

  private final Expression field;

  /** Public because Spark copies expressions through it. */
  public TransportProbe(Expression field) {
    this.field = field;
  }

  @Override
  public Seq<Expression> children() {
    return PointAggregate.seq(List.of(field));
  }

  @Override
  public DataType dataType() {
    return ProbeRows.TYPE;
  }

  @Override
  public Seq<AbstractDataType> inputTypes() {
    return PointAggregate.seq(List.of(DataTypes.createArrayType(DataTypes.DoubleType)));
  }

  @Override
  public TypeCheckResult checkInputDataTypes() {
    return ImplicitCastInputTypes.super.checkInputDataTypes();
  }

  @Override
  public String prettyName() {
    return "transport_probe";
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
    return entries == null ? null : ProbeRows.of((ArrayData) entries);
  }

  @Override
  public ExprCode doGenCode(CodegenContext context, ExprCode code) {
    return call().doGenCode(context, code);
  }

  /** The call as Spark compiles it: null for null, else {@link ProbeRows#of}. */
  private StaticInvoke call() {
    return new StaticInvoke(
        ProbeRows.class,
        ProbeRows.TYPE,
        "of",
        children(),
        inputTypes(),
        true,
        false,
        true,
        Option.empty());
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

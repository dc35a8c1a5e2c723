package org.gradienttransport.udfs.sql;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.analysis.TypeCheckResult;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ImplicitCastInputTypes;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.catalyst.expressions.objects.StaticInvoke;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.types.DataType;
import scala.Option;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** A call of a {@link RowFunction}, interpreted or compiled; null for a null argument. */
public final class RowExpression extends Expression
    implements ImplicitCastInputTypes, Serializable {
  private static final long serialVersionUID = 1L;

  private final RowFunction function;
  private final Seq<Expression> children;
  private transient StaticInvoke call;

  /** Public because Spark copies expressions through it, with the elements of the product below. */
  public RowExpression(RowFunction function, Seq<Expression> children) {
    this.function = function;
    this.children = children;
  }

  private StaticInvoke call() {
    if (call == null) {
      call = newCall();
    }
    return call;
  }

  private StaticInvoke newCall() {
    return new StaticInvoke(
        function.owner(),
        function.result(),
        function.method(),
        Structs.seq(function.parameters(CollectionConverters.asJava(children))),
        Structs.seq(List.<AbstractDataType>of()),
        true,
        true,
        true,
        Option.empty());
  }

  @Override
  public Object eval(InternalRow input) {
    return call().eval(input);
  }

  @Override
  public ExprCode doGenCode(CodegenContext context, ExprCode code) {
    return call().doGenCode(context, code);
  }

  @Override
  public DataType dataType() {
    return function.result();
  }

  @Override
  public boolean nullable() {
    return function.nullable(CollectionConverters.asJava(children));
  }

  @Override
  public boolean nullIntolerant() {
    return true;
  }

  @Override
  public boolean foldable() {
    return CollectionConverters.asJava(children).stream().allMatch(Expression::foldable);
  }

  @Override
  public Seq<AbstractDataType> inputTypes() {
    return Structs.seq(
        IntStream.range(0, children.size())
            .mapToObj(argument -> (AbstractDataType) function.type(argument))
            .toList());
  }

  /** Types, and where the arguments say it before anything runs, what the function asks of them. */
  @Override
  public TypeCheckResult checkInputDataTypes() {
    TypeCheckResult types = ImplicitCastInputTypes.super.checkInputDataTypes();
    if (types.isFailure()) {
      return types;
    }
    try {
      function.check(CollectionConverters.asJava(children));
      return types;
    } catch (IllegalArgumentException refused) {
      return new TypeCheckResult.TypeCheckFailure(refused.getMessage());
    }
  }

  @Override
  public String prettyName() {
    return function.sqlName();
  }

  @Override
  public Seq<Expression> children() {
    return children;
  }

  @Override
  public Expression withNewChildrenInternal(IndexedSeq<Expression> newChildren) {
    return new RowExpression(function, newChildren);
  }

  @Override
  public int productArity() {
    return 2;
  }

  @Override
  public Object productElement(int n) {
    return switch (n) {
      case 0 -> function;
      case 1 -> children;
      default -> throw new IndexOutOfBoundsException(n);
    };
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof RowExpression;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RowExpression that
        && function.equals(that.function)
        && children.equals(that.children);
  }

  @Override
  public int hashCode() {
    return Objects.hash(function, children);
  }
}

package org.gradienttransport.udfs.sql;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.analysis.TypeCheckResult;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ImplicitCastInputTypes;
import org.apache.spark.sql.catalyst.expressions.aggregate.ImperativeAggregate;
import org.apache.spark.sql.catalyst.expressions.aggregate.TypedImperativeAggregate;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.types.DataType;
import scala.collection.Iterator;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * An aggregate that gathers its rows and hands them to a {@link PointFunction} at the end. Works
 * with GROUP BY, FILTER, DISTINCT and OVER, in partial and final stages.
 */
public final class PointAggregate extends TypedImperativeAggregate<Points>
    implements ImplicitCastInputTypes, Serializable {
  private static final long serialVersionUID = 1L;

  private final PointFunction function;
  private final Seq<Expression> children;
  private final int mutableAggBufferOffset;
  private final int inputAggBufferOffset;

  /** Public because Spark copies expressions through it, with the elements of the product below. */
  public PointAggregate(
      PointFunction function,
      Seq<Expression> children,
      int mutableAggBufferOffset,
      int inputAggBufferOffset) {
    this.function = function;
    this.children = children;
    this.mutableAggBufferOffset = mutableAggBufferOffset;
    this.inputAggBufferOffset = inputAggBufferOffset;
  }

  static PointAggregate of(PointFunction function, List<Expression> arguments) {
    return new PointAggregate(function, seq(arguments), 0, 0);
  }

  static <T> Seq<T> seq(List<T> list) {
    return CollectionConverters.asScala(list).toSeq();
  }

  @Override
  public Points createAggregationBuffer() {
    return new Points(children.size());
  }

  @Override
  public Points update(Points points, InternalRow input) {
    long[] row = new long[children.size()];
    for (int i = 0; i < row.length; i++) {
      Object value = children.apply(i).eval(input);
      if (value == null) {
        return points;
      }
      row[i] = function.arguments().get(i).encode(value);
    }
    points.add(row);
    return points;
  }

  @Override
  public Points merge(Points points, Points others) {
    points.addAll(others);
    return points;
  }

  @Override
  public Object eval(Points points) {
    return function.result(points);
  }

  @Override
  public byte[] serialize(Points points) {
    return points.toBytes();
  }

  @Override
  public Points deserialize(byte[] bytes) {
    return Points.ofBytes(children.size(), bytes);
  }

  @Override
  public DataType dataType() {
    return function.resultType();
  }

  @Override
  public boolean nullable() {
    return function.nullable();
  }

  @Override
  public Seq<AbstractDataType> inputTypes() {
    return seq(function.arguments().stream().map(cell -> (AbstractDataType) cell.type()).toList());
  }

  @Override
  public TypeCheckResult checkInputDataTypes() {
    return ImplicitCastInputTypes.super.checkInputDataTypes();
  }

  @Override
  public String prettyName() {
    return function.name();
  }

  /** What query plans show between the brackets. */
  @Override
  public Iterator<Object> stringArgs() {
    List<Object> shown = List.copyOf(CollectionConverters.asJava(children));
    return CollectionConverters.asScala(shown.iterator());
  }

  @Override
  public Seq<Expression> children() {
    return children;
  }

  @Override
  public Expression withNewChildrenInternal(IndexedSeq<Expression> newChildren) {
    return new PointAggregate(function, newChildren, mutableAggBufferOffset, inputAggBufferOffset);
  }

  @Override
  public int mutableAggBufferOffset() {
    return mutableAggBufferOffset;
  }

  @Override
  public ImperativeAggregate withNewMutableAggBufferOffset(int offset) {
    return new PointAggregate(function, children, offset, inputAggBufferOffset);
  }

  @Override
  public int inputAggBufferOffset() {
    return inputAggBufferOffset;
  }

  @Override
  public ImperativeAggregate withNewInputAggBufferOffset(int offset) {
    return new PointAggregate(function, children, mutableAggBufferOffset, offset);
  }

  @Override
  public int productArity() {
    return 4;
  }

  @Override
  public Object productElement(int n) {
    return switch (n) {
      case 0 -> function;
      case 1 -> children;
      case 2 -> mutableAggBufferOffset;
      case 3 -> inputAggBufferOffset;
      default -> throw new IndexOutOfBoundsException(n);
    };
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof PointAggregate;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PointAggregate that
        && function.equals(that.function)
        && children.equals(that.children)
        && mutableAggBufferOffset == that.mutableAggBufferOffset
        && inputAggBufferOffset == that.inputAggBufferOffset;
  }

  @Override
  public int hashCode() {
    return Objects.hash(function, children, mutableAggBufferOffset, inputAggBufferOffset);
  }
}

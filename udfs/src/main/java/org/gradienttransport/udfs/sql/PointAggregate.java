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
public final class PointAggregate extends TypedImperativeAggregate<GatheredRows>
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

  private List<Cell> cells() {
    return function.cells(children.size());
  }

  @Override
  public GatheredRows createAggregationBuffer() {
    return new GatheredRows(cells(), function.most());
  }

  @Override
  public GatheredRows update(GatheredRows rows, InternalRow input) {
    List<Cell> cells = cells();
    long[] row = new long[cells.size()];
    for (int i = 0; i < row.length; i++) {
      Object value = children.apply(i).eval(input);
      if (value == null) {
        return rows;
      }
      row[i] = cells.get(i).encode(value);
    }
    rows.add(row);
    return rows;
  }

  @Override
  public GatheredRows merge(GatheredRows rows, GatheredRows others) {
    rows.addAll(others);
    return rows;
  }

  @Override
  public Object eval(GatheredRows rows) {
    return function.result(rows.limited());
  }

  @Override
  public byte[] serialize(GatheredRows rows) {
    return rows.toBytes();
  }

  @Override
  public GatheredRows deserialize(byte[] bytes) {
    return GatheredRows.ofBytes(cells(), function.most(), bytes);
  }

  @Override
  public DataType dataType() {
    return function.type();
  }

  @Override
  public boolean nullable() {
    return function.nullable();
  }

  @Override
  public Seq<AbstractDataType> inputTypes() {
    return Structs.seq(cells().stream().map(cell -> (AbstractDataType) cell.type()).toList());
  }

  @Override
  public TypeCheckResult checkInputDataTypes() {
    return ImplicitCastInputTypes.super.checkInputDataTypes();
  }

  @Override
  public String prettyName() {
    return function.sqlName();
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

package org.gradienttransport.udfs.sql;

import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import scala.Tuple3;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;

/**
 * One function as Spark knows it.
 *
 * @param name in SQL
 * @param description what DESCRIBE FUNCTION EXTENDED shows
 * @param expression makes the expression of a call from its arguments
 */
record SqlFunction(
    String name, ExpressionInfo description, Function<List<Expression>, Expression> expression) {

  void inject(SparkSessionExtensions extensions) {
    extensions.injectFunction(
        new Tuple3<>(new FunctionIdentifier(name), description, new Builder(expression)));
  }

  void register(SparkSession spark) {
    spark
        .sessionState()
        .functionRegistry()
        .registerFunction(new FunctionIdentifier(name), description, new Builder(expression));
  }

  private static final class Builder extends AbstractFunction1<Seq<Expression>, Expression> {
    private final Function<List<Expression>, Expression> expression;

    Builder(Function<List<Expression>, Expression> expression) {
      this.expression = expression;
    }

    @Override
    public Expression apply(Seq<Expression> arguments) {
      return expression.apply(CollectionConverters.asJava(arguments));
    }
  }
}

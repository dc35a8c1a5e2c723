package org.gradienttransport.udfs.sql;

import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry$;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.errors.QueryCompilationErrors;
import scala.Tuple3;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;

/**
 * One function as Spark knows it.
 *
 * @param description name in SQL, and what DESCRIBE FUNCTION EXTENDED shows
 * @param counts numbers of arguments that a call may have
 * @param expression makes the expression of a call from its arguments
 */
record SqlFunction(
    ExpressionInfo description,
    List<Integer> counts,
    Function<List<Expression>, Expression> expression) {

  String name() {
    return description.getName();
  }

  void inject(SparkSessionExtensions extensions) {
    extensions.injectFunction(
        new Tuple3<>(new FunctionIdentifier(name()), description, new Builder(this)));
  }

  // A registry wants all three parts of a name, and extensions put theirs among the built-in ones.
  void register(SparkSession spark) {
    spark
        .sessionState()
        .functionRegistry()
        .registerFunction(
            FunctionRegistry$.MODULE$.builtinFunctionIdentifier(name()),
            description,
            new Builder(this));
  }

  private static final class Builder extends AbstractFunction1<Seq<Expression>, Expression> {
    private final SqlFunction function;

    Builder(SqlFunction function) {
      this.function = function;
    }

    @Override
    public Expression apply(Seq<Expression> arguments) {
      if (!function.counts.contains(arguments.size())) {
        throw Builder.<RuntimeException>sneaky(wrongNumber(arguments.size()));
      }
      return function.expression.apply(CollectionConverters.asJava(arguments));
    }

    private Throwable wrongNumber(int given) {
      Throwable error =
          QueryCompilationErrors.wrongNumArgsError(
              function.name(),
              Structs.seq(List.<Object>copyOf(function.counts)),
              given,
              QueryCompilationErrors.wrongNumArgsError$default$4(),
              QueryCompilationErrors.wrongNumArgsError$default$5(),
              QueryCompilationErrors.wrongNumArgsError$default$6());
      return error instanceof AnalysisException ? error : new IllegalArgumentException(error);
    }

    // Spark's analysis errors are checked exceptions to Java, and a function cannot declare them.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> E sneaky(Throwable error) throws E {
      throw (E) error;
    }
  }
}

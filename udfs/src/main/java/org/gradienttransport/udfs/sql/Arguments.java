package org.gradienttransport.udfs.sql;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.errors.QueryCompilationErrors;

/** Counts the arguments of a call before anything is made of them. */
final class Arguments {
  private Arguments() {}

  /** The same builder, refusing calls with another number of arguments as Spark's own do. */
  static Function<List<Expression>, Expression> exactly(
      String name, Function<List<Expression>, Expression> builder, Integer... counts) {
    List<Integer> allowed = Arrays.asList(counts);
    return arguments -> {
      if (!allowed.contains(arguments.size())) {
        throw Arguments.<RuntimeException>sneaky(wrongNumber(name, allowed, arguments.size()));
      }
      return builder.apply(arguments);
    };
  }

  private static Throwable wrongNumber(String name, List<Integer> allowed, int given) {
    List<Object> counts = List.copyOf(allowed);
    Throwable error =
        QueryCompilationErrors.wrongNumArgsError(
            name,
            PointAggregate.seq(counts),
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

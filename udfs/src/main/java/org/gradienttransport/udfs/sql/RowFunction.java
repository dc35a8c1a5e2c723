package org.gradienttransport.udfs.sql;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.expressions.CreateArray;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** The functions of one row's values. */
@SuppressWarnings("ImmutableEnumChecker") // the types never change, but cannot say so
enum RowFunction {
  SCALING_LAW(LawValues.class, "scalingLaw", DataTypes.DoubleType, 5, 8, LawTexts.SCALING_LAW) {
    @Override
    List<Expression> parameters(List<Expression> arguments) {
      Expression coefficients =
          new CreateArray(Structs.seq(arguments.subList(FIXED, arguments.size())), false);
      return Stream.concat(arguments.subList(0, FIXED).stream(), Stream.of(coefficients)).toList();
    }

    @Override
    DataType type(int argument) {
      return argument == 0 ? DataTypes.StringType : DataTypes.DoubleType;
    }

    @Override
    void check(List<Expression> arguments) {
      Object form = arguments.get(0).foldable() ? arguments.get(0).eval(null) : null;
      if (form != null) {
        LawValues.requireNumber(LawValues.form(form.toString()), arguments.size() - FIXED);
      }
    }
  },

  COMPUTE_OPTIMAL(
      LawValues.class, "computeOptimal", LawValues.OPTIMUM, 6, 6, LawTexts.COMPUTE_OPTIMAL),
  TRANSPORT_PROBE(TransportProbe.class, "of", TransportProbe.TYPE, 1, 1, TransportProbe.TEXT) {
    @Override
    DataType type(int argument) {
      return DataTypes.createArrayType(DataTypes.DoubleType);
    }

    @Override
    boolean nullable(List<Expression> arguments) {
      return arguments.get(0).nullable();
    }
  };

  /** Arguments of scaling_law before the coefficients. */
  private static final int FIXED = 3;

  private final Class<?> owner;
  private final String method;
  private final DataType result;
  private final int fewest;
  private final int most;
  private final String text;

  /**
   * One function.
   *
   * @param owner class of the public static method that computes it
   * @param method its name
   * @param fewest arguments that a call has at least
   * @param most arguments that a call has at most
   */
  RowFunction(Class<?> owner, String method, DataType result, int fewest, int most, String text) {
    this.owner = owner;
    this.method = method;
    this.result = result;
    this.fewest = fewest;
    this.most = most;
    this.text = text;
  }

  /** What the method is called with, of the arguments of a call. */
  List<Expression> parameters(List<Expression> arguments) {
    return arguments;
  }

  /** Type of an argument. */
  DataType type(int argument) {
    return DataTypes.DoubleType;
  }

  /** Whether the result of a call may be null: where it may have none, or an argument is null. */
  boolean nullable(List<Expression> arguments) {
    return true;
  }

  /**
   * Checks what a call's constant arguments say.
   *
   * @throws IllegalArgumentException with a sentence if it can have no result
   */
  void check(List<Expression> arguments) {}

  /** Name in SQL. */
  String sqlName() {
    return name().toLowerCase(Locale.ROOT);
  }

  String method() {
    return method;
  }

  Class<?> owner() {
    return owner;
  }

  DataType result() {
    return result;
  }

  /** The function as Spark knows it. */
  SqlFunction sql() {
    return new SqlFunction(
        FunctionText.of(sqlName(), RowExpression.class, "math_funcs", text),
        IntStream.rangeClosed(fewest, most).boxed().toList(),
        arguments -> new RowExpression(this, Structs.seq(arguments)));
  }
}

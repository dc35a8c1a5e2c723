package org.gradienttransport.udfs.sql;

import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;

/** Writes what {@code DESCRIBE FUNCTION EXTENDED} shows of a function. */
final class FunctionText {
  private static final String INDENT = "      ";

  private FunctionText() {}

  /**
   * Describes a function from five paragraphs with empty lines between: arguments in brackets, dash
   * and what comes back; one line for each argument with its meaning; a query that can be run as it
   * stands; its answer, one row per line and columns separated by bars; what happens for nulls, NaN
   * and empty groups.
   */
  static ExpressionInfo of(String name, Class<?> implementation, String group, String text) {
    String[] parts = text.strip().split("\n\n", -1);
    return new ExpressionInfo(
        implementation.getName(),
        null,
        name,
        "_FUNC_" + oneLine(parts[0]),
        "\n    Arguments:\n" + lines(parts[1], line -> "* " + line) + "  ",
        "\n    Examples:\n"
            + (INDENT + "> " + oneLine(parts[2]) + ";\n")
            + lines(parts[3], line -> " " + line.replace('|', '\t'))
            + "  ",
        "\n    " + oneLine(parts[4]) + "\n  ",
        group,
        "",
        "",
        "java_udf");
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\n\\s*", " ");
  }

  private static String lines(String text, UnaryOperator<String> shown) {
    return text.lines()
        .map(line -> INDENT + shown.apply(line.strip()) + "\n")
        .collect(Collectors.joining());
  }
}

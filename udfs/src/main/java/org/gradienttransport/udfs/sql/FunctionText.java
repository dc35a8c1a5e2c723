package org.gradienttransport.udfs.sql;

import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;

/**
 * The text of a function, in the form DESCRIBE FUNCTION EXTENDED wants it.
 *
 * @param signature arguments, in brackets
 * @param result what comes back, one sentence or more
 * @param arguments one line each: name, dash, meaning
 * @param example a query that can be run as it stands, without its semicolon
 * @param answer what it gives, one row per line, columns separated by tabs
 * @param note behaviour for nulls, NaN and empty groups
 */
record FunctionText(
    String signature, String result, String arguments, String example, String answer, String note) {
  private static final String INDENT = "      ";

  ExpressionInfo describe(String name, Class<?> implementation, String group) {
    return new ExpressionInfo(
        implementation.getName(),
        null,
        name,
        "_FUNC_" + signature + " - " + oneLine(result),
        "\n    Arguments:\n" + starred(arguments) + "  ",
        "\n    Examples:\n" + INDENT + "> " + oneLine(example) + ";\n" + indented(answer) + "  ",
        "\n    " + oneLine(note) + "\n  ",
        group,
        "",
        "",
        "java_udf");
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\n\\s*", " ");
  }

  private static String starred(String lines) {
    return lines
        .strip()
        .lines()
        .map(line -> INDENT + "* " + line.strip() + "\n")
        .collect(Collectors.joining());
  }

  private static String indented(String lines) {
    return lines
        .strip()
        .lines()
        .map(line -> INDENT + " " + line.strip() + "\n")
        .collect(Collectors.joining());
  }
}

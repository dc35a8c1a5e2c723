package org.gradienttransport.schemas;

/** SQL dialects that table and view definitions are made for. */
public enum Dialect {
  SPARK,
  DUCKDB,
  TRINO;

  /** Name of the type in this dialect. */
  public String typeName(ColumnType type) {
    return type.element()
        .map(element -> sequence().formatted(typeName(element)))
        .orElseGet(() -> scalar(type));
  }

  private String sequence() {
    return switch (this) {
      case SPARK -> "ARRAY<%s>";
      case DUCKDB -> "%s[]";
      case TRINO -> "ARRAY(%s)";
    };
  }

  private String scalar(ColumnType type) {
    return switch (type) {
      case STRING -> this == SPARK ? "STRING" : "VARCHAR";
      case INT -> this == SPARK ? "INT" : "INTEGER";
      case LONG -> "BIGINT";
      // Trino's Hive connector has no zoned type and refuses any precision but the configured one.
      case TIMESTAMP -> this == DUCKDB ? "TIMESTAMP WITH TIME ZONE" : "TIMESTAMP";
      default -> type.name();
    };
  }

  /** The text as a literal of this dialect. */
  String literal(String text) {
    // Spark alone reads a backslash as the start of an escape.
    String escaped = this == SPARK ? text.replace("\\", "\\\\").replace("'", "\\'") : doubled(text);
    return "'" + escaped + "'";
  }

  private static String doubled(String text) {
    return text.replace("'", "''");
  }
}

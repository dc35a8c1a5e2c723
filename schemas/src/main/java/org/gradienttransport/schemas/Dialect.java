package org.gradienttransport.schemas;

/** SQL dialects that table and view definitions are made for. */
public enum Dialect {
  SPARK,
  DUCKDB,
  TRINO;

  /** Name of the type in this dialect. */
  public String typeName(ColumnType type) {
    return switch (this) {
      case SPARK -> sparkType(type);
      case DUCKDB -> duckDbType(type);
      case TRINO -> trinoType(type);
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

  private static String sparkType(ColumnType type) {
    return switch (type) {
      case STRING -> "STRING";
      case INT -> "INT";
      case LONG -> "BIGINT";
      case DOUBLE -> "DOUBLE";
      case BOOLEAN -> "BOOLEAN";
      case TIMESTAMP -> "TIMESTAMP";
      case DATE -> "DATE";
      case LONG_ARRAY -> "ARRAY<BIGINT>";
      case DOUBLE_ARRAY -> "ARRAY<DOUBLE>";
      case STRING_ARRAY -> "ARRAY<STRING>";
    };
  }

  private static String duckDbType(ColumnType type) {
    return switch (type) {
      case STRING -> "VARCHAR";
      case INT -> "INTEGER";
      case LONG -> "BIGINT";
      case DOUBLE -> "DOUBLE";
      case BOOLEAN -> "BOOLEAN";
      case TIMESTAMP -> "TIMESTAMP WITH TIME ZONE";
      case DATE -> "DATE";
      case LONG_ARRAY -> "BIGINT[]";
      case DOUBLE_ARRAY -> "DOUBLE[]";
      case STRING_ARRAY -> "VARCHAR[]";
    };
  }

  private static String trinoType(ColumnType type) {
    return switch (type) {
      case STRING -> "VARCHAR";
      case INT -> "INTEGER";
      case LONG -> "BIGINT";
      case DOUBLE -> "DOUBLE";
      case BOOLEAN -> "BOOLEAN";
      // The Hive connector has no zoned type and refuses any precision but the configured one.
      case TIMESTAMP -> "TIMESTAMP";
      case DATE -> "DATE";
      case LONG_ARRAY -> "ARRAY(BIGINT)";
      case DOUBLE_ARRAY -> "ARRAY(DOUBLE)";
      case STRING_ARRAY -> "ARRAY(VARCHAR)";
    };
  }
}

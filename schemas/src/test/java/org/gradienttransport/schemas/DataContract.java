package org.gradienttransport.schemas;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Describes the published tables for tools: as a data contract of the Open Data Contract Standard
 * 3.1.0 (bitol.io), and as sources of dbt. Both are YAML whose texts are written as JSON strings,
 * which YAML reads alike.
 */
final class DataContract {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String HEAD =
      """
      # Generated from the declarations in `schemas`; do not edit. Remake it with
      # mvn -pl schemas test -Dtest=DataContractTest -Dregenerate=true
      """;

  private DataContract() {}

  /** The contract: every table with its key, and each column with type, unit and sentence. */
  static String contract(List<TableSpec> tables) {
    return HEAD
        + """
        apiVersion: v3.1.0
        kind: DataContract
        id: gradient-transport
        name: gradient-transport
        version: 1.0.0
        status: active
        description:
          purpose: How gradients move through language models during pretraining, and how losses scale.
          usage: Read the run that CURRENT.json names, or the views latest_TABLE that `show views` prints.
          limitations: Columns are only ever added. Columns tagged provenance may differ between runs of the same input.
        servers:
          - server: warehouse
            type: custom
            description: Parquet files below WAREHOUSE/runs/RUN/TABLE on any file system that Hadoop knows.
        schema:
        """
        + tables.stream().map(DataContract::table).collect(Collectors.joining());
  }

  private static String table(TableSpec table) {
    return """
          - name: %s
            logicalType: object
            physicalType: parquet
            description: %s
            customProperties:
              - property: tableVersion
                value: %d
            properties:
        """
            .formatted(table.name(), text(table.doc()), table.version())
        + table.columns().stream()
            .map(column -> property(table, column))
            .collect(Collectors.joining());
  }

  private static String property(TableSpec table, Column column) {
    StringBuilder lines = new StringBuilder();
    lines.append("      - name: %s\n".formatted(column.name()));
    lines.append("        logicalType: %s\n".formatted(logical(column.type())));
    lines.append("        physicalType: %s\n".formatted(text(column.type().label())));
    column
        .type()
        .element()
        .ifPresent(
            element ->
                lines.append(
                    "        items:\n          logicalType: %s\n".formatted(logical(element))));
    lines.append("        required: %s\n".formatted(!column.nullable()));
    if (table.key().contains(column)) {
      lines.append("        primaryKey: true\n");
      lines.append("        primaryKeyPosition: %d\n".formatted(table.key().indexOf(column) + 1));
    }
    lines.append("        description: %s\n".formatted(text(column.comment())));
    if (column.stability() == Stability.PROVENANCE) {
      lines.append("        tags: [provenance]\n");
    }
    return lines.toString();
  }

  private static String logical(ColumnType type) {
    return switch (type) {
      case STRING -> "string";
      case INT, LONG -> "integer";
      case DOUBLE -> "number";
      case BOOLEAN -> "boolean";
      case TIMESTAMP -> "timestamp";
      case DATE -> "date";
      case LONG_ARRAY, DOUBLE_ARRAY, STRING_ARRAY -> "array";
    };
  }

  /** The sources: each table is the view of that name over the current run. */
  static String dbtSources(List<TableSpec> tables) {
    return HEAD
        + """
        # Each is the view latest_TABLE, which `gradient-transport show views` prints for Spark, DuckDB and Trino.
        version: 2
        sources:
          - name: gradient_transport
            description: How gradients move through language models during pretraining.
            schema: "{{ var('gradient_transport_schema', target.schema) }}"
            tables:
        """
        + tables.stream().map(DataContract::source).collect(Collectors.joining());
  }

  private static String source(TableSpec table) {
    return """
              - name: %s
                identifier: latest_%1$s
                description: %s
                columns:
        """
            .formatted(table.name(), text(table.doc()))
        + table.columns().stream().map(DataContract::sourceColumn).collect(Collectors.joining());
  }

  private static String sourceColumn(Column column) {
    Optional<String> tests =
        column.nullable() ? Optional.empty() : Optional.of("            data_tests: [not_null]\n");
    return "          - name: %s\n            description: %s\n%s"
        .formatted(column.name(), text(column.comment()), tests.orElse(""));
  }

  private static String text(String value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}

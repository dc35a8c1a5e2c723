package org.gradienttransport.schemas;

import java.util.List;
import java.util.stream.Collectors;

/** Describes the published tables for people, as Markdown. */
public final class DataDictionary {
  private DataDictionary() {}

  /** One section per table, in the given order, after an overview. */
  public static String markdown(List<TableSpec> tables) {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Data dictionary

        Generated from the declarations in `schemas`; do not edit. Remake it with
        `mvn -pl schemas test -Dtest=DataDictionaryTest -Dregenerate=true`.

        All tables are Parquet, below `<warehouse>/runs/<run_id>/<table>/`. Timestamps are instants in microseconds
        of UTC. No double is NaN or infinite: where there is no value there is a null, and a status says why.
        *Required* columns are never null. Columns marked *provenance* say how a row came about and may
        differ between runs of the same input; all others agree to the last bit. No name needs quoting in SQL.

        | table | contents |
        | --- | --- |
        """);
    for (TableSpec table : tables) {
      page.append("| [%s](#%s) | %s |\n".formatted(table.name(), table.name(), table.doc()));
    }
    tables.forEach(table -> page.append(section(table)));
    return page.toString();
  }

  private static String section(TableSpec table) {
    String head =
        """

        ## %s

        %s

        Version %d. Key: `%s`. Rows are sorted by: `%s`.

        | id | column | type | unit | remarks | holds |
        | ---: | --- | --- | --- | --- | --- |
        """
            .formatted(
                table.name(),
                table.doc(),
                table.version(),
                Ddl.names(table.key()),
                Ddl.names(table.key()));
    return head + table.columns().stream().map(DataDictionary::line).collect(Collectors.joining());
  }

  private static String line(Column column) {
    return "| %d | %s | %s | %s | %s | %s |\n"
        .formatted(
            column.id(),
            column.name(),
            column.type().label(),
            column.unit(),
            remarks(column),
            column.doc());
  }

  private static String remarks(Column column) {
    String presence = column.nullable() ? "" : "required";
    if (column.stability() == Stability.VALUE) {
      return presence;
    }
    return presence.isEmpty() ? "provenance" : presence + ", provenance";
  }
}

package org.gradienttransport.schemas;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What every published row of a table must satisfy: required columns are never null, doubles are
 * finite, and the key is there once.
 *
 * <p>Checked row by row by {@link #violations}, or over a whole relation by two queries.
 */
public final class RowContract {
  private final TableSpec table;

  private RowContract(TableSpec table) {
    this.table = table;
  }

  /** The contract of a table. */
  public static RowContract of(TableSpec table) {
    return new RowContract(table);
  }

  /** Columns that must not be null. */
  public List<Column> required() {
    return table.requiredColumns();
  }

  /** Columns of doubles that, where not null, must be neither NaN nor infinite. */
  public List<Column> finite() {
    return ofType(ColumnType.DOUBLE);
  }

  /** Columns of arrays whose doubles must be neither NaN nor infinite. */
  public List<Column> finiteElements() {
    return ofType(ColumnType.DOUBLE_ARRAY);
  }

  /**
   * What is wrong with one row.
   *
   * @param row gives the value of a column: null, a boxed value, or for arrays a collection or a
   *     Java array
   * @return one sentence part per violation, such as "tau is NaN"; empty if there is none
   */
  public List<String> violations(Function<Column, Object> row) {
    List<String> found = new ArrayList<>();
    for (Column column : required()) {
      if (row.apply(column) == null) {
        found.add(column.name() + " is null");
      }
    }
    for (Column column : doubles()) {
      doubles(row.apply(column))
          .filter(value -> !Double.isFinite(value))
          .findFirst()
          .ifPresent(value -> found.add(column.name() + " is " + value));
    }
    return found;
  }

  /**
   * One broken rule per row: the columns rule (text) and violations (rows that break it). Nothing
   * comes back when all rows are sound.
   *
   * @param relation table, view or file function, as the dialect writes it
   */
  public String violationsQuery(Dialect dialect, String relation) {
    List<Rule> rules = rules(dialect);
    String counts =
        rules.stream()
            .map(rule -> "count(CASE WHEN " + rule.broken() + " THEN 1 END)")
            .collect(Collectors.joining(", "));
    String named =
        rules.stream().map(rule -> dialect.literal(rule.name())).collect(Collectors.joining(", "));
    return broken(dialect).formatted(named, counts, relation);
  }

  /** Keys that more than one row has, with their number; nothing comes back when all are unique. */
  public String duplicateKeysQuery(String relation) {
    String key = Ddl.names(table.key());
    return "SELECT %s, count(*) AS copies FROM %s GROUP BY %s HAVING count(*) > 1"
        .formatted(key, relation, key);
  }

  private static String broken(Dialect dialect) {
    return switch (dialect) {
      case SPARK ->
          """
          SELECT rule, violations FROM (
            SELECT explode(map_from_arrays(array(%s), array(%s))) AS (rule, violations) FROM %s
          ) WHERE violations > 0""";
      case DUCKDB ->
          """
          SELECT rule, violations FROM (
            SELECT unnest([%s]) AS rule, unnest([%s]) AS violations FROM %s
          ) WHERE violations > 0""";
      case TRINO ->
          """
          SELECT rule, violations FROM (SELECT ARRAY[%s] AS rules, ARRAY[%s] AS counts FROM %s)
          CROSS JOIN UNNEST(rules, counts) AS found (rule, violations) WHERE violations > 0""";
    };
  }

  private List<Rule> rules(Dialect dialect) {
    List<Rule> rules = new ArrayList<>();
    for (Column column : required()) {
      rules.add(new Rule(column.name() + " is null", column.name() + " IS NULL"));
    }
    for (Column column : doubles()) {
      rules.add(new Rule(column.name() + " is not finite", notFinite(dialect, column)));
    }
    return rules;
  }

  private static String notFinite(Dialect dialect, Column column) {
    // Infinity less itself is NaN, which differs from zero in every dialect; all have this one
    // form.
    String name = column.name();
    if (column.type() == ColumnType.DOUBLE) {
      return name + " - " + name + " <> 0";
    }
    return switch (dialect) {
      case SPARK -> "exists(" + name + ", v -> v - v <> 0)";
      case DUCKDB -> "len(list_filter(" + name + ", lambda v: v - v <> 0)) > 0";
      case TRINO -> "any_match(" + name + ", v -> v - v <> 0)";
    };
  }

  private List<Column> doubles() {
    return table.columns().stream()
        .filter(column -> finite().contains(column) || finiteElements().contains(column))
        .toList();
  }

  private List<Column> ofType(ColumnType type) {
    return table.columns().stream().filter(column -> column.type() == type).toList();
  }

  private static Stream<Double> doubles(Object value) {
    if (value instanceof Double number) {
      return Stream.of(number);
    }
    if (value instanceof double[] numbers) {
      return Arrays.stream(numbers).boxed();
    }
    if (value instanceof Collection<?> numbers) {
      return numbers.stream().map(Double.class::cast);
    }
    if (value == null) {
      return Stream.empty();
    }
    throw new IllegalArgumentException("expected doubles, got " + value.getClass().getName());
  }

  private record Rule(String name, String broken) {}
}

package org.gradienttransport.schemas;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rows of one run's tables. */
public interface Rows {
  /** Rows of a table, in its published order; empty when the run has none. */
  <R extends Record> List<R> of(RowType<R> type);

  /** Rows in memory, to which tables are added as they are made. */
  final class InMemory implements Rows {
    private final Map<String, List<? extends Record>> tables = new LinkedHashMap<>();

    /** Adds rows of a table to those it has, and puts all in the table's order. */
    public <R extends Record> InMemory add(RowType<R> type, List<R> rows) {
      List<R> all = new ArrayList<>(of(type));
      all.addAll(rows);
      tables.put(type.name(), type.sorted(all));
      return this;
    }

    @Override
    @SuppressWarnings("unchecked") // tables are added under the name of their own type
    public <R extends Record> List<R> of(RowType<R> type) {
      return (List<R>) tables.getOrDefault(type.name(), List.of());
    }
  }
}

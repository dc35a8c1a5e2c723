package org.gradienttransport.jobs.present.catalogue;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Rows;

/** The rows of a run's tables that are about one family, study or cohort. */
record Selection(Rows rows, String name) {
  /** All rows of a table, in its order. */
  <R extends Record> List<R> of(RowType<R> type, Function<R, String> about) {
    return of(type, about, row -> true);
  }

  /** Some rows of a table, in its order. */
  <R extends Record> List<R> of(RowType<R> type, Function<R, String> about, Predicate<R> wanted) {
    return rows.of(type).stream()
        .filter(row -> about.apply(row).equals(name) && wanted.test(row))
        .toList();
  }
}

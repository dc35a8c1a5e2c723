package org.gradienttransport.schemas;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What every published row must satisfy: required columns are never null, doubles are finite. */
public final class RowContract {
  private RowContract() {}

  /**
   * What is wrong with one row.
   *
   * @param values of the columns, in published order, as {@link RowType#values} gives them
   * @return one sentence part per violation, such as "tau is NaN"; empty if there is none
   */
  public static List<String> violations(TableSpec table, Object[] values) {
    List<String> found = new ArrayList<>();
    for (Column column : table.columns()) {
      Object value = values[column.id() - 1];
      if (value == null && !column.nullable()) {
        found.add(column.name() + " is null");
      }
      List<?> elements =
          value instanceof List<?> list ? list : List.of(Objects.requireNonNullElse(value, ""));
      elements.stream()
          .filter(element -> element instanceof Double number && !Double.isFinite(number))
          .findFirst()
          .ifPresent(number -> found.add(column.name() + " is " + number));
    }
    return found;
  }
}

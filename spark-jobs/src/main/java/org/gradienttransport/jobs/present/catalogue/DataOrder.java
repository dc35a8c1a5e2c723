package org.gradienttransport.jobs.present.catalogue;

import java.util.Comparator;
import java.util.List;

/** Orders a figure's rows as {@code order by} does: column after column, nulls first. */
final class DataOrder implements Comparator<List<Object>> {
  private final int[] columns;

  private DataOrder(int... columns) {
    this.columns = columns;
  }

  /** By the values at these positions of a row. */
  static DataOrder by(int... columns) {
    return new DataOrder(columns);
  }

  @Override
  public int compare(List<Object> a, List<Object> b) {
    for (int column : columns) {
      int order = order(a.get(column), b.get(column));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  @SuppressWarnings("unchecked") // a column holds values of one type, all of them comparable
  private static int order(Object a, Object b) {
    if (a == null || b == null) {
      return Boolean.compare(a != null, b != null);
    }
    return ((Comparable<Object>) a).compareTo(b);
  }
}

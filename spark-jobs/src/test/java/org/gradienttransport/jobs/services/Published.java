package org.gradienttransport.jobs.services;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gradienttransport.jobs.io.TableDirectory;
import org.gradienttransport.jobs.warehouse.Warehouse;
import org.gradienttransport.schemas.Column;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.TableSpec;
import org.gradienttransport.schemas.Tables;
import org.gradienttransport.schemas.rows.Run;

/** What a warehouse shows its readers, as text that is equal if and only if every bit is. */
final class Published {
  /** The one published value that names the store. */
  private static final String WHERE_IT_LIES = "input_path";

  private Published() {}

  /**
   * The value columns of every table of the current run but its own, without the place of a field's
   * file, sorted.
   */
  static Map<String, List<String>> values(Warehouse warehouse) {
    TableDirectory tables = warehouse.tables(warehouse.requireCurrentRun());
    Map<String, List<String>> all = new TreeMap<>();
    for (TableSpec table : Tables.ALL) {
      if (!table.name().equals(Run.ROWS.name())) {
        all.put(table.name(), rows(Tables.rowType(table.name()), tables));
      }
    }
    return all;
  }

  private static <R extends Record> List<String> rows(RowType<R> type, TableDirectory tables) {
    return tables.of(type).stream().map(row -> text(type, type.values(row))).sorted().toList();
  }

  private static String text(RowType<?> type, Object[] values) {
    StringBuilder text = new StringBuilder();
    for (Column column : type.table().valueColumns()) {
      if (!column.name().equals(WHERE_IT_LIES)) {
        text.append(text(values[column.id() - 1])).append('|');
      }
    }
    return text.toString();
  }

  private static String text(Object value) {
    if (value instanceof Double number) {
      return Long.toHexString(Double.doubleToLongBits(number));
    }
    return value instanceof Object[] array ? Arrays.toString(array) : String.valueOf(value);
  }
}

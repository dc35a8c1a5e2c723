package org.gradienttransport.jobs.present;

import com.univocity.parsers.csv.CsvWriter;
import com.univocity.parsers.csv.CsvWriterSettings;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import org.gradienttransport.jobs.io.Json;
import org.gradienttransport.schemas.RowType;

/**
 * A table as comma-separated values with a header. Lists are JSON, times are ISO 8601 in UTC, and
 * what has no value is empty.
 */
public final class TableCsv {
  private TableCsv() {}

  /** The text, with every row ending in a line break. */
  public static <R extends Record> String of(RowType<R> type, List<R> rows) {
    StringWriter text = new StringWriter();
    CsvWriterSettings settings = new CsvWriterSettings();
    settings.getFormat().setLineSeparator("\n");
    settings.setEmptyValue("\"\"");
    CsvWriter writer = new CsvWriter(text, settings);
    writer.writeHeaders(type.table().columnNames());
    for (R row : rows) {
      writer.writeRow(Arrays.stream(type.values(row)).map(TableCsv::cell).toArray());
    }
    writer.close();
    return text.toString();
  }

  /** A spreadsheet would take text that begins like a formula for one. */
  private static String cell(Object value) {
    if (value == null) {
      return null;
    }
    if (value instanceof List<?> list) {
      return Json.compact(list);
    }
    String text = value.toString();
    boolean formula =
        value instanceof String && !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
    return formula ? "'" + text : text;
  }
}

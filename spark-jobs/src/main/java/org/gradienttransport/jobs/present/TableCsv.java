package org.gradienttransport.jobs.present;

import com.univocity.parsers.csv.CsvWriter;
import com.univocity.parsers.csv.CsvWriterSettings;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
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

  /** Writes a table row by row, every one ending in a line break, in UTF-8; closes the stream. */
  public static <R extends Record> void write(RowType<R> type, List<R> rows, OutputStream out) {
    CsvWriterSettings settings = new CsvWriterSettings();
    settings.getFormat().setLineSeparator("\n");
    settings.setEmptyValue("\"\"");
    CsvWriter writer = new CsvWriter(out, StandardCharsets.UTF_8, settings);
    writer.writeHeaders(type.table().columnNames());
    for (R row : rows) {
      writer.writeRow(Arrays.stream(type.values(row)).map(TableCsv::cell).toArray());
    }
    writer.close();
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

package org.gradienttransport.jobs.present;

import com.univocity.parsers.csv.CsvWriter;
import com.univocity.parsers.csv.CsvWriterSettings;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gradienttransport.schemas.RowType;

/**
 * Comma-separated values with a header, every line ending in a line feed. Nothing is rounded; lists
 * and structs are JSON, times are ISO 8601 in UTC, and what has no value is empty.
 */
public final class Csv {
  private Csv() {}

  /** Writes a table row by row, in UTF-8; closes the stream. */
  public static <R extends Record> void write(RowType<R> type, List<R> rows, OutputStream out) {
    write(
        type.table().columnNames(),
        rows.stream().map(type::values),
        new OutputStreamWriter(out, StandardCharsets.UTF_8));
  }

  /** An answer as text. */
  public static String of(Answer answer) {
    StringWriter text = new StringWriter();
    write(answer.columns(), answer.rows().stream().map(List::toArray), text);
    return text.toString();
  }

  private static void write(Collection<String> columns, Stream<Object[]> rows, Writer out) {
    CsvWriterSettings settings = new CsvWriterSettings();
    settings.getFormat().setLineSeparator("\n");
    settings.setNormalizeLineEndingsWithinQuotes(false);
    settings.setEmptyValue("\"\"");
    CsvWriter writer = new CsvWriter(out, settings);
    writer.writeHeaders(columns);
    rows.forEach(row -> writer.writeRow(Arrays.stream(row).map(Csv::cell).toArray()));
    writer.close();
  }

  /** A spreadsheet would take text that begins like a formula for one. */
  private static String cell(Object value) {
    if (value == null) {
      return null;
    }
    if (value instanceof List<?> || value instanceof Map<?, ?>) {
      return AnswerFormat.json(value);
    }
    String text = value.toString();
    boolean formula =
        value instanceof String && !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
    return formula ? "'" + text : text;
  }
}

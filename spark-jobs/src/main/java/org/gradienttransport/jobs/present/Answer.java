package org.gradienttransport.jobs.present;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.gradienttransport.schemas.vocabulary.Word;

/**
 * Columns and rows that answer a question: of a reader in SQL, or of a figure that wants its data.
 *
 * @param rows values by row, as plain Java: numbers, text, booleans, lists, maps by field name, and
 *     {@code java.time} values in UTC; null where there is none
 */
public record Answer(List<String> columns, List<List<Object>> rows) {

  public static Answer of(List<String> columns, Stream<List<Object>> rows) {
    return new Answer(columns, rows.toList());
  }

  /** The values of one row, in the order of the columns; words as they are published. */
  public static List<Object> row(Object... values) {
    return Collections.unmodifiableList(
        Arrays.asList(Arrays.stream(values).map(Answer::shown).toArray()));
  }

  /** Bytes as text: what is printable in ASCII as it is, anything else as {@code \xAA}. */
  public static String bytes(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (byte b : bytes) {
      boolean plain = b >= ' ' && b <= '~' && b != '\\' && b != '\'' && b != '"';
      text.append(plain ? String.valueOf((char) b) : String.format(Locale.ROOT, "\\x%02X", b));
    }
    return text.toString();
  }

  /** No table holds NaN or infinity; no page shows one even if a calculation makes it. */
  private static Object shown(Object value) {
    if (value instanceof Double number && !Double.isFinite(number)) {
      return null;
    }
    return value instanceof Word word ? word.word() : value;
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  public int size() {
    return rows.size();
  }

  /**
   * The value in a row's column.
   *
   * @throws IllegalArgumentException when there is no such column
   */
  public Object get(int row, String column) {
    int index = columns.indexOf(column);
    if (index < 0) {
      throw new IllegalArgumentException("no column '" + column + "' in " + columns);
    }
    return rows.get(row).get(index);
  }

  /** The value as a number, or null. */
  public Double number(int row, String column) {
    Object value = get(row, column);
    return value instanceof Number number ? Double.valueOf(number.doubleValue()) : null;
  }

  /** The value as text; empty when there is none. */
  public String text(int row, String column) {
    Object value = get(row, column);
    return value == null ? "" : value.toString();
  }

  /** The different values of a column, in the order they come. */
  public List<String> distinct(String column) {
    return Stream.iterate(0, row -> row + 1)
        .limit(size())
        .map(row -> text(row, column))
        .distinct()
        .toList();
  }
}

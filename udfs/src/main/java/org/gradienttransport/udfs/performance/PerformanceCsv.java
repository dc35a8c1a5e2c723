package org.gradienttransport.udfs.performance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads plain CSV: UTF-8, a header, commas, no quotes. Other columns are passed over; a scale and
 * step may come once only.
 */
public final class PerformanceCsv {
  private record Positions(int scale, int step, int metric, int width) {}

  // Java's own parser also takes "1f" and "0x1p3".
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?\\d{1,40}(\\.\\d{0,40})?([eE][+-]?\\d{1,4})?");

  private final String file;
  private final CsvColumns columns;
  private final Positions place;
  private final Set<String> seen = new HashSet<>();

  private PerformanceCsv(String file, CsvColumns columns, String header) {
    this.file = file;
    this.columns = columns;
    List<String> names = cells(1, header);
    this.place =
        new Positions(
            columns.scale() == null ? -1 : column(names, columns.scale()),
            column(names, columns.step()),
            column(names, columns.metric()),
            names.size());
  }

  /**
   * Reads one file.
   *
   * @param file its path, for messages
   * @param stream its content, not closed here
   * @throws PerformanceFormatException if it is not such a file
   */
  public static List<PerformanceValue> read(String file, CsvColumns columns, InputStream stream)
      throws IOException {
    return read(file, columns, BoundedBytes.read(file, stream));
  }

  /** Reads the content of one file that is already in memory. */
  public static List<PerformanceValue> read(String file, CsvColumns columns, byte[] content) {
    String text = text(file, BoundedBytes.require(file, content));
    List<String> lines = text.lines().toList();
    if (lines.isEmpty()) {
      throw new PerformanceFormatException(
          file, "line 1", "the file is empty", "give a header with column names");
    }
    PerformanceCsv csv = new PerformanceCsv(file, columns, lines.get(0));
    List<PerformanceValue> values = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        values.add(csv.value(i + 1, lines.get(i)));
      }
    }
    return List.copyOf(values);
  }

  private PerformanceValue value(int line, String row) {
    List<String> cells = cells(line, row);
    if (cells.size() != place.width) {
      throw malformed(
          line,
          "expected " + place.width + " cells, got " + cells.size(),
          "write as many cells as the header has names");
    }
    String scale = place.scale < 0 ? "" : cells.get(place.scale);
    long step = step(line, cells.get(place.step));
    if (!seen.add(step + "," + scale)) {
      throw malformed(
          line, "step " + step + " of scale '" + scale + "' comes twice", "keep one of the rows");
    }
    return new PerformanceValue(
        scale, step, columns.metric(), number(line, cells.get(place.metric)));
  }

  private long step(int line, String cell) {
    if (!cell.matches("\\d{1,18}")) {
      throw malformed(
          line,
          "column " + columns.step() + " is not a training step: '" + cell + "'",
          "write a whole number, not negative");
    }
    return Long.parseLong(cell);
  }

  private double number(int line, String cell) {
    if (NUMBER.matcher(cell).matches()) {
      double value = Double.parseDouble(cell);
      if (Double.isFinite(value)) {
        return value;
      }
    }
    throw notNumber(line, cell);
  }

  private PerformanceFormatException notNumber(int line, String cell) {
    return malformed(
        line,
        "column " + columns.metric() + " is not a finite number: '" + cell + "'",
        "leave the row out if there is no value");
  }

  private int column(List<String> names, String name) {
    if (names.indexOf(name) < 0 || names.indexOf(name) != names.lastIndexOf(name)) {
      throw malformed(
          1,
          "expected one column named " + name + " among " + names,
          "name the columns in the family's configuration");
    }
    return names.indexOf(name);
  }

  private List<String> cells(int line, String row) {
    if (row.indexOf('"') >= 0) {
      throw malformed(line, "quotes are not read", "write plain cells without commas in them");
    }
    return Arrays.stream(row.split(",", -1)).map(String::strip).toList();
  }

  private PerformanceFormatException malformed(int line, String problem, String remedy) {
    return new PerformanceFormatException(file, "line " + line, problem, remedy);
  }

  private static String text(String file, byte[] content) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new PerformanceFormatException(file, "content", "not UTF-8 text", "save it as UTF-8");
    }
  }
}

package org.gradienttransport.jobs.scaling.rows;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gradienttransport.jobs.conf.Nearest;

/**
 * Values separated by commas, semicolons or tabs, with a header whose needed columns tell which.
 * Every row is one line, so that an unclosed quote costs no more than its own row; cells may be
 * quoted and hold separators and doubled quotes.
 */
final class CsvRows {
  private static final int LONGEST_LINE = 1 << 16;
  private static final int MOST_COLUMNS = 4096;

  private static final List<Character> SEPARATORS = List.of(',', ';', '\t');

  private CsvParser parser = parser(SEPARATORS.get(0));
  private final Map<String, Integer> columns = new HashMap<>();
  private int width;

  private CsvRows() {}

  private static CsvParser parser(char separator) {
    CsvParserSettings settings = new CsvParserSettings();
    settings.setMaxCharsPerColumn(LONGEST_LINE);
    settings.setMaxColumns(MOST_COLUMNS);
    settings.setKeepQuotes(false);
    settings.getFormat().setComment('\0');
    settings.getFormat().setDelimiter(separator);
    return new CsvParser(settings);
  }

  /**
   * Reads a file.
   *
   * @param needed columns that it must have
   * @throws RowFormatException if it has no header with those columns
   */
  static void read(InputStream stream, Collection<String> needed, RowSink sink) throws IOException {
    new CsvRows().readAll(new BoundedLines(stream, LONGEST_LINE), needed, sink);
  }

  private void readAll(BoundedLines lines, Collection<String> needed, RowSink sink)
      throws IOException {
    if (!lines.next() || lines.tooLong()) {
      throw new RowFormatException("has no header; give the names of the columns in line 1");
    }
    header(lines.line(), needed);
    while (lines.next()) {
      if (lines.tooLong()) {
        sink.malformed(lines.place(), tooLong(lines));
      } else if (!lines.line().isBlank()) {
        row(lines, sink);
      }
    }
  }

  private static String tooLong(BoundedLines lines) {
    return String.format(
        Locale.ROOT,
        "the line has %,d characters, and more than %,d are no row; remove it",
        lines.length(),
        LONGEST_LINE);
  }

  private void header(String line, Collection<String> needed) throws RowFormatException {
    String[] names = names(line, needed);
    if (names == null || unclosed(line)) {
      throw new RowFormatException("has a header that is no CSV; give the names of the columns");
    }
    width = names.length;
    for (int i = 0; i < width; i++) {
      String name = names[i] == null ? "" : names[i].strip();
      if (columns.put(name, i) != null && needed.contains(name)) {
        throw new RowFormatException("has the column '" + name + "' twice; rename one");
      }
    }
    for (String name : needed) {
      if (!columns.containsKey(name)) {
        throw new RowFormatException(lacks(name, columns.keySet()));
      }
    }
  }

  /** Cells of the header, by the separator that gives it all columns it must have, else commas. */
  private String[] names(String line, Collection<String> needed) {
    for (char separator : SEPARATORS) {
      CsvParser candidate = parser(separator);
      String[] names = parsed(candidate, line);
      if (names != null && stripped(names).containsAll(needed)) {
        parser = candidate;
        return names;
      }
    }
    return parsed(parser, line);
  }

  private static List<String> stripped(String[] names) {
    return Arrays.stream(names).map(name -> name == null ? "" : name.strip()).toList();
  }

  /** What to say of a file without a column. */
  static String lacks(String name, Collection<String> known) {
    List<String> names = known.stream().filter(other -> !other.isEmpty()).sorted().toList();
    return "lacks the column '" + name + "'; " + Nearest.hint(name, names);
  }

  private void row(BoundedLines lines, RowSink sink) {
    String line = lines.line();
    String[] cells = unclosed(line) ? null : parsed(parser, line);
    if (cells == null) {
      sink.malformed(
          lines.place(), "a quote is not closed; close it, and keep every row on one line");
    } else if (cells.length != width) {
      sink.malformed(
          lines.place(),
          "has " + cells.length + " cells where the header has " + width + "; write one per name");
    } else {
      sink.row(
          lines.place(),
          column -> {
            Integer at = columns.get(column);
            return Cells.text(at == null ? null : cells[at]);
          });
    }
  }

  /** Quotes inside quoted cells are doubled, so that a sound line has an even number of them. */
  private static boolean unclosed(String line) {
    return line.chars().filter(c -> c == '"').count() % 2 == 1;
  }

  /** The cells of a line, or null if it is no CSV. */
  private static String[] parsed(CsvParser parser, String line) {
    try {
      return parser.parseLine(line);
    } catch (TextParsingException e) {
      return null;
    }
  }
}

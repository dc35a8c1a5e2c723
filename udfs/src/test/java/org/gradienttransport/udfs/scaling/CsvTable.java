package org.gradienttransport.udfs.scaling;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** A small CSV file of numbers and words without quotes, for tests. */
public final class CsvTable {
  private final List<String> header;
  private final List<String[]> rows;

  private CsvTable(List<String> header, List<String[]> rows) {
    this.header = header;
    this.rows = rows;
  }

  /** One line of a table. */
  public final class Row {
    private final String[] cells;

    private Row(String[] cells) {
      this.cells = cells;
    }

    /** The text in a column. */
    public String text(String column) {
      return cells[header.indexOf(column)];
    }

    /** The number in a column. */
    public double number(String column) {
      return Double.parseDouble(text(column));
    }
  }

  /** Reads a file with a header. */
  public static CsvTable read(Path path) {
    try {
      List<String> lines = Files.readAllLines(path);
      return new CsvTable(
          Arrays.asList(lines.get(0).split(",")),
          lines.stream().skip(1).map(line -> line.split(",", -1)).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All lines in the order of the file. */
  public List<Row> rows() {
    return rows.stream().map(Row::new).toList();
  }

  /** Lines that a condition holds for. */
  public CsvTable where(Predicate<Row> condition) {
    return new CsvTable(
        header, rows.stream().filter(cells -> condition.test(new Row(cells))).toList());
  }

  /** The numbers of a column. */
  public double[] numbers(String column) {
    return rows().stream().mapToDouble(row -> row.number(column)).toArray();
  }
}

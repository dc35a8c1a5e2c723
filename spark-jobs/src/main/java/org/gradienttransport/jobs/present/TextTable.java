package org.gradienttransport.jobs.present;

import java.util.ArrayList;
import java.util.List;

/** A table of text for a terminal: columns padded to their widest cell. */
public final class TextTable {
  private final List<List<String>> rows = new ArrayList<>();

  /** A table with these column titles. */
  public TextTable(String... titles) {
    rows.add(List.of(titles));
  }

  /** Adds a row; null cells show as a dash. */
  public TextTable add(List<String> cells) {
    rows.add(cells.stream().map(cell -> cell == null ? "-" : cell).toList());
    return this;
  }

  /** The table, ending in a line break. */
  @Override
  public String toString() {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}

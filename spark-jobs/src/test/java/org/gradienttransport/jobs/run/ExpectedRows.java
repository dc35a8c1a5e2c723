package org.gradienttransport.jobs.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/** What an independent implementation measured on every field of the mini families. */
final class ExpectedRows {
  /** One field. */
  record Field(String family, String scale, long fromStep, long step) {}

  /** Its numbers. */
  record Numbers(long n, double tau, long s, int steps) {}

  private ExpectedRows() {}

  /** All 1,265 rows, see src/test/python/independent_probe.py. */
  static Map<Field, Numbers> all() throws IOException {
    try (InputStream in = ExpectedRows.class.getResourceAsStream("/minis-expected.csv")) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /** Rows in the form of reference-rows.csv. */
  static Map<Field, Numbers> parse(String csv) {
    Map<Field, Numbers> rows = new HashMap<>();
    for (String line : csv.lines().skip(1).filter(line -> !line.isBlank()).toList()) {
      List<String> cells = List.of(line.strip().split(",", -1));
      rows.put(
          new Field(
              cells.get(0),
              cells.get(1),
              Long.parseLong(cells.get(2)),
              Long.parseLong(cells.get(3))),
          new Numbers(
              Long.parseLong(cells.get(4)),
              Double.parseDouble(cells.get(5)),
              Long.parseLong(cells.get(6)),
              Integer.parseInt(cells.get(7))));
    }
    return rows;
  }

  /** The field a row of field_transport is about, under a family name of choice. */
  static Field field(Row row, String family) {
    return new Field(family, row.getAs("scale"), row.getAs("from_step"), row.getAs("step"));
  }

  static Numbers numbers(Row row) {
    return new Numbers(row.getAs("n"), row.getAs("tau"), row.getAs("s"), row.getAs("n_steps"));
  }
}

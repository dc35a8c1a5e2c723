package org.gradienttransport.jobs.query;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.gradienttransport.jobs.io.Json;
import org.gradienttransport.jobs.report.TextTable;

/** Forms in which an answer is printed. */
public enum ResultFormat {
  /** Aligned columns for people: six significant digits, long cells cut. */
  TABLE {
    @Override
    public String text(QueryResult result) {
      TextTable table = new TextTable(result.columns().toArray(String[]::new));
      result.rows().forEach(row -> table.add(row.stream().map(ResultFormat::shortened).toList()));
      return table.toString();
    }
  },
  /** RFC 4180 with a header; nothing is rounded, a null is an empty cell. */
  CSV {
    @Override
    public String text(QueryResult result) {
      StringBuilder text = new StringBuilder();
      line(text, result.columns());
      result.rows().forEach(row -> line(text, row));
      return text.toString();
    }
  },
  /** An array of one object per row; nothing is rounded. */
  JSON {
    @Override
    public String text(QueryResult result) {
      return Json.text(CellText.array(result));
    }
  };

  private static final MathContext DIGITS = new MathContext(6);
  private static final int WIDEST = 60;

  /** The whole answer, ending in a line break. */
  public abstract String text(QueryResult result);

  private static void line(StringBuilder text, List<?> cells) {
    for (int i = 0; i < cells.size(); i++) {
      text.append(i == 0 ? "" : ",").append(CellText.csv(cells.get(i)));
    }
    text.append("\r\n");
  }

  private static String shortened(Object value) {
    if (value == null) {
      return null;
    }
    if (value instanceof Double number && Double.isFinite(number)) {
      return new BigDecimal(number).round(DIGITS).stripTrailingZeros().toString();
    }
    String line = CellText.text(value).replaceAll("\\R", " ");
    return line.length() > WIDEST ? line.substring(0, WIDEST - 1) + "…" : line;
  }
}

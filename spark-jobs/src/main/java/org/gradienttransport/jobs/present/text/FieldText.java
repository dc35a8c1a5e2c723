package org.gradienttransport.jobs.present.text;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.gradienttransport.jobs.present.TextTable;
import org.gradienttransport.schemas.Column;
import org.gradienttransport.schemas.rows.FieldTransport;

/** One relaxation as text: what its row says, and its profile. */
public final class FieldText {
  private static final int WIDTH = 60;
  private static final int LONGEST = 60;

  private FieldText() {}

  /** One line for each column that has a value, then one bar for each relaxation step. */
  public static String of(FieldTransport field) {
    TextTable table = new TextTable("column", "value");
    for (Column column : FieldTransport.ROWS.table().columns()) {
      Object value = FieldTransport.ROWS.value(field, column);
      if (value != null && !(value instanceof List<?>)) {
        table.add(Arrays.asList(column.name(), value.toString()));
      }
    }
    List<Long> counts = field.cascade() == null ? null : field.cascade().activeCounts();
    return table + (counts == null || counts.isEmpty() ? "" : "\n" + bars(counts));
  }

  private static String bars(List<Long> counts) {
    double peak = counts.stream().filter(Objects::nonNull).max(Long::compare).orElse(1L);
    TextTable table = new TextTable("l", "|A_l|", "");
    for (int i = 0; i < Math.min(counts.size(), LONGEST); i++) {
      table.add(
          List.of(
              Integer.toString(i),
              counts.get(i).toString(),
              "█".repeat((int) Math.ceil(counts.get(i) / peak * WIDTH))));
    }
    return counts.size() > LONGEST
        ? table + "... " + (counts.size() - LONGEST) + " more relaxation steps\n"
        : table.toString();
  }
}

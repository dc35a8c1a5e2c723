package org.gradienttransport.jobs.query;

import java.util.List;
import java.util.Locale;
import org.gradienttransport.jobs.report.TextTable;

/** One relaxation as text: what field_transport says of it, and its profile. */
public final class FieldProfile {
  private static final int WIDTH = 60;
  private static final int LONGEST = 60;
  private static final String PROFILE = "active_counts";

  private FieldProfile() {}

  /** The query for one relaxation; names need no quoting. */
  public static String query(String family, String scale, long step, String kind, int replicate) {
    return String.format(
        Locale.ROOT,
        "SELECT family, scale, from_step, step, field_kind, replicate, status, message, n, tau, s,"
            + " n_steps, v_abs, v_rel, initial_active, peak_active, zero_share, field_mean,"
            + " field_variance, field_min, field_max, duplicate_of_step, input_path, backend,"
            + " active_counts FROM latest_field_transport WHERE family = '%s' AND scale = '%s' AND"
            + " step = %d AND field_kind = '%s' AND replicate = %d",
        family,
        scale,
        step,
        kind,
        replicate);
  }

  /** One line per number, then one bar per relaxation step. */
  public static String text(QueryResult field) {
    List<Object> row = field.rows().get(0);
    TextTable table = new TextTable("column", "value");
    for (int i = 0; i < row.size(); i++) {
      if (!field.columns().get(i).equals(PROFILE)) {
        Object value = row.get(i);
        table.add(
            java.util.Arrays.asList(
                field.columns().get(i), value == null ? null : value.toString()));
      }
    }
    Object counts = row.get(field.columns().indexOf(PROFILE));
    return table + (counts instanceof List<?> list && !list.isEmpty() ? "\n" + bars(list) : "");
  }

  private static String bars(List<?> counts) {
    double peak =
        counts.stream().mapToDouble(count -> ((Number) count).doubleValue()).max().orElse(1);
    TextTable table = new TextTable("l", "|A_l|", "");
    for (int i = 0; i < Math.min(counts.size(), LONGEST); i++) {
      double count = ((Number) counts.get(i)).doubleValue();
      table.add(
          List.of(
              Integer.toString(i),
              counts.get(i).toString(),
              "█".repeat((int) Math.ceil(count / peak * WIDTH))));
    }
    return counts.size() > LONGEST
        ? table + "... " + (counts.size() - LONGEST) + " more relaxation steps\n"
        : table.toString();
  }
}

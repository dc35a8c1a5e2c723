package org.gradienttransport.jobs.present.catalogue;

import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gradienttransport.jobs.present.Answer;

/**
 * A figure of the catalogue: said once for the page, the terminal and whoever runs its query.
 *
 * @param <T> what its data are made from: the rows of one family, of all families, of one study, or
 *     of one cohort
 * @param sql the query that makes the same data from a run's views; {@code :family}, {@code :study}
 *     or {@code :cohort} stands for the name
 * @param data columns and rows in the query's order
 * @param absent what is said in its place when there are no data
 */
record Figure<T>(
    String name,
    String title,
    String caption,
    String sql,
    Function<T, Answer> data,
    Function<T, Plot> plot,
    String absent) {
  private static final Pattern NAME = Pattern.compile(":(family|study|cohort)\\b");

  /**
   * The figure with the data of one run.
   *
   * @param of name of the family or study that goes into the query
   */
  Drawing drawing(T rows, String of) {
    return new Drawing(
        name, title, caption, shown(sql, of), data.apply(rows), plot.apply(rows), absent);
  }

  /** The query as a reader can run it: the name, quoted, in the place of its marker. */
  static String shown(String sql, String of) {
    return NAME.matcher(sql)
        .replaceAll(Matcher.quoteReplacement("'" + of.replace("'", "''") + "'"));
  }
}

package org.gradienttransport.udfs.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The measured tables of docs/statistics.md: compared, or written anew when asked. */
public final class StatisticsPage {
  private static final Path PAGE =
      Path.of(System.getProperty("repository.root"), "docs", "statistics.md");

  private StatisticsPage() {}

  /** With -Dregenerate.docs=true the rows between the marks are replaced instead. */
  public static void assertShows(String table, List<String> rows) throws IOException {
    String begin = "<!-- measured: " + table + " -->\n";
    String end = "<!-- end -->\n";
    String page = Files.readString(PAGE);
    int from = page.indexOf(begin) + begin.length();
    int to = page.indexOf(end, from);
    assertThat(page).as("marks of the table in %s", PAGE).contains(begin);
    String measured = String.join("\n", rows) + "\n";
    if (Boolean.getBoolean("regenerate.docs")) {
      Files.writeString(PAGE, page.substring(0, from) + measured + page.substring(to));
    } else {
      assertThat(page.substring(from, to)).isEqualTo(measured);
    }
  }
}

package org.gradienttransport.jobs.present.query;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The questions of docs/sql-cookbook.md. */
final class Cookbook {
  private static final Pattern ENTRY =
      Pattern.compile(
          "^## ([^\\n]+)\\n(?:(?!## |```)[^\\n]*\\n)*"
              + "```sql\\n((?:(?!```)[^\\n]*\\n)*)```\\n\\n"
              + "```text\\n((?:(?!```)[^\\n]*\\n)*)```",
          Pattern.MULTILINE);

  /** One question: its heading, its query, and the answer on the page. */
  record Entry(String question, String sql, String answer) {
    @Override
    public String toString() {
      return question;
    }
  }

  private Cookbook() {}

  static Path page() {
    return Path.of(System.getProperty("repository.root")).resolve("docs/sql-cookbook.md");
  }

  static List<Entry> entries() throws IOException {
    List<Entry> entries = new ArrayList<>();
    Matcher matcher = ENTRY.matcher(Files.readString(page()));
    while (matcher.find()) {
      entries.add(new Entry(matcher.group(1), matcher.group(2).strip(), matcher.group(3)));
    }
    return entries;
  }

  /** Writes the answers anew, by question. */
  static void regenerate(Map<String, String> answers) throws IOException {
    if (System.getenv("CI") != null) {
      throw new IllegalStateException("-Dregenerate=true remakes what CI is there to check");
    }
    Matcher matcher = ENTRY.matcher(Files.readString(page()));
    StringBuilder text = new StringBuilder();
    while (matcher.find()) {
      String entry = matcher.group();
      String head = entry.substring(0, entry.length() - matcher.group(3).length() - 3);
      matcher.appendReplacement(
          text, Matcher.quoteReplacement(head + answers.get(matcher.group(1)) + "```"));
    }
    Files.writeString(page(), matcher.appendTail(text));
  }
}

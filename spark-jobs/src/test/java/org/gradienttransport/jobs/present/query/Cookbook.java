package org.gradienttransport.jobs.present.query;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of questions, each with its query and its answer. */
enum Cookbook {
  SQL("docs/sql-cookbook.md", "# SQL cookbook", 15),
  SCALING("docs/scaling-laws.md", "## Questions to ask of the tables", 10);

  private static final Pattern ENTRY =
      Pattern.compile(
          "^###? ([^\\n]+)\\n(?:(?!##|```)[^\\n]*\\n)*"
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

  private final String file;
  private final String heading;
  private final int least;

  /**
   * @param heading from which on the page has questions
   * @param least how many there are
   */
  Cookbook(String file, String heading, int least) {
    this.file = file;
    this.heading = heading;
    this.least = least;
  }

  int least() {
    return least;
  }

  private Path page() {
    return Path.of(System.getProperty("repository.root")).resolve(file);
  }

  /** The whole page. */
  String text() throws IOException {
    return Files.readString(page());
  }

  private static int start(String text, String heading) {
    int start = text.indexOf(heading);
    if (start < 0) {
      throw new IllegalStateException("the page has no heading " + heading);
    }
    return start;
  }

  /** The page from its questions on. */
  String questions() throws IOException {
    String text = text();
    return text.substring(start(text, heading));
  }

  List<Entry> entries() throws IOException {
    List<Entry> entries = new ArrayList<>();
    Matcher matcher = ENTRY.matcher(questions());
    while (matcher.find()) {
      entries.add(new Entry(matcher.group(1), matcher.group(2).strip(), matcher.group(3)));
    }
    return entries;
  }

  /** Writes the answers anew, by question. */
  void regenerate(Map<String, String> answers) throws IOException {
    if (System.getenv("CI") != null) {
      throw new IllegalStateException("-Dregenerate=true remakes what CI is there to check");
    }
    String text = text();
    StringBuilder made = new StringBuilder(text.substring(0, start(text, heading)));
    Matcher matcher = ENTRY.matcher(questions());
    while (matcher.find()) {
      String entry = matcher.group();
      String head = entry.substring(0, entry.length() - matcher.group(3).length() - 3);
      matcher.appendReplacement(
          made, Matcher.quoteReplacement(head + answers.get(matcher.group(1)) + "```"));
    }
    Files.writeString(page(), matcher.appendTail(made));
  }
}

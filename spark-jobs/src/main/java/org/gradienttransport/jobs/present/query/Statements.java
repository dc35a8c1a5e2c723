package org.gradienttransport.jobs.present.query;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The words of a text in SQL outside comments, texts and quoted names: for what the engine's own
 * parser does not tell.
 */
final class Statements {
  private static final Pattern NO_WORDS =
      Pattern.compile(
          "[eE]'(?:[^'\\\\]++|\\\\.|'')*+'|'(?:[^']++|'')*+'|\"(?:[^\"]++|\"\")*+\""
              + "|\\$(\\w*)\\$.*?\\$\\1\\$|--[^\\r\\n]*+|/\\*.*?\\*/",
          Pattern.DOTALL);

  private static final Set<String> QUERIES = Set.of("SELECT", "WITH", "FROM", "PIVOT");

  /** What begins a change, of which some may stand behind WITH. */
  private static final Set<String> CHANGES =
      Set.of("INSERT", "UPDATE", "DELETE", "MERGE", "COPY", "CREATE", "DROP");

  private final String text;
  private final List<String> words;

  Statements(String sql) {
    this.text = NO_WORDS.matcher(sql).replaceAll(" ").strip();
    this.words =
        List.of(text.split("\\W+")).stream()
            .filter(word -> !word.isEmpty())
            .map(word -> word.toUpperCase(Locale.ROOT))
            .toList();
  }

  /** Whether there is one alone, which may end in semicolons. */
  boolean single() {
    return text.replaceFirst("[;\\s]+$", "").indexOf(';') < 0;
  }

  /**
   * Whether it reads with PIVOT over values that it does not name: a query, though the engine looks
   * the values up before it and counts that as a statement.
   */
  boolean pivots() {
    return beginsAsQuery() && words.contains("PIVOT") && change().isEmpty();
  }

  /** Whether the first word is a query's. */
  boolean beginsAsQuery() {
    return !words.isEmpty() && QUERIES.contains(words.get(0));
  }

  /** The word that would change something, if there is one. */
  Optional<String> change() {
    return words.stream().filter(CHANGES::contains).findFirst();
  }

  /** The first word; empty if there is none. */
  String first() {
    return words.isEmpty() ? "" : words.get(0);
  }
}

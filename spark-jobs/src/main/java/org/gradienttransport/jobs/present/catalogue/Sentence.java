package org.gradienttransport.jobs.present.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Words and numbers; every number keeps its full value and where it came from. */
public final class Sentence {
  /**
   * A piece of a sentence.
   *
   * @param value in full, or null for words
   * @param origin which table, family and quantity the value is, or null for words
   */
  public record Part(String text, Object value, String origin) {}

  private final List<Part> parts = new ArrayList<>();

  static Sentence of(String words) {
    return new Sentence().words(words);
  }

  Sentence words(String words) {
    parts.add(new Part(words, null, null));
    return this;
  }

  /** A number rounded for reading. */
  Sentence number(String format, Double value, String... origin) {
    return value == null
        ? words("unknown")
        : add(String.format(Locale.ROOT, format, value), value, origin);
  }

  /** A count, in full. */
  Sentence count(Number value, String... origin) {
    return value == null
        ? words("unknown")
        : add(String.format(Locale.ROOT, "%,d", value.longValue()), value, origin);
  }

  private Sentence add(String shown, Object value, String... origin) {
    parts.add(new Part(shown, value, String.join("/", origin)));
    return this;
  }

  /** The pieces, in reading order. */
  public List<Part> parts() {
    return List.copyOf(parts);
  }

  /** Without marks, for a terminal. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    parts.forEach(part -> text.append(part.text()));
    return text.toString();
  }
}

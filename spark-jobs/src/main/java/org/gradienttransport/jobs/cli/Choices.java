package org.gradienttransport.jobs.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.gradienttransport.jobs.exit.JobException;

/** Options whose value is one of a few words: the names of an enum in kebab-case. */
final class Choices {
  private Choices() {}

  /**
   * The constant that a word means.
   *
   * @throws JobException USAGE, with all words, when it means none
   */
  static <E extends Enum<E>> E of(E[] all, String option, String word) {
    List<String> words = Arrays.stream(all).map(Choices::word).toList();
    int index = words.indexOf(word.toLowerCase(Locale.ROOT));
    if (index < 0) {
      throw JobException.usage(option + " must be one of " + words + ", got '" + word + "'.");
    }
    return all[index];
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

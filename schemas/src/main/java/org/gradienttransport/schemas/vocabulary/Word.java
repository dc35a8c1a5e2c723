package org.gradienttransport.schemas.vocabulary;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A word of the published vocabulary: a constant in code, a text in tables. */
public interface Word {
  /** What rows about everything have where other rows name one family or scale. */
  String ALL = "all";

  /** The name of the constant, as every enum has it. */
  String name();

  /** The text as published in tables; the constant's name in lower case unless said otherwise. */
  default String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The constant that a published text stands for.
   *
   * @param type enum of the words
   * @throws IllegalArgumentException naming the words there are, if the text is none of them
   */
  static <E extends Enum<E> & Word> E parse(Class<E> type, String text) {
    for (E constant : type.getEnumConstants()) {
      if (constant.word().equals(text)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        "unknown "
            + type.getSimpleName()
                .replaceAll("(?<=[a-z0-9])([A-Z])", " $1")
                .toLowerCase(Locale.ROOT)
            + " '"
            + text
            + "', expected one of "
            + Arrays.stream(type.getEnumConstants())
                .map(Word::word)
                .collect(Collectors.joining(", ")));
  }
}

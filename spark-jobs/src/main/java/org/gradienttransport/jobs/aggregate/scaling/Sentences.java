package org.gradienttransport.jobs.aggregate.scaling;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Messages of rows. */
final class Sentences {
  private Sentences() {}

  /** A message, or null where there is nothing to say. */
  static String orNull(String message) {
    return message.isBlank() ? null : message;
  }

  /** Several messages as one; empty ones are passed over. */
  static String joined(String... messages) {
    return Arrays.stream(messages)
        .filter(message -> !message.isBlank())
        .collect(Collectors.joining(" "));
  }
}

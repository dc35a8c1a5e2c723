package org.gradienttransport.jobs.conf.study;

/** What the parts of a study require of their values. */
final class Checks {
  private Checks() {}

  static void requireName(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("a name must not be blank");
    }
  }
}

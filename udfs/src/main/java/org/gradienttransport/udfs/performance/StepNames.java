package org.gradienttransport.udfs.performance;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Training steps in names. */
final class StepNames {
  private static final Pattern PICO = Pattern.compile("(?:.*/)?step_(\\d{1,18})\\.json");
  private static final Pattern REVISION = Pattern.compile("step(\\d{1,18})");

  private StepNames() {}

  static OptionalLong ofPicoFile(String path) {
    return first(PICO.matcher(path));
  }

  static OptionalLong ofRevision(String revision) {
    return first(REVISION.matcher(revision));
  }

  private static OptionalLong first(Matcher matcher) {
    return matcher.matches()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }
}

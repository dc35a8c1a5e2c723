package org.gradienttransport.jobs.fetch;

import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which training steps are wanted.
 *
 * @param wanted the steps, or an empty set for every step the hub has
 */
record Steps(SortedSet<Long> wanted) {
  private static final Pattern PART =
      Pattern.compile("(\\d{1,12})(?:-(\\d{1,12})(?:/(\\d{1,12}))?)?");
  private static final int MOST = 1_000_000;

  /**
   * Reads {@code all}, or parts between commas: {@code 512}, {@code 0-9}, {@code 1000-143000/1000}.
   *
   * @throws IllegalArgumentException when the text is something else
   */
  static Steps parse(String text) {
    SortedSet<Long> steps = new TreeSet<>();
    if (text.equals("all")) {
      return new Steps(steps);
    }
    for (String part : text.split(",", -1)) {
      addPart(part.strip(), steps);
    }
    return new Steps(steps);
  }

  private static void addPart(String part, SortedSet<Long> steps) {
    Matcher match = PART.matcher(part);
    if (!match.matches()) {
      throw new IllegalArgumentException(
          "'"
              + part
              + "' is not a step (512), a range (0-9) or a range with a stride (0-9000/1000)");
    }
    long first = Long.parseLong(match.group(1));
    long last = match.group(2) == null ? first : Long.parseLong(match.group(2));
    long stride = match.group(3) == null ? 1 : Long.parseLong(match.group(3));
    if (stride == 0 || last < first || (last - first) / stride >= MOST) {
      throw new IllegalArgumentException(
          "'" + part + "' must rise, with a stride above 0 and at most " + MOST + " steps");
    }
    for (long step = first; step <= last; step += stride) {
      steps.add(step);
    }
  }

  boolean all() {
    return wanted.isEmpty();
  }

  boolean contains(long step) {
    return all() || wanted.contains(step);
  }
}

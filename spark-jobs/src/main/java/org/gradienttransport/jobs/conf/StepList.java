package org.gradienttransport.jobs.conf;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;

/**
 * Training steps as people write them, on command lines and in family files: steps and ranges with
 * commas between them, such as {@code 0,8,1000..8000/1000}. A range {@code FROM..TO/EVERY} may also
 * be written {@code FROM-TO/EVERY}; without {@code /EVERY} it has every step.
 *
 * @param steps ascending, each once
 */
public record StepList(List<Long> steps) {
  /** More steps than any list has; keeps a typing error in a range from filling the memory. */
  public static final int MOST = 1_000_000;

  private static final Pattern PART =
      Pattern.compile("(\\d{1,15})(?:(?:\\.\\.|-)(\\d{1,15})(?:/(\\d{1,15}))?)?");

  public StepList {
    steps = List.copyOf(steps);
  }

  /**
   * Reads a list of steps.
   *
   * @throws IllegalArgumentException naming the part that is wrong
   */
  public static StepList parse(String text) {
    TreeSet<Long> steps = new TreeSet<>();
    for (String part : text.split(",", -1)) {
      Matcher match = PART.matcher(part.strip());
      if (!match.matches()) {
        throw new IllegalArgumentException(
            "'%s' is no step (512), range (0..9) or range with a stride (1000..8000/1000)"
                .formatted(part.strip()));
      }
      long from = Long.parseLong(match.group(1));
      long to = match.group(2) == null ? from : Long.parseLong(match.group(2));
      long every = match.group(3) == null ? 1 : Long.parseLong(match.group(3));
      steps.addAll(range("'" + part.strip() + "'", from, to, every));
      if (steps.size() > MOST) {
        throw new IllegalArgumentException("'" + text + "' has more than " + MOST + " steps");
      }
    }
    return new StepList(List.copyOf(steps));
  }

  /**
   * Reads the value of a command's option.
   *
   * @throws JobException USAGE, naming the option and the part that is wrong
   */
  public static StepList ofOption(String option, String text) {
    try {
      return parse(text);
    } catch (IllegalArgumentException e) {
      throw new JobException(ExitCode.USAGE, option + ": " + e.getMessage() + ".", e);
    }
  }

  /**
   * The steps from one to another, both included where the stride meets them.
   *
   * @param text what the range is called in a message
   */
  static List<Long> range(String text, long from, long to, long every) {
    if (from < 0 || to < from || every < 1) {
      throw new IllegalArgumentException(
          text + " is no range of steps; it must rise, with a stride above 0");
    }
    if ((to - from) / every >= MOST) {
      throw new IllegalArgumentException(
          text + " has more steps than the " + MOST + " a list may have");
    }
    List<Long> range = new ArrayList<>();
    for (long count = 0; count <= (to - from) / every; count++) {
      range.add(from + count * every);
    }
    return range;
  }

  public boolean contains(long step) {
    return Collections.binarySearch(steps, step) >= 0;
  }

  /** The shortest text that {@link #parse} reads as this list. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    for (int first = 0; first < steps.size(); ) {
      int last = Math.min(first + 1, steps.size() - 1);
      long every = steps.get(last) - steps.get(first);
      while (last + 1 < steps.size() && steps.get(last + 1) - steps.get(last) == every) {
        last++;
      }
      // Two steps are shorter by themselves than as a range.
      last = last - first < 2 ? first : last;
      parts.add(
          last == first
              ? steps.get(first).toString()
              : steps.get(first) + ".." + steps.get(last) + (every == 1 ? "" : "/" + every));
      first = last + 1;
    }
    return String.join(",", parts);
  }
}

package org.gradienttransport.jobs.floors;

import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;

/** Training steps as people write them: {@code 1000..8000/1000}, {@code 0,8,40}, or both. */
public final class StepList {
  private static final Pattern RANGE =
      Pattern.compile("(\\d{1,15})(?:\\.\\.(\\d{1,15})(?:/(\\d{1,15}))?)?");

  private static final int MOST = 100_000;

  private StepList() {}

  /**
   * The steps, ascending, each once.
   *
   * @throws JobException if the text is no list of steps
   */
  public static List<Long> parse(String text) {
    TreeSet<Long> steps = new TreeSet<>();
    for (String part : text.split(",", -1)) {
      Matcher range = RANGE.matcher(part.strip());
      if (!range.matches()) {
        throw refused(text);
      }
      long from = Long.parseLong(range.group(1));
      long to = range.group(2) == null ? from : Long.parseLong(range.group(2));
      long every = range.group(3) == null ? 1 : Long.parseLong(range.group(3));
      if (to < from || every < 1 || (to - from) / every >= MOST) {
        throw refused(text);
      }
      for (long step = from; step <= to; step += every) {
        steps.add(step);
      }
    }
    return List.copyOf(steps);
  }

  private static JobException refused(String text) {
    return new JobException(
        ExitCode.USAGE,
        "'"
            + text
            + "' is no list of steps; write FROM..TO/EVERY such as 1000..8000/1000, or steps with"
            + " commas between them, at most "
            + MOST
            + ".");
  }
}

package org.gradienttransport.jobs.conf;

import java.io.Serializable;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text in which {@code {step}} stands for the training step, or {@code {step:06}} for the step
 * padded with zeros to that width.
 *
 * @param text the template
 */
public record StepTemplate(String text) implements Serializable {
  private static final Pattern STEP = Pattern.compile("\\{step(?::0([1-9]\\d?))?\\}");
  private static final Pattern BRACES = Pattern.compile("[{}]");

  /** More digits than any training run has steps; longer numbers would not fit a long. */
  private static final int MOST_DIGITS = 18;

  public StepTemplate {
    if (text.isBlank()) {
      throw new IllegalArgumentException(
          "a template must not be blank; '.' is the directory itself");
    }
    if (BRACES.matcher(STEP.matcher(text).replaceAll("")).find()) {
      throw new IllegalArgumentException(
          "'" + text + "' has a placeholder other than {step} or {step:06}");
    }
  }

  /** Whether the text depends on the step. */
  public boolean hasStep() {
    return STEP.matcher(text).find();
  }

  /** The text at a step. */
  public String at(long step) {
    return STEP.matcher(text).replaceAll(found -> digits(step, found.group(1)));
  }

  /** The step at which the template gives exactly this text, or empty if there is none. */
  public OptionalLong stepOf(String candidate) {
    Matcher matcher = Pattern.compile(expression()).matcher(candidate);
    if (!matcher.matches() || matcher.groupCount() == 0) {
      return OptionalLong.empty();
    }
    long step = Long.parseLong(matcher.group(1));
    return at(step).equals(candidate) ? OptionalLong.of(step) : OptionalLong.empty();
  }

  private String expression() {
    Matcher matcher = STEP.matcher(text);
    StringBuilder expression = new StringBuilder();
    int end = 0;
    for (int found = 0; matcher.find(); found++) {
      expression.append(Pattern.quote(text.substring(end, matcher.start())));
      expression.append(found == 0 ? "(\\d{1," + MOST_DIGITS + "})" : "\\d{1," + MOST_DIGITS + "}");
      end = matcher.end();
    }
    return expression.append(Pattern.quote(text.substring(end))).toString();
  }

  private static String digits(long step, String width) {
    String digits = Long.toString(step);
    return width == null
        ? digits
        : "0".repeat(Math.max(0, Integer.parseInt(width) - digits.length())) + digits;
  }
}

package org.gradienttransport.jobs.conf;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text in which {@code {step}} stands for the training step, {@code {step:06}} for the step padded
 * with zeros to that width, {@code *} for anything but a slash, and {@code {name}} for a variable
 * of a scale, which {@link #with} fills in.
 *
 * @param text the template
 */
public record StepTemplate(String text) implements Serializable {
  private static final Pattern STEP = Pattern.compile("\\{step(?::0([1-9]\\d?))?\\}");
  private static final Pattern STEP_OR_STAR = Pattern.compile(STEP.pattern() + "|\\*");
  private static final Pattern VARIABLE = Pattern.compile("\\{([a-z][a-z0-9_]*)\\}");
  private static final Pattern BRACES = Pattern.compile("[{}]");

  /** More digits than any training run has steps; longer numbers would not fit a long. */
  private static final int MOST_DIGITS = 18;

  public StepTemplate {
    if (text.isBlank()) {
      throw new IllegalArgumentException(
          "a template must not be blank; '.' is the directory itself");
    }
    String rest = STEP.matcher(text).replaceAll("");
    if (BRACES.matcher(VARIABLE.matcher(rest).replaceAll("")).find()) {
      throw new IllegalArgumentException(
          "'" + text + "' has a placeholder other than {step} or {step:06}");
    }
  }

  /** Whether the text depends on the step. */
  public boolean hasStep() {
    return STEP.matcher(text).find();
  }

  /** Whether a part of the text is left open. */
  public boolean hasStar() {
    return text.contains("*");
  }

  /** The names between its slashes, each a template. */
  public List<StepTemplate> segments() {
    return List.of(text.split("/", -1)).stream().map(StepTemplate::new).toList();
  }

  /**
   * The template with its variables filled in.
   *
   * @throws IllegalArgumentException if a variable has no value
   */
  public StepTemplate with(Map<String, String> variables) {
    Matcher variable = VARIABLE.matcher(text);
    return new StepTemplate(
        variable.replaceAll(
            found ->
                Matcher.quoteReplacement(
                    found.group(1).equals("step")
                        ? found.group()
                        : value(found.group(1), variables))));
  }

  private String value(String name, Map<String, String> variables) {
    if (!variables.containsKey(name)) {
      throw new IllegalArgumentException(
          "'%s' has a placeholder other than {step} or {step:06} that is no variable, {%s}; %s"
              .formatted(text, name, Nearest.hint(name, variables.keySet())));
    }
    return variables.get(name);
  }

  /** The text at a step; a star stays a star. */
  public String at(long step) {
    return STEP.matcher(text).replaceAll(found -> digits(step, found.group(1)));
  }

  /** Whether the template gives this text at a step, for some value of its stars. */
  public boolean matches(String candidate, long step) {
    if (hasStep()) {
      OptionalLong found = stepOf(candidate);
      return found.isPresent() && found.getAsLong() == step;
    }
    return Pattern.matches(expression(new ArrayList<>()), candidate);
  }

  /** The step at which the template gives exactly this text, or empty if there is none. */
  public OptionalLong stepOf(String candidate) {
    List<String> widths = new ArrayList<>();
    Matcher matcher = Pattern.compile(expression(widths)).matcher(candidate);
    if (widths.isEmpty() || !matcher.matches()) {
      return OptionalLong.empty();
    }
    long step = Long.parseLong(matcher.group(1));
    for (int i = 0; i < widths.size(); i++) {
      if (!matcher.group(i + 1).equals(digits(step, widths.get(i)))) {
        return OptionalLong.empty();
      }
    }
    return OptionalLong.of(step);
  }

  /** Beside a star the digits of a step are all there are: step1* is not step12-a at step 1. */
  private String expression(List<String> widths) {
    Matcher matcher = STEP_OR_STAR.matcher(text);
    StringBuilder expression = new StringBuilder();
    int end = 0;
    while (matcher.find()) {
      expression.append(Pattern.quote(text.substring(end, matcher.start())));
      if (matcher.group().equals("*")) {
        expression.append("[^/]*");
      } else {
        boolean afterStar = end > 0 && end == matcher.start() && text.charAt(end - 1) == '*';
        boolean beforeStar = text.startsWith("*", matcher.end());
        expression.append(afterStar ? "(?<!\\d)" : "");
        expression.append("(\\d{1," + MOST_DIGITS + "})");
        expression.append(beforeStar ? "(?!\\d)" : "");
        widths.add(matcher.group(1));
      }
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

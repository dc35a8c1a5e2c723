package org.gradienttransport.jobs.conf;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text in which {@code {step}} stands for the training step, {@code {step:06}} for the step padded
 * with zeros to that width, {@code *} for anything but a slash, and {@code {name}} for a variable
 * of a scale, which {@link #with} fills in.
 *
 * @param text the template
 * @param names by step what stands in place of the first part between slashes that has the step,
 *     for steps whose name holds no number that could be read
 */
public record StepTemplate(String text, Map<Long, String> names) implements Serializable {
  private static final Pattern STEP = Pattern.compile("\\{step(?::0([1-9]\\d?))?\\}");
  private static final Pattern STEP_OR_STAR = Pattern.compile(STEP.pattern() + "|\\*");
  private static final Pattern VARIABLE = Pattern.compile("\\{([a-z][a-z0-9_]*)\\}");
  private static final Pattern NAME = Pattern.compile("[^./{}*\\p{Cntrl}][^/{}*\\p{Cntrl}]*");
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
    names = Map.copyOf(names);
  }

  /** A template whose every name holds the step. */
  public StepTemplate(String text) {
    this(text, Map.of());
  }

  private void requireReadable(long step, String name) {
    if (step < 0 || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'%s' is no name of step %s; write a plain name without '/', '*' and braces"
              .formatted(name, step));
    }
    OptionalLong other = numbered(at(step), true);
    if (other.isPresent() && other.getAsLong() != step) {
      throw new IllegalArgumentException(
          "step %s is named '%s', which '%s' reads as step %s"
              .formatted(step, name, text, other.getAsLong()));
    }
  }

  /**
   * The same with names of steps, where it has a step.
   *
   * @throws IllegalArgumentException if a name is none, or reads as another step
   */
  StepTemplate named(Map<Long, String> of) {
    if (!hasStep()) {
      return this;
    }
    StepTemplate named = new StepTemplate(text, of);
    new TreeMap<>(of).forEach(named::requireReadable);
    return named;
  }

  /** This template followed by another below it. */
  public StepTemplate below(StepTemplate other) {
    return new StepTemplate(text + "/" + other.text, hasStep() ? names : other.names);
  }

  /** Whether the text depends on the step. */
  public boolean hasStep() {
    return hasStep(text);
  }

  private static boolean hasStep(String text) {
    return STEP.matcher(text).find();
  }

  /** Whether a part of the text is left open. */
  public boolean hasStar() {
    return text.contains("*");
  }

  /** The names between its slashes, each a template. */
  public List<StepTemplate> segments() {
    List<StepTemplate> segments = new ArrayList<>();
    boolean named = false;
    for (String segment : text.split("/", -1)) {
      boolean first = !named && hasStep(segment);
      segments.add(new StepTemplate(segment, first ? names : Map.of()));
      named |= first;
    }
    return List.copyOf(segments);
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
                        : value(found.group(1), variables))),
        names);
  }

  private String value(String name, Map<String, String> variables) {
    if (!variables.containsKey(name)) {
      throw new IllegalArgumentException(
          "'%s' has a placeholder other than {step} or {step:06} that is no variable, {%s}; %s"
              .formatted(text, name, Nearest.hint(name, variables.keySet())));
    }
    return variables.get(name);
  }

  /** The text at a step; a star stays a star, but in the name of a step that has its own. */
  public String at(long step) {
    String rest = text;
    if (names.containsKey(step)) {
      String[] segments = text.split("/", -1);
      int named = 0;
      while (!hasStep(segments[named])) {
        named++;
      }
      segments[named] = names.get(step);
      rest = String.join("/", segments);
    }
    return STEP.matcher(rest).replaceAll(found -> digits(step, found.group(1)));
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
    for (long step : names.keySet()) {
      if (new StepTemplate(at(step)).matches(candidate, step)) {
        return OptionalLong.of(step);
      }
    }
    OptionalLong step = numbered(candidate, true);
    return step.isPresent() && names.containsKey(step.getAsLong()) ? OptionalLong.empty() : step;
  }

  /**
   * The step of a text that differs from the template's only in zeros before the step's digits, as
   * {@code step0500} from {@code step500}; empty if the template gives the text itself.
   */
  public OptionalLong stepBesideZeros(String candidate) {
    OptionalLong step = numbered(candidate, false);
    return step.isPresent() && stepOf(candidate).isEmpty() && !names.containsKey(step.getAsLong())
        ? step
        : OptionalLong.empty();
  }

  /**
   * The step whose digits are in the text where the template has them.
   *
   * @param zeros whether the zeros before a step's digits must be the template's
   */
  private OptionalLong numbered(String candidate, boolean zeros) {
    List<String> widths = new ArrayList<>();
    Matcher matcher = Pattern.compile(expression(widths)).matcher(candidate);
    if (widths.isEmpty() || !matcher.matches()) {
      return OptionalLong.empty();
    }
    long step = Long.parseLong(matcher.group(1));
    for (int i = 0; i < widths.size(); i++) {
      String found = matcher.group(i + 1);
      if (zeros ? !found.equals(digits(step, widths.get(i))) : Long.parseLong(found) != step) {
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

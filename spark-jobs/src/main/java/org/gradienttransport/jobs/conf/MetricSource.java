package org.gradienttransport.jobs.conf;

import java.io.Serializable;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a family's external performance is stored and how it reads.
 *
 * @param root Hadoop path that {@code path} is relative to; blank for the family's own root
 * @param path template with {@code {scale}} (the name used there), {@code {scale_path}} (the
 *     scale's path in the family) and {@code {step}}
 * @param scaleNames family scale name to the name used there; only these scales have the metric;
 *     empty means every scale under its own name
 * @param metric what the number is called in the tables
 * @param direction which way is better
 */
public record MetricSource(
    String root, String path, Map<String, String> scaleNames, String metric, Direction direction)
    implements Serializable {

  /** Which way a metric improves. */
  public enum Direction {
    /** Perplexity, loss. */
    LOWER_IS_BETTER,
    /** Accuracy. */
    HIGHER_IS_BETTER
  }

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)\\}");

  public MetricSource {
    Objects.requireNonNull(root, "root");
    Objects.requireNonNull(direction, "direction");
    scaleNames = Map.copyOf(scaleNames);
    if (path.isBlank()) {
      throw new IllegalArgumentException("path must not be blank");
    }
    if (!metric.matches("[a-z][a-z0-9_]*")) {
      throw new IllegalArgumentException(
          "'" + metric + "' is no metric name; use lower-case letters, digits and '_'");
    }
    Matcher placeholder = PLACEHOLDER.matcher(path);
    while (placeholder.find()) {
      if (!placeholder.group(1).matches("scale|scale_path|step")) {
        throw new IllegalArgumentException(
            "'%s' has the placeholder %s; known are {scale}, {scale_path} and {step}"
                .formatted(path, placeholder.group()));
      }
    }
  }

  /** Whether the path names one file per step. */
  public boolean hasStep() {
    return path.contains("{step}");
  }

  /** Whether this scale has the metric. */
  public boolean covers(Scale scale) {
    return scaleNames.isEmpty() || scaleNames.containsKey(scale.name());
  }

  /** What the scale is called where the metric is stored. */
  public String nameOf(Scale scale) {
    return scaleNames.getOrDefault(scale.name(), scale.name());
  }

  /** The file for a scale and a step, relative to the root; stars stay. */
  public StepTemplate pathOf(Scale scale) {
    return new StepTemplate(
        path.replace("{scale_path}", scale.path()).replace("{scale}", nameOf(scale)));
  }

  /** Canonical text without the location: part of what identifies a configuration. */
  String canonical() {
    return metric + ";" + direction + ";" + new TreeMap<>(scaleNames);
  }
}

package org.gradienttransport.udfs.performance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the JSON that LM-eval-harness writes. The step is that of the revision in {@code
 * config.model_args}: the file's name is what people change. Checkpoints of one's own have no such
 * revision; for them the step of the file's path counts.
 */
public final class HarnessEvaluation {
  private static final Pattern REVISION = Pattern.compile("step(\\d{1,18})");

  private static final String REMEDY = "give the file as the harness wrote it";

  private HarnessEvaluation() {}

  /** Keys of a task's accuracy, best first, unless a family names others. */
  public static final List<String> KEYS = List.of("acc_norm", "acc");

  /**
   * What is taken from a file.
   *
   * @param suite tasks
   * @param keys of a task's number, best first; each may have the suffix {@code ,none} that newer
   *     versions write
   * @param stepOfPath step that the file's path tells, for a revision that tells none
   */
  public record Taken(TaskSuite suite, List<String> keys, OptionalLong stepOfPath) {
    public Taken {
      keys = List.copyOf(keys);
    }

    /** Accuracies of a published model, whose revision tells the step. */
    public static Taken published(TaskSuite suite) {
      return new Taken(suite, KEYS, OptionalLong.empty());
    }
  }

  /**
   * Reads one file.
   *
   * @param file its path, for messages
   * @param taken what to take from it
   * @param stream its content, not closed here
   * @throws PerformanceFormatException if it is not such a file; missing tasks are not an error
   *     here
   */
  public static HarnessResult read(String file, Taken taken, InputStream stream)
      throws IOException {
    JsonNode root = StrictJson.object(file, stream);
    JsonNode results = root.path("results");
    if (!results.isObject()) {
      throw new PerformanceFormatException(file, "results", "no such object", REMEDY);
    }
    JsonNode arguments = root.path("config").path("model_args");
    SortedMap<String, Double> accuracies = new TreeMap<>();
    for (Map.Entry<String, JsonNode> task : results.properties()) {
      if (taken.suite().contains(task.getKey())) {
        accuracies.put(task.getKey(), value(file, task.getKey(), taken, task.getValue()));
      }
    }
    return new HarnessResult(
        file,
        model(file, arguments, taken),
        step(file, arguments, taken),
        accuracies,
        taken.suite().missingFrom(accuracies.keySet()));
  }

  private static String model(String file, JsonNode arguments, Taken taken) {
    Optional<String> model = argument(arguments, "pretrained");
    if (model.isEmpty() && taken.stepOfPath().isEmpty()) {
      throw lacks(file, "pretrained");
    }
    return model.orElse("");
  }

  private static long step(String file, JsonNode arguments, Taken taken) {
    Optional<String> revision = argument(arguments, "revision");
    OptionalLong told = revision.map(HarnessEvaluation::stepOf).orElse(OptionalLong.empty());
    OptionalLong step = told.isPresent() ? told : taken.stepOfPath();
    if (step.isPresent()) {
      return step.getAsLong();
    }
    throw revision.isEmpty()
        ? lacks(file, "revision")
        : new PerformanceFormatException(
            file,
            "config.model_args",
            "revision \"" + revision.get() + "\" does not tell the step",
            "evaluate a revision named step<number>, or put {step} into performance.path");
  }

  private static OptionalLong stepOf(String revision) {
    Matcher matcher = REVISION.matcher(revision);
    return matcher.matches()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }

  private static PerformanceFormatException lacks(String file, String key) {
    return new PerformanceFormatException(
        file, "config.model_args", "no " + key + "=... in it", REMEDY);
  }

  // "key=value,key=value" in all released versions; an object in some forks.
  private static Optional<String> argument(JsonNode arguments, String key) {
    if (arguments.isObject() && arguments.path(key).isTextual()) {
      return Optional.of(arguments.path(key).textValue());
    }
    if (arguments.isTextual()) {
      for (String pair : arguments.textValue().split(",", -1)) {
        if (pair.strip().startsWith(key + "=")) {
          return Optional.of(pair.strip().substring(key.length() + 1));
        }
      }
    }
    return Optional.empty();
  }

  private static double value(String file, String task, Taken taken, JsonNode metrics) {
    for (String key : taken.keys()) {
      for (String name : new String[] {key, key + ",none"}) {
        if (metrics.has(name)) {
          String place = "results." + task + "." + name;
          return KEYS.contains(key)
              ? fraction(file, place, metrics.get(name))
              : finite(file, place, metrics.get(name));
        }
      }
    }
    throw new PerformanceFormatException(
        file,
        "results." + task,
        "neither " + String.join(" nor ", taken.keys()),
        "leave the task out of the suite");
  }

  private static double fraction(String file, String place, JsonNode value) {
    if (!value.isNumber() || !(value.doubleValue() >= 0.0 && value.doubleValue() <= 1.0)) {
      throw new PerformanceFormatException(
          file, place, "expected a fraction between 0 and 1, got " + value, REMEDY);
    }
    return value.doubleValue();
  }

  private static double finite(String file, String place, JsonNode value) {
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw new PerformanceFormatException(
          file, place, "expected a finite number, got " + value, REMEDY);
    }
    return value.doubleValue();
  }
}

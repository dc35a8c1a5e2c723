package org.gradienttransport.udfs.performance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads the JSON that LM-eval-harness writes. Step and model are taken from {@code
 * config.model_args}, never from the file's name: the name is what people change.
 */
public final class HarnessEvaluation {
  private static final String REMEDY = "give the file as the harness wrote it";

  private HarnessEvaluation() {}

  /**
   * Reads one file.
   *
   * @param file its path, for messages
   * @param suite tasks to take from it
   * @param stream its content, not closed here
   * @throws PerformanceFormatException if it is not such a file; missing tasks are not an error
   *     here
   */
  public static HarnessResult read(String file, TaskSuite suite, InputStream stream)
      throws IOException {
    return read(file, suite, BoundedBytes.read(file, stream));
  }

  /** Reads the content of one file that is already in memory. */
  public static HarnessResult read(String file, TaskSuite suite, byte[] content) {
    JsonNode root = StrictJson.object(file, content);
    JsonNode results = root.path("results");
    if (!results.isObject()) {
      throw new PerformanceFormatException(file, "results", "no such object", REMEDY);
    }
    JsonNode arguments = root.path("config").path("model_args");
    SortedMap<String, Double> accuracies = new TreeMap<>();
    for (Map.Entry<String, JsonNode> task : results.properties()) {
      if (suite.contains(task.getKey())) {
        accuracies.put(task.getKey(), accuracy(file, task.getKey(), task.getValue()));
      }
    }
    return new HarnessResult(
        file,
        argument(file, arguments, "pretrained"),
        step(file, argument(file, arguments, "revision")),
        accuracies,
        suite.missingFrom(accuracies.keySet()));
  }

  private static long step(String file, String revision) {
    return StepNames.ofRevision(revision)
        .orElseThrow(
            () ->
                new PerformanceFormatException(
                    file,
                    "config.model_args",
                    "revision \"" + revision + "\" does not tell the step",
                    "evaluate a revision named step<number>"));
  }

  // "key=value,key=value" in all released versions; an object in some forks.
  private static String argument(String file, JsonNode arguments, String key) {
    if (arguments.isObject() && arguments.path(key).isTextual()) {
      return arguments.path(key).textValue();
    }
    if (arguments.isTextual()) {
      for (String pair : arguments.textValue().split(",", -1)) {
        if (pair.strip().startsWith(key + "=")) {
          return pair.strip().substring(key.length() + 1);
        }
      }
    }
    throw new PerformanceFormatException(
        file, "config.model_args", "no " + key + "=... in it", REMEDY);
  }

  private static double accuracy(String file, String task, JsonNode metrics) {
    for (String name : new String[] {"acc_norm", "acc_norm,none", "acc", "acc,none"}) {
      if (metrics.has(name)) {
        return fraction(file, "results." + task + "." + name, metrics.get(name));
      }
    }
    throw new PerformanceFormatException(
        file, "results." + task, "neither acc_norm nor acc", "leave the task out of the suite");
  }

  private static double fraction(String file, String place, JsonNode value) {
    if (!value.isNumber() || !(value.doubleValue() >= 0.0 && value.doubleValue() <= 1.0)) {
      throw new PerformanceFormatException(
          file, place, "expected a fraction between 0 and 1, got " + value, REMEDY);
    }
    return value.doubleValue();
  }
}

package org.gradienttransport.udfs.performance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * Reads Pico's {@code eval_results/step_N.json}: one key, one perplexity, such as {"paloma": 59.1}.
 * The file does not say its step, so the name must.
 */
public final class PicoEvaluation {
  private PicoEvaluation() {}

  /**
   * Reads one file.
   *
   * @param file its path, for the step and for messages
   * @param scale the model it belongs to
   * @param stream its content, not closed here
   * @throws PerformanceFormatException if it is not such a file
   */
  public static PerformanceValue read(String file, String scale, InputStream stream)
      throws IOException {
    return read(file, scale, BoundedBytes.read(file, stream));
  }

  /** Reads the content of one file that is already in memory. */
  public static PerformanceValue read(String file, String scale, byte[] content) {
    long step =
        StepNames.ofPicoFile(file)
            .orElseThrow(
                () ->
                    new PerformanceFormatException(
                        file, "name", "does not tell the step", "name it step_<number>.json"));
    JsonNode root = StrictJson.object(file, content);
    if (root.size() != 1) {
      throw new PerformanceFormatException(
          file,
          "top level",
          "expected one metric, got " + root.size() + " keys",
          "keep one perplexity per file");
    }
    Map.Entry<String, JsonNode> metric = root.properties().iterator().next();
    return new PerformanceValue(scale, step, metric.getKey(), perplexity(file, metric));
  }

  private static double perplexity(String file, Map.Entry<String, JsonNode> metric) {
    JsonNode value = metric.getValue();
    if (!value.isNumber() || !Double.isFinite(value.doubleValue()) || value.doubleValue() <= 0.0) {
      throw new PerformanceFormatException(
          file,
          "key \"" + metric.getKey() + "\"",
          "expected a positive finite number, got " + value,
          "remove the file if its evaluation failed");
    }
    return value.doubleValue();
  }
}

package org.gradienttransport.udfs.performance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads an evaluation as Pico writes it: a perplexity under a key, such as {"paloma": 59.1}. The
 * file does not say its step, so its place must. Other keys are passed over.
 */
public final class PicoEvaluation {
  /** Keys that a message names. */
  private static final int SHOWN = 5;

  private PicoEvaluation() {}

  /**
   * Reads one file.
   *
   * @param file its path, for messages
   * @param scale the model it belongs to
   * @param step of the model, as the file's place tells it
   * @param key of the perplexity
   * @param stream its content, not closed here
   * @throws PerformanceFormatException if it is not such a file
   */
  public static PerformanceValue read(
      String file, String scale, long step, String key, InputStream stream) throws IOException {
    JsonNode root = StrictJson.object(file, stream);
    if (!root.has(key)) {
      List<String> keys = new ArrayList<>();
      root.fieldNames().forEachRemaining(keys::add);
      throw new PerformanceFormatException(
          file,
          "top level",
          "no key \"" + key + "\" among " + keys.stream().limit(SHOWN).toList(),
          "correct performance.key in the family file");
    }
    return new PerformanceValue(scale, step, key, perplexity(file, key, root.get(key)));
  }

  private static double perplexity(String file, String key, JsonNode value) {
    if (!value.isNumber() || !Double.isFinite(value.doubleValue()) || value.doubleValue() <= 0.0) {
      throw new PerformanceFormatException(
          file,
          "key \"" + key + "\"",
          "expected a positive finite number, got " + value,
          "remove the file if its evaluation failed");
    }
    return value.doubleValue();
  }
}

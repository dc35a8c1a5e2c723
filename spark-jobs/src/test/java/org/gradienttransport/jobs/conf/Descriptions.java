package org.gradienttransport.jobs.conf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;

/** Family descriptions for tests: one that is right, and ways to make it wrong. */
final class Descriptions {
  /** A right description; every key that tests change stands on a line of its own. */
  static final String GOOD =
      """
      family: toy
      title: A toy family
      note: Not a real one.
      field: gradient
      root: runs
      scales:
        - {name: small, path: toy-small, entries: 100}
        - {name: large, path: toy-large, entries: 1000, parameters: 5000}
      snapshot:
        directory: step_{step}
        files: [grads.pt]
      steps: [0, 1, {from: 10, to: 50, every: 10}]
      grid: partial
      tensors:
        rules:
          - names: [embed.weight]
          - blocks: 'layers\\.(?<block>\\d+)\\.(?<part>.+)'
            parts: [w, b]
        exclude: ['.*mask']
        unmatched: refuse
      expected_tensors: 5
      window: {from: 10, to: 40}
      schedule:
        kind: cosine
        peak: {small: 1e-3, large: 5e-4}
        warmup_steps: 10
        total_steps: 100
        floor_ratio: 0.1
      performance:
        kind: csv
        path: '{scale_path}/loss.csv'
        columns: {step: step, value: loss}
        transform: exp
        metric: perplexity
        direction: lower_is_better
      """;

  private Descriptions() {}

  /** The right description with one stretch of text replaced by another. */
  static String with(String stretch, String replacement) {
    if (!GOOD.contains(stretch)) {
      throw new IllegalArgumentException("the description does not contain '" + stretch + "'");
    }
    return GOOD.replace(stretch, replacement);
  }

  static Path write(Path directory, String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  static Family load(Path directory, String text) throws IOException {
    return FamilyFiles.load(
        write(directory, "toy.yaml", text).toString(), new Configuration(false));
  }
}

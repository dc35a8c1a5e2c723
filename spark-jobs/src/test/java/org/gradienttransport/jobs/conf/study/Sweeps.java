package org.gradienttransport.jobs.conf.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;

/** Descriptions of studies for tests: one that is right, and ways to make it wrong. */
public final class Sweeps {
  /** A right description; every key that tests change stands on a line of its own. */
  public static final String GOOD =
      """
      study: sweep
      title: A small sweep
      rows:
        root: .
        files: [runs.csv]
        most_rows: 1000
      columns:
        series: data
        run: run
        params: params
        params_kind: total
        tokens: tokens
        steps: step
        batch_tokens: 1000
        schedule_state: final
        learning_rate: lr
        warmup_steps: 10
        loss: loss
        loss_unit: nats
        loss_kind: held_out
      where:
        - {column: keep, equals: 1}
      fits:
        laws: [chinchilla, kaplan_nd]
        approaches: [1, 2, 3]
        objective: huber_log
        delta: 1e-3
        starts: default
        bootstrap: {replicates: 100, seed: 42, interval: cases}
        held_out: {compute_share: 0.1, largest_n: true}
        time: {clocks: [step], window: {clock: step, from: 10}}
        budgets: [1e21]
        allow_decaying: false
      published:
        - {label: A paper, approach: 3, coefficients: {alpha: 0.34}}
      """;

  private Sweeps() {}

  /** The right description with one stretch of text replaced by another. */
  public static String with(String stretch, String replacement) {
    if (!GOOD.contains(stretch)) {
      throw new IllegalArgumentException("the description does not contain '" + stretch + "'");
    }
    return GOOD.replace(stretch, replacement);
  }

  /** Reads a description from a file in a directory. */
  public static Study load(Path directory, String text) throws IOException {
    Path file = Files.writeString(directory.resolve("sweep.yaml"), text);
    return StudyFiles.load(file.toString(), new Configuration(false));
  }
}

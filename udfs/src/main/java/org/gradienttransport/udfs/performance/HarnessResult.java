package org.gradienttransport.udfs.performance;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.math3.stat.StatUtils;

/**
 * One LM-eval-harness file.
 *
 * @param file its path
 * @param model the model as the configuration names it; empty where it names none
 * @param step training step, from the configuration's revision, or else from the file's path
 * @param accuracies accuracy of each task of the suite, by task: acc_norm where published, else acc
 * @param missing tasks of the suite that the file lacks, in words
 */
public record HarnessResult(
    String file,
    String model,
    long step,
    SortedMap<String, Double> accuracies,
    List<String> missing) {

  public HarnessResult {
    accuracies = Collections.unmodifiableSortedMap(new TreeMap<>(accuracies));
    missing = List.copyOf(missing);
  }

  /** Whether every task of the suite is there. */
  public boolean complete() {
    return missing.isEmpty();
  }

  /**
   * Mean accuracy over the tasks, each with the same weight; null unless all are there, because a
   * mean over other tasks is another quantity.
   */
  public Double meanAccuracy() {
    return complete() && !accuracies.isEmpty()
        ? StatUtils.mean(accuracies.values().stream().mapToDouble(Double::doubleValue).toArray())
        : null;
  }
}

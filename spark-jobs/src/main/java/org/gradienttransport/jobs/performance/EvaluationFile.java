package org.gradienttransport.jobs.performance;

import org.apache.hadoop.fs.Path;

/**
 * One file to read.
 *
 * @param family name of the family
 * @param scale name of the scale
 * @param step training step that the file's name tells; {@link #ALL_STEPS} where one file has all
 * @param path Hadoop path
 */
record EvaluationFile(String family, String scale, long step, String path) {
  static final long ALL_STEPS = -1;

  EvaluationFile at(Path found) {
    return new EvaluationFile(family, scale, step, found.toString());
  }

  boolean hasAllSteps() {
    return step == ALL_STEPS;
  }
}

package org.gradienttransport.jobs.conf.study;

import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.conf.Document;

/** Reads descriptions of studies; see docs/scaling-laws.md for every key. */
public final class StudyFiles {
  private StudyFiles() {}

  /**
   * Reads and checks a study's file.
   *
   * @param path Hadoop path; without a scheme it lies in the default file system
   * @throws org.gradienttransport.jobs.exit.JobException with exit code CONFIGURATION, naming every
   *     problem with its file, line, key and remedy
   */
  public static Study load(String path, Configuration hadoop) {
    return Document.load("study", path, hadoop, top -> new StudyParser(top).parse());
  }
}

package org.gradienttransport.jobs.conf;

import org.apache.hadoop.conf.Configuration;

/** Reads family descriptions; see docs/families.md for every key. */
public final class FamilyFiles {
  private FamilyFiles() {}

  /**
   * Reads and checks a family's file.
   *
   * @param path Hadoop path; without a scheme it lies in the default file system
   * @throws org.gradienttransport.jobs.exit.JobException with exit code CONFIGURATION, naming every
   *     problem with its file, line, key and remedy
   */
  public static Family load(String path, Configuration hadoop) {
    return Document.load("family", path, hadoop, top -> new FamilyParser(top).parse());
  }
}

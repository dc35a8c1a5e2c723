package org.gradienttransport.jobs.conf;

import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Reads family descriptions; see docs/families.md for every key. */
public final class FamilyFiles {
  private FamilyFiles() {}

  /**
   * Reads and checks a family's file; of a file that lists the members of a cohort the first one.
   *
   * @param path Hadoop path; without a scheme it lies in the default file system
   * @throws org.gradienttransport.jobs.exit.JobException with exit code CONFIGURATION, naming every
   *     problem with its file, line, key and remedy
   */
  public static Family load(String path, Configuration hadoop) {
    return loadAll(path, hadoop).get(0);
  }

  /**
   * The same of a file that may list the members of a cohort.
   *
   * @return the family, or one for each member
   */
  public static List<Family> loadAll(String path, Configuration hadoop) {
    return Document.load("family", path, hadoop, top -> new FamilyParser(top).parseAll());
  }
}

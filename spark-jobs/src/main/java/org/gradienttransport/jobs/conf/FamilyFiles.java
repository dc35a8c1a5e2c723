package org.gradienttransport.jobs.conf;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

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
    Path file = qualified(path, hadoop);
    Problems problems = new Problems(file.toString());
    MapReader top = new FamilyDocument(hadoop, problems).read(file);
    Family family = new FamilyParser(top).parse();
    problems.throwIfAny();
    return family;
  }

  private static Path qualified(String path, Configuration hadoop) {
    try {
      Path file = new Path(path);
      return FileSystems.of(file, hadoop).makeQualified(file);
    } catch (IOException | IllegalArgumentException e) {
      throw Problems.wrong("'" + path + "' is not a usable path: " + e.getMessage(), e);
    }
  }
}

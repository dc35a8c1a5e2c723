package org.gradienttransport.jobs.plan.input;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.conf.StepTemplate;

/**
 * Files whose paths leave parts open by stars, which are filled in from what is there; each must
 * fit exactly one name. Directories are listed once.
 */
public final class StarredFiles {
  private final SnapshotDirectories directories;

  /** Files of any Hadoop file system. */
  public StarredFiles(Configuration hadoop) {
    this.directories = new SnapshotDirectories(hadoop, new Listings(hadoop));
  }

  /** What a path with stars stands for. */
  public sealed interface Match {
    /** The one file that fits. */
    record File(Path path) implements Match {}

    /**
     * There is no such file.
     *
     * @param problem why, in a sentence without a full stop
     * @param several whether more than one fits, and not none
     */
    record None(String problem, boolean several) implements Match {}
  }

  /**
   * The file that fits a template at a step.
   *
   * @param root that the template's path begins at
   */
  public Match find(Path root, StepTemplate path, long step) {
    SnapshotDirectories.Place place = directories.walk(root, path.segments(), step);
    if (place instanceof SnapshotDirectories.Place.Nowhere nowhere) {
      return new Match.None(nowhere.message(), nowhere.several());
    }
    return new Match.File(((SnapshotDirectories.Place.At) place).path());
  }
}

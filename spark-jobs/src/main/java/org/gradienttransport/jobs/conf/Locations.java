package org.gradienttransport.jobs.conf;

import org.apache.hadoop.fs.Path;

/** How paths written in a family's file are understood. */
public final class Locations {
  private Locations() {}

  /**
   * A path as written in a file: taken as it is if it is absolute or has a scheme, otherwise
   * relative to the directory of that file.
   */
  public static Path resolve(String file, String written) {
    Path path = new Path(written);
    return path.isAbsolute() || path.toUri().getScheme() != null
        ? path
        : new Path(new Path(file).getParent(), path);
  }
}

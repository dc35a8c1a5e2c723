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

  /**
   * A path below another, where "." stands for the other itself; an address of its own is taken as
   * it is.
   */
  public static Path below(Path parent, String relative) {
    if (relative.contains("://")) {
      return new Path(relative);
    }
    // Three parts, since a name with a colon alone would be taken for an address.
    return relative.equals(".") ? parent : new Path(parent, new Path(null, null, relative));
  }
}

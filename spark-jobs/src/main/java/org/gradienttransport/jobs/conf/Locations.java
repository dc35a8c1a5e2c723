package org.gradienttransport.jobs.conf;

import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.exit.JobException;

/** How paths written in a family's file are understood. */
public final class Locations {
  private Locations() {}

  /**
   * A path as given on the command line.
   *
   * @param what it is for, with a capital
   * @throws JobException with exit code USAGE if it is none
   */
  public static Path given(String what, String written) {
    try {
      return new Path(written);
    } catch (IllegalArgumentException e) {
      throw JobException.usage(
          "%s '%s' is no path: %s. Write a name with a colon as an absolute path."
              .formatted(what, written, e.getMessage()));
    }
  }

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

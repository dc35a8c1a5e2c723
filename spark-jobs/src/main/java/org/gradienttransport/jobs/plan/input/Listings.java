package org.gradienttransport.jobs.plan.input;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;
import org.gradienttransport.jobs.conf.FileSystems;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;

/** Lists directories of any Hadoop file system, object stores included. */
final class Listings {
  private final Configuration hadoop;

  Listings(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /** A path below another, where "." stands for the other itself. */
  static Path below(Path parent, String relative) {
    return relative.equals(".") ? parent : new Path(parent, relative);
  }

  /** What lies directly in a directory, by name; empty if there is no such directory. */
  Optional<Map<String, FileStatus>> list(Path directory) {
    try {
      Map<String, FileStatus> byName = new TreeMap<>();
      for (FileStatus status : FileSystems.of(directory, hadoop).listStatus(directory)) {
        byName.put(status.getPath().getName(), status);
      }
      return Optional.of(byName);
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (AccessControlException e) {
      throw new JobException(
          ExitCode.UNAVAILABLE,
          "%s may not be listed: %s; check the credentials and permissions"
              .formatted(directory, e.getMessage()),
          e);
    } catch (IOException e) {
      throw new JobException(
          ExitCode.TRY_AGAIN, "%s cannot be listed: %s".formatted(directory, e.getMessage()), e);
    }
  }
}

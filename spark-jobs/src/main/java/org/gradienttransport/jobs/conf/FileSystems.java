package org.gradienttransport.jobs.conf;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.util.VersionInfo;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;

/** Finds the Hadoop file system of a path. */
public final class FileSystems {
  private FileSystems() {}

  /**
   * The file system a path lies in.
   *
   * @throws JobException with exit code CONFIGURATION if nothing on the class path serves its
   *     scheme
   * @throws IOException if the store cannot be reached
   */
  public static FileSystem of(Path path, Configuration hadoop) throws IOException {
    try {
      return path.getFileSystem(hadoop);
    } catch (UnsupportedFileSystemException | NoClassDefFoundError e) {
      throw unavailable(path, e);
    } catch (RuntimeException e) {
      // Hadoop wraps the missing class of a connector it knows by name (s3a, abfs, gs).
      if (e.getCause() instanceof ClassNotFoundException missing) {
        throw unavailable(path, missing);
      }
      throw e;
    }
  }

  /**
   * Opens a file.
   *
   * @throws IOException if there is none, or the store cannot be reached
   */
  public static FSDataInputStream open(Path path, Configuration hadoop) throws IOException {
    return opening(of(path, hadoop), path).open(path);
  }

  /**
   * What opens a file of a file system: beside a local one with a colon in its name Hadoop would
   * look for checksums under a name that it takes for an address.
   */
  public static FileSystem opening(FileSystem files, Path path) {
    return files instanceof LocalFileSystem local && path.getName().contains(":")
        ? local.getRaw()
        : files;
  }

  private static JobException unavailable(Path path, Throwable cause) {
    return new JobException(
        ExitCode.CONFIGURATION,
        "no file system for %s: %s; %s".formatted(path, cause.getMessage(), remedy(path)),
        cause);
  }

  private static String remedy(Path path) {
    String scheme = path.toUri().getScheme();
    if ("s3".equals(scheme) || "s3n".equals(scheme)) {
      return "Hadoop's name of S3 is s3a: s3a:" + path.toUri().getSchemeSpecificPart();
    }
    return "s3a".equals(scheme)
        ? "put hadoop-aws-%s.jar and the modules of the AWS SDK that it needs on the class path:"
                .formatted(VersionInfo.getVersion())
            + " deploy/bin/fetch-s3a brings these files, 19 MB, and docs/s3.md lists them"
        : "put the store's Hadoop connector on the class path";
  }
}

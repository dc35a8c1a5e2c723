package org.gradienttransport.jobs.plan.input;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.gradienttransport.udfs.tensor.GradientFolder;

/**
 * One stored file of a snapshot.
 *
 * @param path fully qualified Hadoop path
 * @param length bytes
 * @param modified milliseconds since 1970-01-01 UTC, as the store reports it
 */
public record SnapshotFile(String path, long length, long modified) implements Serializable {

  /** A file as a directory's listing shows it. */
  static SnapshotFile of(FileStatus status) {
    return new SnapshotFile(
        status.getPath().toString(), status.getLen(), status.getModificationTime());
  }

  /** The files of a folder's listing that each hold one gradient, in its order. */
  static List<SnapshotFile> gradients(Map<String, FileStatus> listing) {
    return listing.values().stream()
        .filter(file -> file.isFile() && GradientFolder.isPart(file.getPath().getName()))
        .map(SnapshotFile::of)
        .toList();
  }
}

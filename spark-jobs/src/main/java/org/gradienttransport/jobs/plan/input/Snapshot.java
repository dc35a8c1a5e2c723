package org.gradienttransport.jobs.plan.input;

import java.io.Serializable;
import java.util.List;

/** What a store has for one scale at one step. */
public sealed interface Snapshot extends Serializable {

  /**
   * The snapshot is there.
   *
   * @param files one tensor file, or the index of a sharded checkpoint followed by its shards by
   *     name
   */
  record Found(List<SnapshotFile> files) implements Snapshot {
    public Found {
      files = List.copyOf(files);
      if (files.isEmpty()) {
        throw new IllegalArgumentException("a snapshot has at least one file");
      }
    }

    /** The file to open: the tensors themselves, or the index that says where they are. */
    public SnapshotFile main() {
      return files.get(0);
    }

    /** Bytes of all files. */
    public long bytes() {
      return files.stream().mapToLong(SnapshotFile::length).sum();
    }
  }

  /**
   * The snapshot is not there.
   *
   * @param tried path that was looked at
   * @param message what was expected there, in a sentence that names the path
   */
  record Missing(String tried, String message) implements Snapshot {}
}

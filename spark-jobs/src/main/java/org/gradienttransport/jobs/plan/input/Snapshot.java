package org.gradienttransport.jobs.plan.input;

import java.io.Serializable;
import java.util.List;

/** What a store has for one scale at one step. */
public sealed interface Snapshot extends Serializable {

  /**
   * The snapshot is there.
   *
   * @param files one tensor file, or the index of a sharded checkpoint followed by its shards by
   *     name; or the files of a folder of gradients, by name
   * @param passedOver names of the family's other files that lie beside it and were not taken
   */
  record Found(List<SnapshotFile> files, List<String> passedOver) implements Snapshot {
    public Found {
      files = List.copyOf(files);
      passedOver = List.copyOf(passedOver);
      if (files.isEmpty()) {
        throw new IllegalArgumentException("a snapshot has at least one file");
      }
    }

    /** A snapshot that is alone in its directory. */
    public Found(List<SnapshotFile> files) {
      this(files, List.of());
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

package org.gradienttransport.jobs.conf;

import java.io.Serializable;
import java.util.List;

/**
 * Where, below a scale's directory, one step's tensors lie.
 *
 * @param directory directory of a step, relative to the scale's path
 * @param files names to look for in it, best first; a name ending in {@code .index.json} stands for
 *     a sharded checkpoint
 */
public record Snapshots(StepTemplate directory, List<StepTemplate> files) implements Serializable {

  /** How the index of a sharded checkpoint ends. */
  public static final String INDEX_SUFFIX = ".index.json";

  public Snapshots {
    files = List.copyOf(files);
    if (files.isEmpty()) {
      throw new IllegalArgumentException("files must list at least one file name");
    }
    if (List.of(directory.text().split("/", -1)).contains("")) {
      throw new IllegalArgumentException(
          "directory '%s' must be relative to the scale's path, without empty parts"
              .formatted(directory.text()));
    }
    for (StepTemplate file : files) {
      if (file.text().contains("/")) {
        throw new IllegalArgumentException(
            "'" + file.text() + "' must be a plain file name; put folders into directory");
      }
      if (!directory.hasStep() && !file.hasStep()) {
        throw new IllegalArgumentException(
            ("neither directory '%s' nor file '%s' contains {step}, so every step would read the"
                    + " same file")
                .formatted(directory.text(), file.text()));
      }
    }
  }
}

package org.gradienttransport.jobs.conf;

import java.io.Serializable;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where, below a scale's directory, one step's tensors lie.
 *
 * @param directory directory of a step, relative to the scale's path
 * @param files names to look for in it, best first; the name of an index stands for a sharded
 *     checkpoint
 */
public record Snapshots(StepTemplate directory, List<StepTemplate> files) implements Serializable {

  private static final Pattern INDEX = Pattern.compile(".+\\.index(\\.[A-Za-z0-9_-]+)?\\.json");

  /**
   * Whether a file is the index of a sharded checkpoint, by its name: {@code
   * model.safetensors.index.json}, or with a variant as in {@code
   * model.safetensors.index.fp16.json}.
   */
  public static boolean isIndex(String fileName) {
    return INDEX.matcher(fileName).matches();
  }

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

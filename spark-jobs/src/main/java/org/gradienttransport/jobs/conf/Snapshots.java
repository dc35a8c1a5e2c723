package org.gradienttransport.jobs.conf;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Where, below a scale's directory, one step's tensors lie.
 *
 * @param ref branch or tag of a step, where the scale's path is a repository in a hub's cache: a
 *     file in the cache's folder of refs that names the commit whose files lie in {@code
 *     snapshots/COMMIT}; null where it is none
 * @param directory directory of a step, relative to the scale's path or to the commit's directory
 * @param files names to look for in it, best first, where a star must fit one; the name of an index
 *     stands for a sharded checkpoint
 */
public record Snapshots(StepTemplate ref, StepTemplate directory, List<StepTemplate> files)
    implements Serializable {

  private static final Pattern INDEX = Pattern.compile(".+\\.index(\\.[A-Za-z0-9_-]+)?\\.json");

  private static final Pattern SAFETENSORS =
      Pattern.compile("(?<=.)(?<!\\.field)\\.safetensors(?=$|\\.index\\.)");

  private static final Pattern EXCERPT =
      Pattern.compile("(?<=.)\\.field\\.safetensors(?=$|\\.index\\.)");

  /**
   * Whether a file is the index of a sharded checkpoint, by its name: {@code
   * model.safetensors.index.json}, or with a variant as in {@code
   * model.safetensors.index.fp16.json}.
   */
  public static boolean isIndex(String fileName) {
    return INDEX.matcher(fileName).matches();
  }

  /**
   * What the file is called that holds only a field's tensors of a safetensors file or of an index
   * of such files: {@code model.field.safetensors}. Other files have no such excerpt, and the name
   * is their own.
   */
  public static String excerptName(String fileName) {
    return SAFETENSORS.matcher(fileName).replaceFirst(".field.safetensors");
  }

  /** The name of the file that an excerpt was taken from; any other name is itself. */
  public static String wholeName(String fileName) {
    return EXCERPT.matcher(fileName).replaceFirst(".safetensors");
  }

  public Snapshots {
    files = List.copyOf(files);
    if (files.isEmpty()) {
      throw new IllegalArgumentException("files must list at least one file name");
    }
    requireRelative("directory", directory);
    if (ref != null) {
      requireRelative("ref", ref);
    }
    for (StepTemplate file : files) {
      if (file.text().contains("/")) {
        throw new IllegalArgumentException(
            "'" + file.text() + "' must be a plain file name; put folders into directory");
      }
      if (!directory.hasStep() && !file.hasStep() && (ref == null || !ref.hasStep())) {
        throw new IllegalArgumentException(
            ("neither directory '%s' nor file '%s' contains {step}, so every step would read the"
                    + " same file")
                .formatted(directory.text(), file.text()));
      }
    }
  }

  private static void requireRelative(String key, StepTemplate path) {
    List<String> names = List.of(path.text().split("/", -1));
    if (names.contains("") || names.contains("..")) {
      throw new IllegalArgumentException(
          "%s '%s' must be relative to the scale's path, without empty parts and '..'"
              .formatted(key, path.text()));
    }
  }

  /** Whether each step has a directory of its own. */
  public boolean directoryPerStep() {
    return directory.hasStep() || (ref != null && ref.hasStep());
  }

  /**
   * The same as a scale has it: the variables of its templates filled in, and its names of steps in
   * place of the first that has a step.
   *
   * @throws IllegalArgumentException if a variable has no value, or a name cannot be one
   */
  Snapshots of(Scale scale) {
    Map<String, String> variables = scale.variables();
    Map<Long, String> names = scale.own().stepNames();
    boolean inRef = ref != null && ref.hasStep();
    StepTemplate at = directory.with(variables);
    return new Snapshots(
        ref == null ? null : ref.with(variables).named(names),
        inRef ? at : at.named(names),
        files.stream()
            .map(file -> file.with(variables))
            .map(file -> directoryPerStep() ? file : file.named(names))
            .toList());
  }
}

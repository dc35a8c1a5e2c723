package org.gradienttransport.jobs.conf;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * Where a model hub keeps a family's snapshots: what downloading needs to know, and measuring does
 * not. One step of a scale is the files in a folder of a repository at a ref. They belong below the
 * scale's directory where {@link Family#snapshots} looks for them.
 *
 * @param type kind of the repository
 * @param repository OWNER/NAME, in which variables of a scale may stand
 * @param ref branch or tag of a step; {@code *} in it stands for anything but a slash
 * @param folder folder of a step in the repository; {@code .} is its top
 * @param files names of a step's files in that folder, best first; an index also stands for the
 *     files that it names
 */
public record HubSource(
    Type type, String repository, StepTemplate ref, StepTemplate folder, List<StepTemplate> files)
    implements Serializable {

  /** Kinds of repositories. */
  public enum Type {
    /** Checkpoints are usually here. */
    MODEL,
    /** Collections of files, gradients among them. */
    DATASET
  }

  public HubSource {
    files = List.copyOf(files);
    if (!repository.matches("[A-Za-z0-9_.{}-]+(/[A-Za-z0-9_.{}-]+)?")) {
      throw new IllegalArgumentException("'" + repository + "' is no repository OWNER/NAME");
    }
    for (StepTemplate file : files) {
      if (!ref.hasStep() && !folder.hasStep() && !file.hasStep()) {
        throw new IllegalArgumentException(
            "none of ref '%s', folder '%s' and file '%s' contains {step}"
                .formatted(ref.text(), folder.text(), file.text()));
      }
    }
  }

  /**
   * Where one scale's snapshots are. Its names of steps stand in the first template that has a
   * step.
   *
   * @throws IllegalArgumentException if a placeholder is no variable of the scale
   */
  public HubSource of(Scale scale) {
    Map<String, String> variables = scale.variables();
    Map<Long, String> names = scale.own().stepNames();
    StepTemplate below = folder.with(variables);
    return new HubSource(
        type,
        new StepTemplate(repository).with(variables).text(),
        ref.with(variables).named(names),
        ref.hasStep() ? below : below.named(names),
        files.stream()
            .map(file -> file.with(variables))
            .map(file -> ref.hasStep() || folder.hasStep() ? file : file.named(names))
            .toList());
  }
}

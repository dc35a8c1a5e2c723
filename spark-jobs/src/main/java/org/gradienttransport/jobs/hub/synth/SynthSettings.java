package org.gradienttransport.jobs.hub.synth;

import java.util.List;
import org.gradienttransport.udfs.tensor.DType;

/**
 * A family to generate.
 *
 * @param name of the family, as in its tables
 * @param what the entries are, in words, for the family's note
 * @param layout whose files it imitates
 * @param format of checkpoints; gradients are always PyTorch files
 * @param dtype element kind as stored
 * @param scales ascending
 * @param steps of the snapshots, ascending
 * @param out Hadoop directory the family is written to
 */
public record SynthSettings(
    String name,
    String what,
    SynthLayout layout,
    Format format,
    DType dtype,
    List<SynthScale> scales,
    List<Long> steps,
    String out) {

  /** Container of checkpoints. */
  public enum Format {
    TORCH,
    SAFETENSORS
  }

  public SynthSettings {
    scales = List.copyOf(scales);
    steps = List.copyOf(steps);
  }
}

package org.gradienttransport.jobs.hub.synth;

import java.util.List;
import java.util.Optional;
import org.gradienttransport.jobs.conf.CohortMember;
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
 * @param place in a cohort, if the family is one of several that differ in their seed
 */
public record SynthSettings(
    String name,
    String what,
    SynthLayout layout,
    Format format,
    DType dtype,
    List<SynthScale> scales,
    List<Long> steps,
    String out,
    Optional<CohortMember> place) {

  /** Container of checkpoints. */
  public enum Format {
    TORCH,
    SAFETENSORS
  }

  public SynthSettings {
    scales = List.copyOf(scales);
    steps = List.copyOf(steps);
  }

  /**
   * The same family as a member of a cohort that is called like it, in a directory of its own.
   *
   * @param number of the member, from 1
   * @param entries what its entries are, in words
   */
  public SynthSettings member(int number, String entries) {
    String own = name + "-" + number;
    return new SynthSettings(
        own,
        entries,
        layout,
        format,
        dtype,
        scales,
        steps,
        out + "/" + own,
        Optional.of(new CohortMember(name, Integer.toString(number))));
  }
}

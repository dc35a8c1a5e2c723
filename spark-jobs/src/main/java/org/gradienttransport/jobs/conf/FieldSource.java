package org.gradienttransport.jobs.conf;

/** What a snapshot's field is (METHOD section 5). */
public enum FieldSource {
  /** The stored tensors themselves, raw gradients (Pico-LM). */
  GRADIENT,
  /** theta(next) - theta(previous) of two stored checkpoints (Pythia), labelled by the later. */
  CHECKPOINT_DIFFERENCE
}

package org.gradienttransport.schemas.vocabulary;

/** Which text a loss was measured on. */
public enum LossKind implements Word {
  /** Text that the model was not trained on. */
  HELD_OUT,
  /** The batches it was trained on. */
  TRAINING
}

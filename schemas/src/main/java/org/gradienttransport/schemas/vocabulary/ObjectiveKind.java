package org.gradienttransport.schemas.vocabulary;

/** What a fit of the loss minimises. */
public enum ObjectiveKind implements Word {
  /** Sum of Huber's loss of the error of ln L, in units of its width delta. */
  HUBER_LOG,
  /** Sum of squared errors of ln L. */
  LSQ_LOG,
  /** Sum of squared errors of L. */
  LSQ
}

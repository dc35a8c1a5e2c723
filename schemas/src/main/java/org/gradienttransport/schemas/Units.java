package org.gradienttransport.schemas;

/** Units of published columns. */
final class Units {
  static final String NONE = "1";
  static final String NODES = "nodes";
  static final String RELAXATION_STEPS = "relaxation steps";
  static final String TRAINING_STEPS = "training steps";
  static final String ACTIVATIONS = "node activations";
  static final String NODES_PER_STEP = "nodes per relaxation step";
  static final String PER_STEP = "1 per relaxation step";
  static final String FIELD = "field units";
  static final String FIELD_SQUARED = "field units squared";
  static final String QUANTITY = "that of the quantity";
  static final String SECONDS = "s";
  static final String BYTES = "bytes";

  private Units() {}
}

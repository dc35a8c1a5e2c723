package org.gradienttransport.schemas;

/** Units of published columns. */
public final class Units {
  public static final String NONE = "1";
  public static final String NODES = "nodes";
  public static final String RELAXATION_STEPS = "relaxation steps";
  public static final String TRAINING_STEPS = "training steps";
  public static final String ACTIVATIONS = "node activations";
  public static final String NODES_PER_STEP = "nodes per relaxation step";
  public static final String PER_STEP = "1 per relaxation step";
  public static final String FIELD = "field units";
  public static final String FIELD_SQUARED = "field units squared";
  public static final String QUANTITY = "that of the quantity";
  public static final String PARAMETERS = "parameters";
  public static final String TOKENS = "tokens";
  public static final String FLOPS = "floating-point operations";
  public static final String NATS = "nats per token";
  public static final String SECONDS = "s";
  public static final String BYTES = "bytes";

  private Units() {}
}

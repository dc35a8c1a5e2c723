package org.gradienttransport.udfs.scaling.accounting;

import org.gradienttransport.schemas.vocabulary.FlopsKind;

/** The compute C of a training run, in floating-point operations. */
public final class Compute {
  /** One petaflop per second for a day (Kaplan et al. 2020). */
  public static final double PF_DAY = 8.64e19;

  private static final double FLOPS_PER_PARAMETER_AND_TOKEN = 6.0;

  private Compute() {}

  /** C = 6 N D. */
  public static double sixNd(double params, double tokens) {
    return FLOPS_PER_PARAMETER_AND_TOKEN * params * tokens;
  }

  /** D = C / (6 N), the tokens that a budget leaves to a model. */
  public static double tokens(double flops, double params) {
    return flops / (FLOPS_PER_PARAMETER_AND_TOKEN * params);
  }

  /** Compute of training a model of known shape on D tokens, counted exactly. */
  public static double exact(FlopsKind kind, ModelShape shape, double tokens) {
    return shape.flopsPerSequence(kind) * (tokens / shape.context());
  }
}

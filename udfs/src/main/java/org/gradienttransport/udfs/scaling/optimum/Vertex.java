package org.gradienttransport.udfs.scaling.optimum;

/**
 * The lowest point of a budget's parabola.
 *
 * @param params N*
 * @param tokens D*
 * @param loss L*, nats per token
 * @param curvature d2 L / d (ln N)2 there
 * @param rms root of the mean squared residual of the parabola, nats per token
 */
public record Vertex(double params, double tokens, double loss, double curvature, double rms) {}

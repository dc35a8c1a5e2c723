package org.gradienttransport.jobs.conf;

import java.io.Serializable;

/**
 * A step of a scale and where it lies on its family's axis.
 *
 * @param value tokens, or share of the training
 * @param step training step of the scale
 */
public record AxisStep(double value, long step) implements Serializable {
  public AxisStep {
    if (!(value >= 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException("there is no place " + value + " on the axis");
    }
  }

  String canonical() {
    return Double.toHexString(value) + "@" + step;
  }
}

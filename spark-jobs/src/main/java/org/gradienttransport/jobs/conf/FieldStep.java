package org.gradienttransport.jobs.conf;

import java.io.Serializable;

/**
 * One field of a scale.
 *
 * @param fromStep step of the earlier checkpoint; the same as {@code step} for a raw gradient
 * @param step the step that labels the field: the later checkpoint's (METHOD section 5)
 */
public record FieldStep(long fromStep, long step) implements Serializable {

  public FieldStep {
    if (fromStep < 0 || step < fromStep) {
      throw new IllegalArgumentException("no field leads from step " + fromStep + " to " + step);
    }
  }
}

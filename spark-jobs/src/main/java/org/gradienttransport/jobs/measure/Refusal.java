package org.gradienttransport.jobs.measure;

import org.gradienttransport.jobs.plan.input.FieldRefusedException;
import org.gradienttransport.schemas.vocabulary.FieldStatus;

/**
 * A field that could not be loaded or relaxed.
 *
 * @param status as published
 * @param message naming the file, the place and the remedy
 */
public record Refusal(FieldStatus status, String message) implements LoadResult, RelaxResult {
  static Refusal of(FieldRefusedException e) {
    return new Refusal(e.status(), e.getMessage());
  }
}

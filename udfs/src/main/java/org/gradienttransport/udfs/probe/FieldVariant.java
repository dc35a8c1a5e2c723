package org.gradienttransport.udfs.probe;

import java.io.Serializable;
import org.gradienttransport.schemas.vocabulary.FieldKind;

/**
 * One relaxation to make of a loaded field: the field itself, or one realisation of a null.
 *
 * @param kind which field
 * @param replicate number of the realisation, from 0; always 0 for the real field
 * @param seed seed of the realisation, 42 + step as in the paper; unused for the real field
 */
public record FieldVariant(FieldKind kind, int replicate, long seed) implements Serializable {
  public FieldVariant {
    if (replicate < 0 || (kind == FieldKind.REAL && replicate != 0)) {
      throw new IllegalArgumentException("replicate " + replicate + " is not valid for " + kind);
    }
  }

  /** The field as it was loaded. */
  public static FieldVariant real() {
    return new FieldVariant(FieldKind.REAL, 0, 0L);
  }

  /** One realisation of a null control. */
  public static FieldVariant nullOf(FieldKind kind, int replicate, long seed) {
    if (kind == FieldKind.REAL) {
      throw new IllegalArgumentException("the real field is not a null");
    }
    return new FieldVariant(kind, replicate, seed);
  }
}

package org.gradienttransport.schemas.rows;

import static org.gradienttransport.schemas.SharedColumn.FIELD_KIND;
import static org.gradienttransport.schemas.SharedColumn.REPLICATE;

import java.util.Comparator;
import org.gradienttransport.schemas.Shared;
import org.gradienttransport.schemas.vocabulary.FieldKind;

/**
 * Which field: the real one, or one realisation of a null control. Ordered by kind, then number.
 */
public record Realisation(@Shared(FIELD_KIND) FieldKind fieldKind, @Shared(REPLICATE) int replicate)
    implements Comparable<Realisation> {

  /** The field as saved. */
  public static final Realisation REAL = new Realisation(FieldKind.REAL, 0);

  private static final Comparator<Realisation> ORDER =
      Comparator.comparing((Realisation of) -> of.fieldKind().word())
          .thenComparingInt(Realisation::replicate);

  /** Whether the realisation is the real field, as saved. */
  public boolean isReal() {
    return fieldKind == FieldKind.REAL;
  }

  @Override
  public int compareTo(Realisation other) {
    return ORDER.compare(this, other);
  }
}

package org.gradienttransport.jobs.conf.study;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.gradienttransport.schemas.vocabulary.Approach;
import org.gradienttransport.schemas.vocabulary.Coefficient;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.Word;

/**
 * What others found in the same rows, to be shown beside ours and audited.
 *
 * @param label who, and where
 * @param series the series it is about; all for every one
 * @param approach how it was found
 * @param form of the law; a power of compute for approaches 1 and 2
 * @param coefficients what was printed
 */
public record PublishedFit(
    String label,
    String series,
    Approach approach,
    LawForm form,
    Map<Coefficient, Double> coefficients)
    implements Serializable {

  public PublishedFit {
    Checks.requireName(label);
    coefficients = Collections.unmodifiableMap(new TreeMap<>(coefficients));
    if (coefficients.isEmpty()) {
      throw new IllegalArgumentException("a published fit needs at least one coefficient");
    }
  }

  /** Whether it is about the rows of a series. */
  public boolean isAbout(String other) {
    return series.equals(Word.ALL) || series.equals(other);
  }
}

package org.gradienttransport.jobs.scaling.audit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradienttransport.jobs.conf.study.LawRequest;
import org.gradienttransport.jobs.conf.study.PublishedFit;
import org.gradienttransport.schemas.vocabulary.Approach;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.LawVariables;
import org.gradienttransport.schemas.vocabulary.Word;
import org.gradienttransport.udfs.scaling.fit.Theta;
import org.gradienttransport.udfs.scaling.form.LossForm;
import org.gradienttransport.udfs.scaling.form.LossForms;

/**
 * A law as somebody published it.
 *
 * @param series the series it is about; all for every one
 * @param form of the law: one of N and D, or of N and S
 */
public record PublishedLaw(String label, String series, LossForm form, Theta theta) {

  /**
   * A law from its coefficients.
   *
   * @throws IllegalArgumentException if the form is one of one variable, or a coefficient is
   *     unknown, missing or not positive
   */
  public static PublishedLaw of(
      String label, String series, LawForm form, Map<String, Double> coefficients) {
    if (LawRequest.usual(form).isEmpty() || form == LawForm.DATA_CONSTRAINED) {
      throw new IllegalArgumentException(
          form.word() + " cannot be audited, only laws of two variables can");
    }
    LossForm law = LossForms.of(form);
    List<String> names = law.coefficientNames();
    for (String name : coefficients.keySet()) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            form.word() + " has no coefficient " + name + ", only " + String.join(", ", names));
      }
    }
    return new PublishedLaw(label, series, law, Theta.of(law.theta(coefficients)));
  }

  /** The published fits of a study that have all parameters of an auditable law. */
  static List<PublishedLaw> of(List<PublishedFit> published) {
    return published.stream()
        .filter(PublishedLaw::whole)
        .map(fit -> of(fit.label(), fit.series(), fit.form(), parameters(fit)))
        .toList();
  }

  private static boolean whole(PublishedFit fit) {
    boolean lawOfTwo =
        fit.approach() != Approach.ENVELOPE
            && fit.approach() != Approach.ISOFLOP
            && LawRequest.usual(fit.form()).isPresent()
            && fit.form() != LawForm.DATA_CONSTRAINED;
    return lawOfTwo && parameters(fit).size() == LossForms.of(fit.form()).coefficientNames().size();
  }

  private static Map<String, Double> parameters(PublishedFit fit) {
    List<String> names = LossForms.of(fit.form()).coefficientNames();
    Map<String, Double> parameters = new LinkedHashMap<>();
    fit.coefficients()
        .forEach(
            (coefficient, value) -> {
              if (names.contains(coefficient.word())) {
                parameters.put(coefficient.word(), value);
              }
            });
    return parameters;
  }

  /** What the law is a function of. */
  LawVariables variables() {
    return LawRequest.usual(form.word()).orElseThrow();
  }

  boolean isAbout(String other) {
    return series.equals(Word.ALL) || series.equals(other);
  }
}

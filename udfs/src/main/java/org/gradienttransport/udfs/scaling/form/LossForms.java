package org.gradienttransport.udfs.scaling.form;

import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.LawVariable;

/** The forms there are. */
public final class LossForms {
  private LossForms() {}

  /**
   * A form in its own variables: N and D, N and S for Kaplan's form in steps, N, D and U where data
   * repeat.
   *
   * @throws IllegalArgumentException for a form in one variable, which must be named
   */
  public static LossForm of(LawForm form) {
    return switch (form) {
      case CHINCHILLA, CHINCHILLA_TIED, CHINCHILLA_NO_FLOOR -> of(form, LawVariable.TOKENS);
      case KAPLAN_ND -> new KaplanData();
      case KAPLAN_NS -> new KaplanSteps();
      case DATA_CONSTRAINED -> new DataConstrained();
      case POWER, POWER_FLOOR ->
          throw new IllegalArgumentException(form.word() + " needs the name of its variable");
    };
  }

  /**
   * A form in a chosen variable: the data of Chinchilla's forms (tokens or steps), the only one of
   * a power law.
   *
   * @throws IllegalArgumentException if the form has no such choice
   */
  public static LossForm of(LawForm form, LawVariable variable) {
    return switch (form) {
      case CHINCHILLA, CHINCHILLA_TIED, CHINCHILLA_NO_FLOOR ->
          new Chinchilla(form, data(form, variable));
      case POWER -> new Power(variable);
      case POWER_FLOOR -> new PowerFloor(variable);
      case KAPLAN_ND, KAPLAN_NS, DATA_CONSTRAINED ->
          throw new IllegalArgumentException(form.word() + " has its own variables");
    };
  }

  private static LawVariable data(LawForm form, LawVariable variable) {
    if (variable != LawVariable.TOKENS && variable != LawVariable.STEPS) {
      throw new IllegalArgumentException(
          form.word() + " is a law of params and of tokens or steps, not of " + variable.word());
    }
    return variable;
  }
}

package org.gradienttransport.jobs.conf.study;

import java.io.Serializable;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.gradienttransport.jobs.conf.study.RowColumns.Variable;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.LawVariables;

/** A law to be fitted: its form, and what it is a function of. */
public record LawRequest(LawForm form, LawVariables variables) implements Serializable {

  public LawRequest {
    if (!possible(form).contains(variables)) {
      throw new IllegalArgumentException(
          "the form " + form.word() + " cannot be a function of " + variables.word());
    }
  }

  /** What a form is a function of where nothing is said; empty where it must be said. */
  public static Optional<LawVariables> usual(LawForm form) {
    return switch (form) {
      case CHINCHILLA, CHINCHILLA_TIED, CHINCHILLA_NO_FLOOR, KAPLAN_ND ->
          Optional.of(LawVariables.N_D);
      case DATA_CONSTRAINED -> Optional.of(LawVariables.N_D_U);
      case KAPLAN_NS -> Optional.of(LawVariables.N_S);
      case POWER, POWER_FLOOR -> Optional.empty();
    };
  }

  private static Set<LawVariables> possible(LawForm form) {
    return switch (form) {
      case CHINCHILLA, CHINCHILLA_TIED, CHINCHILLA_NO_FLOOR ->
          EnumSet.of(LawVariables.N_D, LawVariables.N_S);
      case KAPLAN_ND -> EnumSet.of(LawVariables.N_D);
      case DATA_CONSTRAINED -> EnumSet.of(LawVariables.N_D_U);
      case KAPLAN_NS -> EnumSet.of(LawVariables.N_S);
      case POWER ->
          EnumSet.of(
              LawVariables.N, LawVariables.D, LawVariables.S, LawVariables.C, LawVariables.C_MIN);
      case POWER_FLOOR ->
          EnumSet.of(
              LawVariables.N, LawVariables.D, LawVariables.S, LawVariables.C, LawVariables.TAU);
    };
  }

  /** What rows must have for it. */
  public Set<Variable> needs() {
    return switch (variables) {
      case N -> EnumSet.of(Variable.N);
      case D -> EnumSet.of(Variable.D);
      case S -> EnumSet.of(Variable.S);
      case C -> EnumSet.of(Variable.C);
      case C_MIN -> EnumSet.of(Variable.C_MIN);
      case TAU -> EnumSet.of(Variable.TAU);
      case N_D -> EnumSet.of(Variable.N, Variable.D);
      case N_S -> EnumSet.of(Variable.N, Variable.S);
      case N_D_U -> EnumSet.of(Variable.N, Variable.D, Variable.U);
    };
  }

  @Override
  public String toString() {
    return form.word() + " in " + variables.word();
  }
}

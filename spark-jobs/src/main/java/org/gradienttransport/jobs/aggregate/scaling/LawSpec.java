package org.gradienttransport.jobs.aggregate.scaling;

import java.io.Serializable;
import org.gradienttransport.jobs.conf.study.StudyFits;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.LawVariable;
import org.gradienttransport.schemas.vocabulary.LawVariables;
import org.gradienttransport.schemas.vocabulary.ObjectiveKind;
import org.gradienttransport.udfs.scaling.fit.Objective;
import org.gradienttransport.udfs.scaling.form.LossForm;
import org.gradienttransport.udfs.scaling.form.LossForms;
import org.gradienttransport.udfs.scaling.form.StartGrid;

/**
 * What is fitted, and how.
 *
 * @param variables what it is a function of; tau stands where the engine has steps, the least
 *     compute where it has compute
 * @param delta width of Huber's loss; 0 for least squares
 */
public record LawSpec(
    LawForm form, LawVariables variables, ObjectiveKind kind, double delta, StartGrid grid)
    implements Serializable {

  /** Where the optimiser starts in the fits of a study. */
  public static StartGrid grid(StudyFits fits) {
    return fits.starts() == StudyFits.Starts.FULL ? StartGrid.FULL : StartGrid.DEFAULT;
  }

  LossForm lossForm() {
    return switch (variables) {
      case N -> LossForms.of(form, LawVariable.PARAMS);
      case D -> LossForms.of(form, LawVariable.TOKENS);
      case S, TAU -> LossForms.of(form, LawVariable.STEPS);
      case C, C_MIN -> LossForms.of(form, LawVariable.FLOPS);
      case N_D, N_D_U -> LossForms.of(form);
      case N_S ->
          form == LawForm.KAPLAN_NS ? LossForms.of(form) : LossForms.of(form, LawVariable.STEPS);
    };
  }

  Objective objective() {
    return kind == ObjectiveKind.HUBER_LOG
        ? new Objective(kind, delta)
        : Objective.leastSquares(kind);
  }

  /** Canonical text: part of the key of every unit of work. */
  String canonical() {
    return String.join(
        ";", form.word(), variables.word(), kind.word(), Double.toHexString(delta), grid.name());
  }
}

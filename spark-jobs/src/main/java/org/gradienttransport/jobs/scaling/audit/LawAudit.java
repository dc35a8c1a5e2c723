package org.gradienttransport.jobs.scaling.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gradienttransport.jobs.aggregate.scaling.LawSpec;
import org.gradienttransport.jobs.aggregate.scaling.RowChoice;
import org.gradienttransport.jobs.conf.study.Study;
import org.gradienttransport.jobs.conf.study.StudyFits;
import org.gradienttransport.schemas.rows.ScalingRun;
import org.gradienttransport.schemas.vocabulary.LawStatus;
import org.gradienttransport.schemas.vocabulary.ObjectiveKind;
import org.gradienttransport.udfs.scaling.LossRows;
import org.gradienttransport.udfs.scaling.fit.Audit;
import org.gradienttransport.udfs.scaling.fit.LawFit;
import org.gradienttransport.udfs.scaling.fit.LawFitter;
import org.gradienttransport.udfs.scaling.fit.Objective;
import org.gradienttransport.udfs.scaling.form.StartGrid;

/**
 * A published law held against rows: is it a minimum of its own objective (METHOD-SCALING section
 * 3)?
 *
 * @param fit ours, of the same rows and objective
 * @param audit what was found; empty where the rows are too few for the law or do not mix
 * @param remark what is to be known about the rows, in sentences; empty if nothing is
 */
public record LawAudit(
    String series, PublishedLaw law, LawFit fit, Optional<Audit> audit, String remark) {

  /** Audits of all published fits of a study that have all parameters of their laws. */
  public static List<PublishedLaw> published(Study study) {
    return PublishedLaw.of(study.published());
  }

  /**
   * Audits laws in every series they are about and at every width of Huber's loss.
   *
   * @param series rows by series, in the order of scaling_run
   * @param fits objective, widths and starts
   */
  public static List<LawAudit> of(
      Map<String, List<ScalingRun>> series, List<PublishedLaw> laws, StudyFits fits) {
    List<LawAudit> audits = new ArrayList<>();
    series.forEach(
        (name, rows) ->
            laws.stream()
                .filter(law -> law.isAbout(name))
                .forEach(law -> audits.addAll(of(name, rows, law, fits))));
    return audits;
  }

  private static List<LawAudit> of(
      String series, List<ScalingRun> rows, PublishedLaw law, StudyFits fits) {
    RowChoice choice = RowChoice.of(rows, law.variables(), fits);
    return objectives(fits).stream()
        .map(objective -> of(series, choice, law, objective, LawSpec.grid(fits)))
        .toList();
  }

  private static LawAudit of(
      String series, RowChoice choice, PublishedLaw law, Objective objective, StartGrid grid) {
    if (!choice.mixed().isEmpty()) {
      LawFit refused =
          new LawFit(
              law.form(),
              objective,
              choice.rows().size(),
              0,
              Optional.empty(),
              LawStatus.REFUSED,
              choice.mixed());
      return new LawAudit(series, law, refused, Optional.empty(), choice.remark());
    }
    LossRows losses = choice.lossRows(law.variables());
    LawFit fit = LawFitter.fit(law.form(), losses, objective, grid);
    Optional<Audit> audit = fit.estimate().map(any -> Audit.of(fit, losses, law.theta()));
    return new LawAudit(series, law, fit, audit, choice.remark());
  }

  private static List<Objective> objectives(StudyFits fits) {
    return fits.objective() == ObjectiveKind.HUBER_LOG
        ? fits.deltas().stream().map(delta -> new Objective(fits.objective(), delta)).toList()
        : List.of(Objective.leastSquares(fits.objective()));
  }

  /** The finding, or why there is none, in sentences. */
  public String sentence() {
    return (audit.map(Audit::sentence).orElse("There is nothing to hold the parameters against.")
            + " "
            + fit.message()
            + " "
            + remark)
        .strip();
  }
}

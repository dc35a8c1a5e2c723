package org.gradienttransport.jobs.aggregate;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.gradienttransport.jobs.tables.RowBuilder;
import org.gradienttransport.schemas.StepwiseExponent;
import org.gradienttransport.schemas.vocabulary.Observable;
import org.gradienttransport.udfs.fit.PowerLawEvidence;
import org.gradienttransport.udfs.fit.PowerLawFit;

/** Rows of stepwise_exponent: one per fit. */
final class StepwiseExponents {
  private StepwiseExponents() {}

  static List<Row> rows(StepFit fit) {
    List<Row> rows = new ArrayList<>();
    for (Observable observable : Observable.values()) {
      rows.add(row(fit, observable));
    }
    return rows;
  }

  private static Row row(StepFit fit, Observable observable) {
    PowerLawFit law = fit.exponents().fit(observable);
    RowBuilder row =
        RowBuilder.of(StepwiseExponent.TABLE)
            .set(StepwiseExponent.FAMILY, fit.key().family())
            .set(StepwiseExponent.STEP, fit.key().step())
            .set(StepwiseExponent.FROM_STEP, fit.fromStep())
            .set(StepwiseExponent.FIELD_KIND, fit.key().kind())
            .set(StepwiseExponent.REPLICATE, fit.key().replicate())
            .set(StepwiseExponent.OBSERVABLE, observable.word())
            .set(StepwiseExponent.SYMBOL, observable.symbol())
            .set(StepwiseExponent.EXPONENT, law.slope())
            .set(StepwiseExponent.STD_ERROR, law.stdError())
            .set(StepwiseExponent.INTERCEPT, law.intercept())
            .set(StepwiseExponent.R2, law.r2())
            .set(StepwiseExponent.SCALES, fit.scales())
            .set(StepwiseExponent.SCALE_NAMES, fit.scaleNames())
            .set(StepwiseExponent.STATUS, law.status().word())
            .set(StepwiseExponent.MESSAGE, fit.message());
    PowerLawEvidence evidence = fit.evidence(observable);
    if (evidence != null) {
      addEvidence(row, evidence);
    }
    return row.build();
  }

  private static void addEvidence(RowBuilder row, PowerLawEvidence evidence) {
    row.set(StepwiseExponent.PREFERRED_MODEL, evidence.preferred().word())
        .set(StepwiseExponent.CRITERION, evidence.criterion().word())
        .set(StepwiseExponent.CRITERION_CONSTANT, evidence.deltaConstant())
        .set(StepwiseExponent.CRITERION_POWER, evidence.deltaPowerLaw())
        .set(StepwiseExponent.CRITERION_TWO_SLOPE, evidence.deltaTwoSlope());
    if (evidence.curvature() != null) {
      row.set(StepwiseExponent.CURVATURE, evidence.curvature().coefficient())
          .set(StepwiseExponent.CURVATURE_P, evidence.curvature().pValue());
    }
  }
}

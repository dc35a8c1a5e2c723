package org.gradienttransport.jobs.aggregate;

import java.util.List;
import org.apache.spark.sql.Row;
import org.gradienttransport.jobs.tables.RowBuilder;
import org.gradienttransport.schemas.ClosureCheck;
import org.gradienttransport.udfs.fit.Closure;

/** Rows of closure_check: one per step, kind and replicate. */
final class ClosureChecks {
  private ClosureChecks() {}

  static List<Row> rows(StepFit fit) {
    Closure closure = fit.exponents().closure();
    return List.of(
        RowBuilder.of(ClosureCheck.TABLE)
            .set(ClosureCheck.FAMILY, fit.key().family())
            .set(ClosureCheck.STEP, fit.key().step())
            .set(ClosureCheck.FIELD_KIND, fit.key().kind())
            .set(ClosureCheck.REPLICATE, fit.key().replicate())
            .set(ClosureCheck.BETA_RESIDUAL, closure.absoluteResidual())
            .set(ClosureCheck.DELTA_RESIDUAL, closure.intensiveResidual())
            .set(ClosureCheck.BOUND, Closure.BOUND)
            .set(ClosureCheck.VERDICT, verdict(closure))
            .set(ClosureCheck.STATUS, fit.status().word())
            .build());
  }

  private static String verdict(Closure closure) {
    return switch (closure.verdict()) {
      case HOLDS -> "closed";
      case BROKEN -> "broken";
      case NOT_FITTED -> null;
    };
  }
}

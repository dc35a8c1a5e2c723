package org.gradienttransport.jobs.aggregate;

import java.util.List;
import org.apache.spark.sql.Row;
import org.gradienttransport.jobs.tables.RowBuilder;
import org.gradienttransport.schemas.Column;
import org.gradienttransport.schemas.Compressibility;
import org.gradienttransport.schemas.vocabulary.Observable;
import org.gradienttransport.udfs.fit.SlopeRange;

/** Rows of compressibility: how well one power law holds in each channel at one step. */
final class Compressibilities {
  private Compressibilities() {}

  static List<Row> rows(StepFit fit) {
    RowBuilder row =
        RowBuilder.of(Compressibility.TABLE)
            .set(Compressibility.FAMILY, fit.key().family())
            .set(Compressibility.STEP, fit.key().step())
            .set(Compressibility.FIELD_KIND, fit.key().kind())
            .set(Compressibility.REPLICATE, fit.key().replicate())
            .set(Compressibility.R2_SIZE, fit.exponents().size().r2())
            .set(Compressibility.R2_DURATION, fit.exponents().duration().r2())
            .set(Compressibility.R2_INTENSIVE, fit.exponents().intensive().r2())
            .set(Compressibility.SCALES, fit.scales())
            .set(Compressibility.STATUS, fit.status().word())
            .set(Compressibility.MESSAGE, fit.message());
    range(
        row,
        fit.leaveOneScaleOut(Observable.SIZE),
        Compressibility.LOO_SIZE_MIN,
        Compressibility.LOO_SIZE_MAX);
    range(
        row,
        fit.leaveOneScaleOut(Observable.DURATION),
        Compressibility.LOO_DURATION_MIN,
        Compressibility.LOO_DURATION_MAX);
    range(
        row,
        fit.leaveOneScaleOut(Observable.INTENSIVE),
        Compressibility.LOO_INTENSIVE_MIN,
        Compressibility.LOO_INTENSIVE_MAX);
    return List.of(row.build());
  }

  private static void range(RowBuilder row, SlopeRange range, Column min, Column max) {
    if (range != null) {
      row.set(min, range.min()).set(max, range.max());
    }
  }
}

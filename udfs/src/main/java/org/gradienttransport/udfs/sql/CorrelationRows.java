package org.gradienttransport.udfs.sql;

import java.util.List;
import org.apache.spark.sql.types.StructType;
import org.gradienttransport.schemas.vocabulary.FunctionStatus;
import org.gradienttransport.udfs.association.Correlation;

/** Results of partial_pearson and partial_pearson_test (METHOD section 6). */
final class CorrelationRows {
  static final List<Cell> CELLS = List.of(Cell.DOUBLE, Cell.DOUBLE, Cell.DOUBLE, Cell.LONG);
  static final StructType TEST =
      Structs.type("r DOUBLE, p DOUBLE, n BIGINT NOT NULL, status STRING NOT NULL");

  private CorrelationRows() {}

  /** The correlation; without a coefficient where a value is not finite. */
  static Correlation partial(GatheredRows rows) {
    GatheredRows sorted = rows.width() == 4 ? rows.sortedBy(3) : rows.sorted();
    double[] x = sorted.doubles(0);
    double[] y = sorted.doubles(1);
    double[] z = sorted.doubles(2);
    return Structs.finite(x, y, z)
        ? Correlation.partialPearson(x, y, z)
        : new Correlation(null, null, x.length);
  }

  static Object test(GatheredRows rows) {
    Correlation found = partial(rows);
    FunctionStatus status = FunctionStatus.OK;
    if (found.r() == null) {
      boolean finite = Structs.finite(rows.doubles(0), rows.doubles(1), rows.doubles(2));
      status = finite ? FunctionStatus.UNDEFINED : FunctionStatus.NOT_FINITE;
    }
    return Structs.row(found.r(), found.p(), (long) found.n(), status);
  }
}

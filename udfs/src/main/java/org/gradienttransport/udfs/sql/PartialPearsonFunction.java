package org.gradienttransport.udfs.sql;

import static org.gradienttransport.udfs.sql.Structs.field;
import static org.gradienttransport.udfs.sql.Structs.required;

import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.gradienttransport.udfs.association.Correlation;

/**
 * partial_pearson and partial_pearson_test, (x, y, z[, step]).
 *
 * @param name which of the two
 * @param ordered whether the last argument is given
 */
record PartialPearsonFunction(String name, boolean ordered) implements PointFunction {
  private static final long serialVersionUID = 1L;
  static final String COEFFICIENT = "partial_pearson";
  static final String TEST = "partial_pearson_test";
  private static final StructType TYPE =
      Structs.struct(
          field("r", Structs.DOUBLE),
          field("p", Structs.DOUBLE),
          required("n", Structs.LONG),
          required("status", Structs.STRING));

  @Override
  public List<Cell> arguments() {
    List<Cell> arguments = List.of(Cell.DOUBLE, Cell.DOUBLE, Cell.DOUBLE, Cell.LONG);
    return ordered ? arguments : arguments.subList(0, 3);
  }

  @Override
  public DataType resultType() {
    return name.equals(TEST) ? TYPE : Structs.DOUBLE;
  }

  @Override
  public boolean nullable() {
    return !name.equals(TEST);
  }

  @Override
  public Object result(Points points) {
    Points rows = ordered ? points.sortedBy(3, arguments()) : points.sorted(arguments());
    double[] x = rows.doubles(0);
    double[] y = rows.doubles(1);
    double[] z = rows.doubles(2);
    boolean finite = Values.finite(x, y, z);
    Correlation correlation =
        finite ? Correlation.partialPearson(x, y, z) : new Correlation(null, null, x.length);
    if (nullable()) {
      return correlation.r();
    }
    String undefined = finite ? "undefined" : Values.NOT_FINITE;
    return Structs.row(
        correlation.r(),
        correlation.p(),
        (long) correlation.n(),
        Structs.text(correlation.r() == null ? undefined : "ok"));
  }
}

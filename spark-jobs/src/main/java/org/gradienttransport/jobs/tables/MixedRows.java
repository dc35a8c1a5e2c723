package org.gradienttransport.jobs.tables;

import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.gradienttransport.schemas.TableSpec;
import org.gradienttransport.schemas.spark.SparkSchemas;

/**
 * Rows of several tables that one pass over the data makes: a column for each table, of which every
 * row fills one.
 */
public final class MixedRows {
  private MixedRows() {}

  /** For rows of these tables. */
  public static Encoder<Row> encoder(List<TableSpec> tables) {
    StructType columns = new StructType();
    for (TableSpec table : tables) {
      columns = columns.add(table.name(), SparkSchemas.structType(table), true);
    }
    return Encoders.row(columns);
  }

  /**
   * Rows of one of the tables among those of others.
   *
   * @param tables all of them, in the encoder's order
   */
  public static Stream<Row> of(List<TableSpec> tables, TableSpec table, List<Row> rows) {
    int place = tables.indexOf(table);
    return rows.stream()
        .map(
            row -> {
              Object[] values = new Object[tables.size()];
              values[place] = row;
              return RowFactory.create(values);
            });
  }

  /** Those of one table, in its columns. */
  public static Dataset<Row> only(TableSpec table, Dataset<Row> mixed) {
    return mixed
        .where(functions.col(table.name()).isNotNull())
        .select(functions.col(table.name() + ".*"));
  }
}

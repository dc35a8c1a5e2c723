package org.gradienttransport.jobs.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.gradienttransport.jobs.SharedSpark;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.schemas.Column;
import org.gradienttransport.schemas.NullFloor;
import org.gradienttransport.schemas.TableSpec;
import org.gradienttransport.schemas.WindowSummary;
import org.gradienttransport.schemas.spark.SparkSchemas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A written table is read back, and refused before publication where it breaks its declaration. */
class TableVerifierTest {
  private static final TableSpec WINDOWS = WindowSummary.TABLE;

  @TempDir java.nio.file.Path directory;

  @Test
  void aSoundTableHasItsRowsCounted() {
    assertThat(verify(WINDOWS, window("D"), window("z"))).isEqualTo(2);
  }

  @Test
  void aTableMayBeEmpty() {
    assertThat(verify(WINDOWS)).isZero();
  }

  @Test
  void whatIsWrittenIsSortedInOneFileAndSound() {
    Path place = place();
    TableWriter.write(frame(WINDOWS, window("z"), window("D")).repartition(2), WINDOWS, place, 1);
    List<Row> rows = SharedSpark.session().read().parquet(place.toString()).collectAsList();
    assertThat(rows).extracting(row -> row.getAs("quantity")).containsExactly("D", "z");
    assertThat(TableVerifier.verify(SharedSpark.session(), WINDOWS, place)).isEqualTo(2);
  }

  @Test
  void aMissingRequiredValueIsRefused() {
    assertRefused(
        "has 1 rows in which rule is null",
        WINDOWS,
        window("D"),
        with(window("z"), WindowSummary.RULE, null));
  }

  @Test
  void aKeyThatIsThereTwiceIsRefused() {
    assertRefused(
        "has the key [x,x,x,0,z,x,2] more than once",
        WINDOWS,
        window("D"),
        window("z"),
        with(window("z"), WindowSummary.MEAN, 0.05));
  }

  @Test
  void numbersThatAreNotFiniteAreRefused() {
    for (double wrong : new double[] {Double.NaN, Double.NEGATIVE_INFINITY}) {
      assertRefused(
          "has 1 rows in which mean is not finite",
          WINDOWS,
          with(window("D"), WindowSummary.MEAN, wrong));
      assertRefused(
          "has 1 rows in which efficiencies holds a number that is not finite",
          NullFloor.TABLE,
          with(row(NullFloor.TABLE), NullFloor.EFFICIENCIES, new double[] {1, wrong}));
    }
    assertThat(verify(NullFloor.TABLE, row(NullFloor.TABLE))).isEqualTo(1);
  }

  private void assertRefused(String what, TableSpec table, Object[]... rows) {
    assertThatThrownBy(() -> verify(table, rows))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("The staged table " + table.name())
        .hasMessageContaining(what)
        .extracting(failure -> ((JobException) failure).exitCode())
        .isEqualTo(ExitCode.INTERNAL);
  }

  private long verify(TableSpec table, Object[]... rows) {
    Path place = place();
    frame(table, rows).write().parquet(place.toString());
    return TableVerifier.verify(SharedSpark.session(), table, place);
  }

  private Path place() {
    return new Path(directory.resolve("table-" + System.nanoTime()).toUri());
  }

  /** Rows of a table whose columns may all be null. */
  private static Dataset<Row> frame(TableSpec table, Object[]... rows) {
    StructType declared = SparkSchemas.structType(table);
    StructType lax =
        new StructType(
            Arrays.stream(declared.fields())
                .map(
                    field ->
                        new StructField(field.name(), field.dataType(), true, field.metadata()))
                .toArray(StructField[]::new));
    return SharedSpark.session()
        .createDataFrame(Arrays.stream(rows).map(RowFactory::create).toList(), lax);
  }

  private static Object[] window(String quantity) {
    return with(row(WINDOWS), WindowSummary.QUANTITY, quantity);
  }

  /** Values of every column, in their order. */
  private static Object[] row(TableSpec table) {
    return table.columns().stream().map(TableVerifierTest::any).toArray();
  }

  private static Object any(Column column) {
    return switch (column.type()) {
      case STRING -> "x";
      case BOOLEAN -> true;
      case INT -> 0;
      case LONG -> 0L;
      case DOUBLE -> 0.5;
      case LONG_ARRAY -> new long[] {1, 2};
      case DOUBLE_ARRAY -> new double[] {0.5};
      default -> null;
    };
  }

  private static Object[] with(Object[] row, Column column, Object value) {
    row[column.id() - 1] = value;
    return row;
  }
}

package org.gradienttransport.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.gradienttransport.jobs.conf.Repository;
import org.gradienttransport.jobs.testing.RunTables;
import org.gradienttransport.schemas.rows.ClosureCheck;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All 500 gradients and 765 checkpoint differences of the mini families. */
@Tag("slow")
class FullMinisTest {
  @TempDir Path warehouse;

  @Test
  void everyRowEqualsAnIndependentImplementationAndTheReferenceRows() throws IOException {
    Map<ExpectedRows.Field, ExpectedRows.Numbers> reference =
        ExpectedRows.parse(Files.readString(Repository.data("reference-rows.csv")));
    TestRuns.run(
        warehouse, TestRuns.settings(TestRuns.family("pico-mini"), TestRuns.family("pythia-mini")));

    RunTables tables = TestRuns.current(warehouse);
    Map<ExpectedRows.Field, ExpectedRows.Numbers> measured = new HashMap<>();
    for (Row row : tables.rows(FieldTransport.ROWS.table()).collectAsList()) {
      measured.put(ExpectedRows.field(row, row.getAs("family")), ExpectedRows.numbers(row));
    }
    assertThat(measured).isEqualTo(ExpectedRows.all());
    assertThat(measured).containsAllEntriesOf(reference);
    assertThat(reference).hasSize(27);

    tables.register(ClosureCheck.ROWS.table());
    Row worst =
        tables
            .query(
                "select max(greatest(abs(beta_residual), abs(delta_residual))),"
                    + " count(beta_residual) from closure_check")
            .head();
    assertThat(worst.getDouble(0)).isLessThan(1e-10);
    assertThat(worst.getLong(1)).isEqualTo(125 + 152);
  }
}

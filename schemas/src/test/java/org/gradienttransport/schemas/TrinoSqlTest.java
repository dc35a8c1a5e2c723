package org.gradienttransport.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.gradienttransport.schemas.rows.ClosureCheck;
import org.gradienttransport.schemas.rows.NullFloor;
import org.junit.jupiter.api.Test;

/** No Trino is at hand in a build, so these hold its statements to what its manual asks for. */
class TrinoSqlTest {
  private static final List<TableSpec> ONE = List.of(ClosureCheck.ROWS.table());
  private static final Publication SECOND =
      new Publication("s3://bucket/transport", "r2", List.of("r1", "r2"));

  @Test
  void aTableHasTrinosTypesAndDoublesQuotesInComments() {
    assertThat(Ddl.views(Dialect.TRINO, List.of(NullFloor.ROWS.table()), SECOND).get(1))
        .startsWith("CREATE TABLE IF NOT EXISTS gradient_transport.runs_null_floor (")
        .contains("  nodes ARRAY(BIGINT) COMMENT 'N of each size, ascending. Unit: nodes.'");
    assertThat(Dialect.TRINO.literal("it's")).isEqualTo("'it''s'");
    assertThat(Dialect.SPARK.literal("it's \\")).isEqualTo("'it\\'s \\\\'");
  }

  @Test
  void theRunIsAPartitionOfOneExternalTableAndHistoryNamesIt() {
    List<String> statements = Ddl.views(Dialect.TRINO, ONE, SECOND);

    assertThat(statements.get(0)).isEqualTo("CREATE SCHEMA IF NOT EXISTS gradient_transport");
    assertThat(statements.get(1))
        .contains("partitioned_by = ARRAY['run_directory']")
        .contains("external_location = 's3://bucket/transport/runs'");
    assertThat(statements.get(2))
        .startsWith("CREATE OR REPLACE VIEW gradient_transport.history_closure_check\n")
        .contains("SELECT run_directory AS run_id, family, step, ")
        .endsWith("FROM gradient_transport.runs_closure_check");
  }

  @Test
  void followingRegistersTheRunAndPointsTheLatestViewAtIt() {
    List<String> statements = Ddl.follow(Dialect.TRINO, ONE, SECOND);

    assertThat(statements.get(0))
        .startsWith("CALL system.register_partition(schema_name => 'gradient_transport', ")
        .contains("location => 's3://bucket/transport/runs/r2/closure_check'");
    assertThat(statements.get(1))
        .startsWith("CREATE OR REPLACE VIEW gradient_transport.latest_closure_check\n")
        .endsWith("WHERE run_directory = 'r2'");
    assertThat(statements)
        .filteredOn(statement -> statement.startsWith("COMMENT ON COLUMN"))
        .hasSize(ClosureCheck.ROWS.table().columns().size());
  }

  @Test
  void aTableThatTheCurrentRunLacksIsAnEmptyLatestViewAndNoLongerThatOfAnOlderRun() {
    List<String> statements = Ddl.absent(Dialect.TRINO, ONE);

    assertThat(statements.get(0))
        .startsWith("CREATE OR REPLACE VIEW gradient_transport.latest_closure_check\n")
        .contains("SELECT CAST(NULL AS VARCHAR) AS family, CAST(NULL AS BIGINT) AS step, ")
        .endsWith(" WHERE false");
    assertThat(statements).hasSize(1 + ClosureCheck.ROWS.table().columns().size());
  }

  @Test
  void aScriptEndsEveryStatement() {
    assertThat(Ddl.script(List.of("SELECT 1", "SELECT 2"))).isEqualTo("SELECT 1;\n\nSELECT 2;\n");
  }
}

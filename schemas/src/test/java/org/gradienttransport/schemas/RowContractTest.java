package org.gradienttransport.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gradienttransport.schemas.rows.ClosureCheck;
import org.gradienttransport.schemas.rows.NullFloor;
import org.junit.jupiter.api.Test;

class RowContractTest {
  @Test
  void aSoundRowHasNoViolations() {
    assertThat(RowContract.of(ClosureCheck.ROWS.table()).violations(soundRow()::get)).isEmpty();
  }

  @Test
  void aMissingKeyAndAnInfiniteDoubleAreBothNamed() {
    Map<Column, Object> row = soundRow();
    row.put(ClosureCheck.ROWS.table().column("family"), null);
    row.put(ClosureCheck.ROWS.table().column("beta_residual"), Double.POSITIVE_INFINITY);
    row.put(ClosureCheck.ROWS.table().column("delta_residual"), null);
    row.put(ClosureCheck.ROWS.table().column("bound"), Double.NaN);

    assertThat(RowContract.of(ClosureCheck.ROWS.table()).violations(row::get))
        .containsExactly("family is null", "beta_residual is Infinity", "bound is NaN");
  }

  @Test
  void elementsOfArraysAreHeldToTheSameRule() {
    RowContract contract = RowContract.of(NullFloor.ROWS.table());

    assertThat(contract.finiteElements())
        .containsExactly(NullFloor.ROWS.table().column("efficiencies"));
    assertThat(contract.finite())
        .doesNotContain(NullFloor.ROWS.table().column("efficiencies"))
        .contains(NullFloor.ROWS.table().column("size_r2"));
    assertThat(contract.violations(column -> efficiencies(column, new double[] {1, Double.NaN})))
        .contains("efficiencies is NaN");
    assertThat(contract.violations(column -> efficiencies(column, List.of(1.0, 2.0))))
        .doesNotContain("efficiencies is NaN");
    assertThatThrownBy(() -> contract.violations(column -> efficiencies(column, "1")))
        .hasMessage("expected doubles, got java.lang.String");
  }

  @Test
  void theQueryFindsBrokenRulesAndCountsTheirRows() throws SQLException {
    try (DuckDb duckDb = DuckDb.open()) {
      duckDb.run("CREATE TABLE t AS SELECT " + SampleRow.of(NullFloor.ROWS.table(), "r1"));
      String query = RowContract.of(NullFloor.ROWS.table()).violationsQuery(Dialect.DUCKDB, "t");
      assertThat(duckDb.query(query)).isEmpty();

      duckDb.run("INSERT INTO t SELECT * REPLACE ('nan'::DOUBLE AS size_r2) FROM t");
      duckDb.run(
          "INSERT INTO t SELECT * REPLACE (NULL AS ladder, ['inf'::DOUBLE] AS efficiencies) FROM t");

      assertThat(duckDb.query(query))
          .containsExactly(
              List.of("ladder is null", 2L),
              List.of("efficiencies is not finite", 2L),
              List.of("size_r2 is not finite", 2L));
    }
  }

  @Test
  void theQueryForKeysFindsThoseThatMoreThanOneRowHas() throws SQLException {
    try (DuckDb duckDb = DuckDb.open()) {
      duckDb.run("CREATE TABLE t AS SELECT " + SampleRow.of(ClosureCheck.ROWS.table(), "r1"));
      String query = RowContract.of(ClosureCheck.ROWS.table()).duplicateKeysQuery("t");
      assertThat(duckDb.query(query)).isEmpty();

      duckDb.run("INSERT INTO t SELECT * FROM t");

      assertThat(duckDb.query(query))
          .containsExactly(List.of("family of r1", "family of r1", 3, 405334016L, 2L));
    }
  }

  private static Object efficiencies(Column column, Object value) {
    return column.equals(NullFloor.ROWS.table().column("efficiencies")) ? value : null;
  }

  private static Map<Column, Object> soundRow() {
    Map<Column, Object> row = new HashMap<>();
    row.put(ClosureCheck.ROWS.table().column("family"), "pico");
    row.put(ClosureCheck.ROWS.table().column("step"), 8L);
    row.put(ClosureCheck.ROWS.table().column("field_kind"), "real");
    row.put(ClosureCheck.ROWS.table().column("replicate"), 0);
    row.put(ClosureCheck.ROWS.table().column("beta_residual"), 1e-16);
    row.put(ClosureCheck.ROWS.table().column("bound"), 1e-10);
    row.put(ClosureCheck.ROWS.table().column("status"), "ok");
    return row;
  }
}

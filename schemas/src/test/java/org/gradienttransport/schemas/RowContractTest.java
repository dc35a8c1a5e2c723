package org.gradienttransport.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowContractTest {
  @Test
  void aSoundRowHasNoViolations() {
    assertThat(RowContract.of(ClosureCheck.TABLE).violations(soundRow()::get)).isEmpty();
  }

  @Test
  void aMissingKeyAndAnInfiniteDoubleAreBothNamed() {
    Map<Column, Object> row = soundRow();
    row.put(ClosureCheck.FAMILY, null);
    row.put(ClosureCheck.BETA_RESIDUAL, Double.POSITIVE_INFINITY);
    row.put(ClosureCheck.DELTA_RESIDUAL, null);
    row.put(ClosureCheck.BOUND, Double.NaN);

    assertThat(RowContract.of(ClosureCheck.TABLE).violations(row::get))
        .containsExactly("family is null", "beta_residual is Infinity", "bound is NaN");
  }

  @Test
  void elementsOfArraysAreHeldToTheSameRule() {
    RowContract contract = RowContract.of(NullFloor.TABLE);

    assertThat(contract.finiteElements()).containsExactly(NullFloor.EFFICIENCIES);
    assertThat(contract.finite())
        .doesNotContain(NullFloor.EFFICIENCIES)
        .contains(NullFloor.SIZE_R2);
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
      duckDb.run("CREATE TABLE t AS SELECT " + SampleRow.of(NullFloor.TABLE, "r1"));
      String query = RowContract.of(NullFloor.TABLE).violationsQuery(Dialect.DUCKDB, "t");
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
      duckDb.run("CREATE TABLE t AS SELECT " + SampleRow.of(ClosureCheck.TABLE, "r1"));
      String query = RowContract.of(ClosureCheck.TABLE).duplicateKeysQuery("t");
      assertThat(duckDb.query(query)).isEmpty();

      duckDb.run("INSERT INTO t SELECT * FROM t");

      assertThat(duckDb.query(query))
          .containsExactly(List.of("family of r1", "family of r1", 3, 405334016L, 2L));
    }
  }

  private static Object efficiencies(Column column, Object value) {
    return column.equals(NullFloor.EFFICIENCIES) ? value : null;
  }

  private static Map<Column, Object> soundRow() {
    Map<Column, Object> row = new HashMap<>();
    row.put(ClosureCheck.FAMILY, "pico");
    row.put(ClosureCheck.STEP, 8L);
    row.put(ClosureCheck.FIELD_KIND, "real");
    row.put(ClosureCheck.REPLICATE, 0);
    row.put(ClosureCheck.BETA_RESIDUAL, 1e-16);
    row.put(ClosureCheck.BOUND, 1e-10);
    row.put(ClosureCheck.STATUS, "ok");
    return row;
  }
}

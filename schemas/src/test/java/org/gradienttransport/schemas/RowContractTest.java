package org.gradienttransport.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.gradienttransport.schemas.rows.ClosureCheck;
import org.gradienttransport.schemas.rows.NullFloor;
import org.junit.jupiter.api.Test;

class RowContractTest {
  private static final TableSpec CLOSURE = ClosureCheck.ROWS.table();
  private static final TableSpec FLOOR = NullFloor.ROWS.table();

  @Test
  void aSoundRowHasNoViolations() {
    assertThat(RowContract.violations(CLOSURE, soundRow())).isEmpty();
  }

  @Test
  void aMissingKeyAndAnInfiniteDoubleAreBothNamed() {
    Object[] row = soundRow();
    put(row, CLOSURE, "family", null);
    put(row, CLOSURE, "beta_residual", Double.POSITIVE_INFINITY);
    put(row, CLOSURE, "delta_residual", null);
    put(row, CLOSURE, "bound", Double.NaN);

    assertThat(RowContract.violations(CLOSURE, row))
        .containsExactly("family is null", "beta_residual is Infinity", "bound is NaN");
  }

  @Test
  void elementsOfListsAreHeldToTheSameRule() {
    Object[] row = new Object[FLOOR.columns().size()];

    put(row, FLOOR, "efficiencies", List.of(1.0, Double.NaN));
    assertThat(RowContract.violations(FLOOR, row)).contains("efficiencies is NaN");

    put(row, FLOOR, "efficiencies", List.of(1.0, 2.0));
    assertThat(RowContract.violations(FLOOR, row)).doesNotContain("efficiencies is NaN");
  }

  private static Object[] soundRow() {
    Object[] row = new Object[CLOSURE.columns().size()];
    put(row, CLOSURE, "family", "pico");
    put(row, CLOSURE, "step", 8L);
    put(row, CLOSURE, "field_kind", "real");
    put(row, CLOSURE, "replicate", 0);
    put(row, CLOSURE, "beta_residual", 1e-16);
    put(row, CLOSURE, "bound", 1e-10);
    put(row, CLOSURE, "status", "ok");
    return row;
  }

  private static void put(Object[] row, TableSpec table, String column, Object value) {
    row[table.column(column).id() - 1] = value;
  }
}

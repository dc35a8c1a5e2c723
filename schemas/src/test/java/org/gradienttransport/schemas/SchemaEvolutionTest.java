package org.gradienttransport.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaEvolutionTest {
  private static final Column KEY =
      Declarations.required(1, "family", ColumnType.STRING, "A family.");
  private static final Column SLOPE =
      Declarations.optional(2, "exponent", ColumnType.DOUBLE, "1", "An exponent.");
  private static final TableSpec BEFORE = table(1, KEY, SLOPE);

  @Test
  void anOptionalColumnWithAFreshIdAndAHigherVersionMayBeAdded() {
    Column fresh = Declarations.optional(3, "r2", ColumnType.DOUBLE, "1", "A quality.");

    assertThat(SchemaEvolution.violations(BEFORE, table(2, KEY, SLOPE, fresh))).isEmpty();
    assertThat(SchemaEvolution.violations(BEFORE, table(2, KEY, fresh, SLOPE))).isEmpty();
    assertThat(SchemaEvolution.violations(BEFORE, table(1, KEY, SLOPE, fresh)))
        .containsExactly("table t: version must be at least 2, got 1");
  }

  @Test
  void anAddedColumnIsOptionalAndItsIdWasNeverUsed() {
    Column demanded = Declarations.required(3, "r2", ColumnType.DOUBLE, "1", "A quality.");
    assertThat(SchemaEvolution.violations(BEFORE, table(2, KEY, SLOPE, demanded)))
        .containsExactly("table t: new column r2 is absent from old files and must be optional");

    TableSpec withGap = table(1, KEY, Declarations.optional(7, "r2", ColumnType.STRING, "A text."));
    Column gap = Declarations.optional(5, "gap", ColumnType.STRING, "A text.");
    assertThat(SchemaEvolution.violations(withGap, table(2, KEY, withGap.column("r2"), gap)))
        .containsExactly("table t: new column gap needs an id above 7, got 5");
  }

  @Test
  void aColumnIsNeverRemovedRenamedOrRetyped() {
    assertThat(SchemaEvolution.violations(BEFORE, table(1, KEY)))
        .containsExactly("table t: column exponent (id 2) was removed");
    assertThat(
            SchemaEvolution.violations(
                BEFORE,
                table(
                    1,
                    KEY,
                    Declarations.optional(2, "slope", ColumnType.LONG, "nodes", "A slope."))))
        .containsExactly(
            "table t: the name of column exponent changed from exponent to slope",
            "table t: the type of column exponent changed from DOUBLE to LONG",
            "table t: the unit of column exponent changed from 1 to nodes");
  }

  @Test
  void anOptionalColumnNeverBecomesRequiredAndStabilityStays() {
    Column required = Declarations.required(2, "exponent", ColumnType.DOUBLE, "1", "An exponent.");

    assertThat(SchemaEvolution.violations(BEFORE, table(1, KEY, required)))
        .containsExactly(
            "table t: column exponent may be null in old files and cannot become required");
    assertThat(SchemaEvolution.violations(BEFORE, table(1, KEY, Declarations.provenance(SLOPE))))
        .containsExactly(
            "table t: the stability of column exponent changed from VALUE to PROVENANCE");
  }

  @Test
  void theKeyStays() {
    Column step = Declarations.required(2, "step", ColumnType.LONG, "1", "A step.");
    TableSpec one = table(1, KEY, step);
    TableSpec two = Declarations.table(1, List.of(KEY, step), KEY, step);

    assertThat(SchemaEvolution.violations(one, two))
        .containsExactly("table t: the key changed from [family] to [family, step]");
  }

  @Test
  void aBetterSentenceIsNoChange() {
    Column reworded =
        Declarations.optional(2, "exponent", ColumnType.DOUBLE, "1", "Slope of the fit.");

    assertThat(SchemaEvolution.violations(BEFORE, table(1, KEY, reworded))).isEmpty();
  }

  private static TableSpec table(int version, Column... columns) {
    return Declarations.table(version, List.of(columns), KEY);
  }
}

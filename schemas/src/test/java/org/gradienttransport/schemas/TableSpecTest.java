package org.gradienttransport.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableSpecTest {
  private static final Column KEY =
      Declarations.required(1, "family", ColumnType.STRING, "A family.");
  private static final Column VALUE =
      Declarations.optional(2, "exponent", ColumnType.DOUBLE, "1", "An exponent.");

  @Test
  void aColumnIsFoundByItsName() {
    TableSpec table = Declarations.table(1, List.of(KEY, VALUE), KEY);

    assertThat(table.column("exponent")).isEqualTo(VALUE);
    assertThatThrownBy(() -> table.column("exponents"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Table t has no column 'exponents', only [family, exponent]");
  }

  @Test
  void aNameOrAnIdIsDeclaredOnce() {
    Column sameId = Declarations.optional(1, "other", ColumnType.STRING, "Another.");
    Column sameName = Declarations.optional(3, "family", ColumnType.STRING, "Another.");

    assertThatThrownBy(() -> Declarations.table(1, List.of(KEY, sameId), KEY))
        .hasMessageContaining("table t declares the name or id of")
        .hasMessageContaining("other");
    assertThatThrownBy(() -> Declarations.table(1, List.of(KEY, sameName), KEY))
        .hasMessageContaining("twice");
  }

  @Test
  void theKeyIsMadeOfRequiredColumnsOfTheTable() {
    assertThatThrownBy(() -> Declarations.table(1, List.of(KEY))).hasMessage("table t has no key");
    assertThatThrownBy(() -> Declarations.table(1, List.of(KEY, VALUE), VALUE))
        .hasMessage("key column exponent of t is not one of its required columns");
  }

  @Test
  void aColumnHasAPlainNameAUnitIfItIsAQuantityAndASentence() {
    assertThatThrownBy(() -> Declarations.required(0, "a", ColumnType.STRING, "A."))
        .hasMessage("column id must be positive, got 0");
    assertThatThrownBy(() -> Declarations.required(1, "vRel", ColumnType.STRING, "A."))
        .hasMessage("column name must be lower snake case, got 'vRel'");
    assertThatThrownBy(() -> Declarations.required(1, "a", ColumnType.DOUBLE, "A."))
        .hasMessage("column a of type DOUBLE cannot have the unit ''");
    assertThatThrownBy(() -> Declarations.required(1, "a", ColumnType.STRING, "s", "A."))
        .hasMessage("column a of type STRING cannot have the unit 's'");
    assertThatThrownBy(() -> Declarations.required(1, "a", ColumnType.STRING, "A word"))
        .hasMessage("column a must be described by a sentence, got 'A word'");
  }

  @Test
  void theCommentOfAQuantityEndsWithItsUnit() {
    assertThat(VALUE.comment()).isEqualTo("An exponent. Unit: 1.");
    assertThat(KEY.comment()).isEqualTo("A family.");
  }
}

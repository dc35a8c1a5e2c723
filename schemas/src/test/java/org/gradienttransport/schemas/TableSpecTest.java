package org.gradienttransport.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableSpecTest {
  private static final Column KEY = Column.required(1, "family", ColumnType.STRING, "A family.");
  private static final Column VALUE =
      Column.optional(2, "exponent", ColumnType.DOUBLE, "1", "An exponent.");

  @Test
  void aColumnIsFoundByItsName() {
    TableSpec table = TableSpec.named("t").oneRowIs("x.").columns(KEY, VALUE).key(KEY).build();

    assertThat(table.column("exponent")).isEqualTo(VALUE);
    assertThatThrownBy(() -> table.column("exponents"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("table t has no column 'exponents', only [family, exponent]");
  }

  @Test
  void rowsAreSortedByTheKeyUnlessSaidOtherwise() {
    assertThat(TableSpec.named("t").oneRowIs("x.").columns(KEY, VALUE).key(KEY).build().sortOrder())
        .containsExactly(KEY);
    assertThat(
            TableSpec.named("t")
                .oneRowIs("x.")
                .columns(KEY, VALUE)
                .key(KEY)
                .sortedBy(VALUE, KEY)
                .build()
                .sortOrder())
        .containsExactly(VALUE, KEY);
  }

  @Test
  void aNameOrAnIdIsDeclaredOnce() {
    Column sameId = Column.optional(1, "other", ColumnType.STRING, "Another.");
    Column sameName = Column.optional(3, "family", ColumnType.STRING, "Another.");

    assertThatThrownBy(
            () -> TableSpec.named("t").oneRowIs("x.").columns(KEY, sameId).key(KEY).build())
        .hasMessageContaining("table t declares the name or id of")
        .hasMessageContaining("other");
    assertThatThrownBy(
            () -> TableSpec.named("t").oneRowIs("x.").columns(KEY, sameName).key(KEY).build())
        .hasMessageContaining("twice");
  }

  @Test
  void theKeyIsMadeOfRequiredColumnsOfTheTable() {
    assertThatThrownBy(() -> TableSpec.named("t").oneRowIs("x.").columns(KEY).build())
        .hasMessage("table t has no key");
    assertThatThrownBy(
            () -> TableSpec.named("t").oneRowIs("x.").columns(KEY, VALUE).key(VALUE).build())
        .hasMessage("key column exponent of t is not one of its required columns");
    assertThatThrownBy(
            () -> TableSpec.named("t").oneRowIs("x.").columns(KEY).key(KEY).sortedBy(VALUE).build())
        .hasMessage("table t is sorted by columns it does not have");
  }

  @Test
  void aColumnHasAPlainNameAUnitIfItIsAQuantityAndASentence() {
    assertThatThrownBy(() -> Column.required(0, "a", ColumnType.STRING, "A."))
        .hasMessage("column id must be positive, got 0");
    assertThatThrownBy(() -> Column.required(1, "vRel", ColumnType.STRING, "A."))
        .hasMessage("column name must be lower snake case, got 'vRel'");
    assertThatThrownBy(() -> Column.required(1, "a", ColumnType.DOUBLE, "A."))
        .hasMessage("column a of type DOUBLE cannot have the unit ''");
    assertThatThrownBy(() -> Column.required(1, "a", ColumnType.STRING, "s", "A."))
        .hasMessage("column a of type STRING cannot have the unit 's'");
    assertThatThrownBy(() -> Column.required(1, "a", ColumnType.STRING, "A word"))
        .hasMessage("column a must be described by a sentence, got 'A word'");
  }

  @Test
  void theCommentOfAQuantityEndsWithItsUnit() {
    assertThat(VALUE.comment()).isEqualTo("An exponent. Unit: 1.");
    assertThat(KEY.comment()).isEqualTo("A family.");
  }
}

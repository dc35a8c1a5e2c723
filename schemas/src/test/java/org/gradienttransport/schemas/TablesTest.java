package org.gradienttransport.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TablesTest {
  @Test
  void aTableIsFoundByItsName() {
    assertThat(Tables.named("field_transport")).isSameAs(FieldTransport.TABLE);
    assertThatThrownBy(() -> Tables.named("fields"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("unknown table 'fields', expected one of [field_transport, ");
  }

  @Test
  void namesAreUniqueAndEveryTableIsDescribedByOneSentence() {
    assertThat(Tables.ALL).extracting(TableSpec::name).doesNotHaveDuplicates();
    assertThat(Tables.ALL)
        .allSatisfy(table -> assertThat(table.doc()).startsWith("One row is ").matches("[^.]*[.]"));
  }

  @Test
  void everyColumnIsDescribedByOneSentence() {
    for (TableSpec table : Tables.ALL) {
      assertThat(table.columns())
          .as(table.name())
          .allSatisfy(
              column -> assertThat(column.doc().replaceAll("Eqs?[.] ", "")).doesNotContain(". "));
    }
  }

  @Test
  void aMeasureIsNullableSoThatARefusedFieldIsStillARow() {
    List<Column> identity =
        List.of(
            FieldTransport.FAMILY,
            FieldTransport.SCALE,
            FieldTransport.FROM_STEP,
            FieldTransport.STEP,
            FieldTransport.FIELD_KIND,
            FieldTransport.REPLICATE,
            FieldTransport.STATUS,
            FieldTransport.METHOD_VERSION);

    assertThat(FieldTransport.TABLE.requiredColumns())
        .containsExactlyInAnyOrderElementsOf(identity);
  }

  @Test
  void timesAndMachinesAreProvenanceAndNeverCompared() {
    for (TableSpec table : Tables.ALL) {
      for (Column column : table.columns()) {
        boolean timed =
            column.type() == ColumnType.TIMESTAMP || column.unit().equals(Units.SECONDS);
        boolean placed = column.name().matches("backend.*|device|host|.*run_id");
        if (timed || placed) {
          assertThat(table.valueColumns()).as(table.name()).doesNotContain(column);
        }
      }
    }
    assertThat(FieldTransport.TABLE.valueColumns())
        .contains(FieldTransport.S, FieldTransport.TAU, FieldTransport.STATUS)
        .doesNotContain(FieldTransport.SECONDS, FieldTransport.MEASURED_AT);
  }

  @Test
  void everyTableWithAMissingResultSaysWhy() {
    for (TableSpec table : Tables.ALL) {
      boolean derived = table != Run.TABLE;
      assertThat(table.columnNames().contains("status")).as(table.name()).isEqualTo(derived);
    }
  }
}

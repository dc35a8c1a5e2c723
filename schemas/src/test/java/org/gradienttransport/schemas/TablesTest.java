package org.gradienttransport.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.Run;
import org.gradienttransport.schemas.rows.ScalingPublished;
import org.junit.jupiter.api.Test;

class TablesTest {
  @Test
  void aTableIsFoundByItsName() {
    assertThat(Tables.rowType("field_transport").table()).isSameAs(FieldTransport.ROWS.table());
    assertThatThrownBy(() -> Tables.rowType("fields").table())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Unknown table 'fields', expected one of [field_transport, ");
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
            FieldTransport.ROWS.table().column("family"),
            FieldTransport.ROWS.table().column("scale"),
            FieldTransport.ROWS.table().column("from_step"),
            FieldTransport.ROWS.table().column("step"),
            FieldTransport.ROWS.table().column("field_kind"),
            FieldTransport.ROWS.table().column("replicate"),
            FieldTransport.ROWS.table().column("status"),
            FieldTransport.ROWS.table().column("method_version"));

    assertThat(FieldTransport.ROWS.table().columns())
        .filteredOn(column -> !column.nullable())
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
    assertThat(FieldTransport.ROWS.table().valueColumns())
        .contains(
            FieldTransport.ROWS.table().column("s"),
            FieldTransport.ROWS.table().column("tau"),
            FieldTransport.ROWS.table().column("status"))
        .doesNotContain(
            FieldTransport.ROWS.table().column("seconds"),
            FieldTransport.ROWS.table().column("measured_at"));
  }

  @Test
  void everyTableWithAMissingResultSaysWhy() {
    // What others published is no result of ours.
    List<TableSpec> given = List.of(Run.ROWS.table(), ScalingPublished.ROWS.table());
    for (TableSpec table : Tables.ALL) {
      boolean derived = !given.contains(table);
      assertThat(table.columnNames().contains("status")).as(table.name()).isEqualTo(derived);
    }
  }
}

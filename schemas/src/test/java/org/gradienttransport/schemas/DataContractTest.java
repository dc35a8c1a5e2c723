package org.gradienttransport.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The committed contract and sources of dbt say what the declarations say. */
class DataContractTest {
  private static final String CONTRACT = DataContract.contract(Tables.ALL);
  private static final String SOURCES = DataContract.dbtSources(Tables.ALL);

  /** A committed file and what it has to be. */
  private enum Page {
    CONTRACT_FILE("docs/contracts/gradient-transport.odcs.yaml", CONTRACT),
    DBT_SOURCES("docs/contracts/dbt/sources.yml", SOURCES);

    private final String file;
    private final String text;

    Page(String file, String text) {
      this.file = file;
      this.text = text;
    }
  }

  @ParameterizedTest
  @EnumSource
  void theCommittedFileIsWhatTheDeclarationsSay(Page page) {
    Path file = Regeneration.inRepository(page.file);
    if (Regeneration.requested()) {
      Regeneration.write(file, page.text);
    }
    assertThat(Regeneration.read(file))
        .as(page.file + "; remake it with -Dregenerate=true")
        .isEqualTo(page.text);
  }

  @Test
  void aKeyHasItsPlaceARequiredColumnIsTestedAndAnArraySaysOfWhat() {
    TableSpec spec =
        new TableSpec(
            "sample",
            2,
            "One row is a \"sample\".",
            List.of(
                column(1, "name", ColumnType.STRING, Presence.REQUIRED, ""),
                column(2, "sizes", ColumnType.LONG_ARRAY, Presence.OPTIONAL, "1")),
            List.of(column(1, "name", ColumnType.STRING, Presence.REQUIRED, "")));

    assertThat(DataContract.contract(List.of(spec)))
        .endsWith(
            """
              - name: sample
                logicalType: object
                physicalType: parquet
                description: "One row is a \\"sample\\"."
                customProperties:
                  - property: tableVersion
                    value: 2
                properties:
                  - name: name
                    logicalType: string
                    physicalType: "string"
                    required: true
                    primaryKey: true
                    primaryKeyPosition: 1
                    description: "What it is."
                  - name: sizes
                    logicalType: array
                    physicalType: "array of long"
                    items:
                      logicalType: integer
                    required: false
                    description: "What it is. Unit: 1."
                    tags: [provenance]
            """);
    assertThat(DataContract.dbtSources(List.of(spec)))
        .contains("identifier: latest_sample\n", "data_tests: [not_null]\n")
        .containsOnlyOnce("not_null");
  }

  private static Column column(
      int id, String name, ColumnType type, Presence presence, String unit) {
    return new Column(
        id,
        name,
        type,
        presence,
        unit,
        "What it is.",
        presence == Presence.REQUIRED ? Stability.VALUE : Stability.PROVENANCE);
  }
}

package org.gradienttransport.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The committed snapshot of what readers rely on: it only ever grows. */
class ContractTest {
  private static final Path FOLDER =
      Regeneration.inRepository("schemas/src/test/resources/contract");

  @TestFactory
  List<DynamicTest> aTableOnlyEverGainsColumns() {
    return Tables.ALL.stream()
        .map(table -> DynamicTest.dynamicTest(table.name(), () -> checkOrExtend(table)))
        .toList();
  }

  @Test
  void noTableIsEverWithdrawn() {
    String[] published = FOLDER.toFile().list((folder, name) -> name.endsWith(".json"));

    assertThat(published).isNotEmpty();
    for (String file : published) {
      assertThat(Tables.rowType(file.replace(".json", "")).table()).isNotNull();
    }
  }

  private static void checkOrExtend(TableSpec table) {
    Path file = FOLDER.resolve(table.name() + ".json");
    if (Files.exists(file)) {
      assertThat(SchemaEvolution.violations(Snapshot.parse(Regeneration.read(file)), table))
          .isEmpty();
    }
    if (Regeneration.requested()) {
      Regeneration.write(file, Snapshot.format(table));
    }
    assertThat(Regeneration.read(file))
        .as("contract/%s.json; additions enter it with -Dregenerate=true", table.name())
        .isEqualTo(Snapshot.format(table));
  }
}

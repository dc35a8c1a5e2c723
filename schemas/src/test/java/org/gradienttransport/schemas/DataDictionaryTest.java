package org.gradienttransport.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DataDictionaryTest {
  private static final Path PAGE = Regeneration.inRepository("docs/data-dictionary.md");

  @Test
  void theCommittedPageIsWhatTheDeclarationsSay() {
    String page = DataDictionary.markdown(Tables.ALL);
    if (Regeneration.requested()) {
      Regeneration.write(PAGE, page);
    }
    assertThat(Regeneration.read(PAGE))
        .as("docs/data-dictionary.md; remake it with -Dregenerate=true")
        .isEqualTo(page);
  }

  @Test
  void everyColumnIsDescribedOnceInItsTablesSection() {
    String page = DataDictionary.markdown(Tables.ALL);
    for (TableSpec table : Tables.ALL) {
      String section = page.split("\n## " + table.name() + "\n", 2)[1].split("\n## ", 2)[0];
      assertThat(section.lines().filter(line -> line.matches("\\| \\d+ \\|.*")))
          .as(table.name())
          .hasSize(table.columns().size());
      for (Column column : table.columns()) {
        assertThat(section)
            .containsOnlyOnce("| " + column.id() + " | " + column.name() + " |")
            .contains(column.doc());
      }
    }
  }
}

package org.gradienttransport.jobs.present.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.gradienttransport.jobs.io.TableDirectory;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.Tables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The questions of docs/scaling-laws.md are asked of tables as a run has them. */
class ScalingQuestionsTest {
  private static final Pattern QUERY = Pattern.compile("```sql\\n((?:(?!```)[^\\n]*\\n)*)```");

  private static final String HEADING = "## Questions to ask of the tables";

  @TempDir Path directory;

  @Test
  void everyQuestionHasAnAnswer() throws Exception {
    write(directory);
    List<String> questions = questions();
    assertThat(questions).hasSizeGreaterThanOrEqualTo(10);
    try (FigureQueries queries = new FigureQueries(directory)) {
      for (String sql : questions) {
        assertThat(queries.answer(sql).size()).as(sql).isPositive();
      }
    }
  }

  /** The queries of the page. */
  static List<String> questions() throws IOException {
    Path page = Path.of(System.getProperty("repository.root")).resolve("docs/scaling-laws.md");
    String text = Files.readString(page);
    return QUERY
        .matcher(text.substring(text.indexOf(HEADING)))
        .results()
        .map(ScalingQuestionsTest::sql)
        .toList();
  }

  private static String sql(MatchResult block) {
    return block.group(1);
  }

  /** Writes rows of a study and of a family's losses as a run does. */
  static Rows write(Path directory) throws Exception {
    Rows.InMemory rows = LawSampleRows.of("lab");
    LawSampleRows.link((type, row) -> LawSampleRows.addTo(rows, type, row), "pico");
    TableDirectory files =
        new TableDirectory(
            FileSystem.getLocal(new Configuration()),
            new org.apache.hadoop.fs.Path(directory.toUri()));
    for (RowType<?> type : Tables.ROW_TYPES) {
      write(files, type, rows);
    }
    return rows;
  }

  private static <R extends Record> void write(TableDirectory files, RowType<R> type, Rows rows)
      throws Exception {
    if (!rows.of(type).isEmpty()) {
      files.write(type, rows.of(type));
    }
  }
}

package org.gradienttransport.jobs.present.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gradienttransport.jobs.present.Answer;
import org.gradienttransport.jobs.present.AnswerFormat;
import org.gradienttransport.jobs.present.query.Cookbook.Entry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every question of the pages that have some, asked of both engines. */
@Tag("slow")
class CookbookTest {
  private static QueryEngine duckDb;
  private static QueryEngine spark;

  @BeforeAll
  static void openBothAndRegenerateOnRequest() throws IOException {
    duckDb = SampleWarehouse.duckDb();
    spark = SampleWarehouse.spark();
    if (Boolean.getBoolean("regenerate")) {
      for (Cookbook page : Cookbook.values()) {
        Map<String, String> answers = new HashMap<>();
        for (Entry entry : page.entries()) {
          answers.put(entry.question(), AnswerFormat.TABLE.text(duckDb.query(entry.sql())));
        }
        page.regenerate(answers);
      }
    }
  }

  @AfterAll
  static void close() {
    duckDb.close();
    spark.close();
  }

  static List<Entry> entries() throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (Cookbook page : Cookbook.values()) {
      entries.addAll(page.entries());
    }
    return entries;
  }

  @ParameterizedTest
  @MethodSource("entries")
  void bothEnginesGiveTheAnswerOnThePage(Entry entry) {
    Answer fromDuckDb = duckDb.query(entry.sql());
    assertSame(spark.query(entry.sql()), fromDuckDb);
    assertThat(AnswerFormat.TABLE.text(fromDuckDb)).isEqualTo(entry.answer());
    assertThat(fromDuckDb.rows()).as("rows").isNotEmpty();
  }

  private static void assertSame(Answer spark, Answer duckDb) {
    assertThat(spark.columns()).isEqualTo(duckDb.columns());
    assertThat(spark.rows()).hasSameSizeAs(duckDb.rows());
    for (int i = 0; i < spark.rows().size(); i++) {
      for (int j = 0; j < spark.columns().size(); j++) {
        assertSame(
            spark.columns().get(j) + " of row " + i,
            spark.rows().get(i).get(j),
            duckDb.rows().get(i).get(j));
      }
    }
  }

  private static void assertSame(String cell, Object spark, Object duckDb) {
    if (spark instanceof Number a && duckDb instanceof Number b) {
      double size = Math.abs(a.doubleValue());
      assertThat(b.doubleValue()).as(cell).isCloseTo(a.doubleValue(), within(1e-9 * size));
    } else {
      assertThat(String.valueOf(duckDb)).as(cell).isEqualTo(String.valueOf(spark));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPageHoldsEnoughQuestionsAndNoQueryThatIsNotAsked(Cookbook page) throws IOException {
    assertThat(page.entries())
        .hasSizeGreaterThanOrEqualTo(page.least())
        .hasSize(page.questions().split("(?m)^```sql$", -1).length - 1)
        .extracting(Entry::question)
        .doesNotHaveDuplicates();
  }

  @Test
  void thePageSaysThatTheMinisAreNotThePapersModels() throws IOException {
    assertThat(Cookbook.SQL.text()).contains("They are not Pico-LM and not Pythia");
  }
}

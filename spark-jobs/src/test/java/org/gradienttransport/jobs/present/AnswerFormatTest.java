package org.gradienttransport.jobs.present;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswerFormatTest {
  private static final Answer RESULT =
      new Answer(
          List.of("name", "value", "list"),
          List.of(
              Arrays.asList("d12", 1.0 / 3, List.of(1L, 2L)),
              Arrays.asList("a \"quoted\", name\nof two lines", null, null)));

  @Test
  void aTableIsAlignedAndRoundedForPeople() {
    assertThat(AnswerFormat.TABLE.text(RESULT))
        .isEqualTo(
            """
            name                           value     list
            d12                            0.333333  [1,2]
            a "quoted", name of two lines  -         -
            """);
  }

  @Test
  void longCellsAreCutInTablesOnly() {
    Answer wide = new Answer(List.of("text"), List.of(List.of("x".repeat(100))));
    assertThat(AnswerFormat.TABLE.text(wide))
        .contains("x".repeat(59) + "…")
        .doesNotContain("x".repeat(60));
    assertThat(AnswerFormat.CSV.text(wide)).contains("x".repeat(100));
  }

  @Test
  void csvIsQuotedWhereNeededAndNotRounded() {
    assertThat(AnswerFormat.CSV.text(RESULT))
        .isEqualTo(
            """
            name,value,list
            d12,0.3333333333333333,"[1,2]"
            "a \""quoted\"", name
            of two lines",,
            """);
  }

  @Test
  void jsonKeepsColumnsOfOneName() {
    Answer twice = new Answer(List.of("a", "a", "a_1", "b", "a"), List.of(List.of(1, 2, 3, 4, 5)));
    assertThat(AnswerFormat.JSON.text(twice).replaceAll("\\s", ""))
        .isEqualTo("[{\"a\":1,\"a_2\":2,\"a_1\":3,\"b\":4,\"a_3\":5}]");
    assertThat(AnswerFormat.CSV.text(twice)).startsWith("a,a,a_1,b,a\n");
  }

  @Test
  void jsonKeepsTypes() {
    Answer types =
        new Answer(
            List.of("a", "b", "c", "d", "e", "f"),
            List.of(
                Arrays.asList(
                    1.5,
                    7,
                    true,
                    null,
                    Map.of("x", new BigInteger("12345678901234567890")),
                    Instant.parse("2026-11-21T03:00:00Z"))));
    assertThat(AnswerFormat.JSON.text(types).replaceAll("\\s+", ""))
        .isEqualTo(
            "[{\"a\":1.5,\"b\":7,\"c\":true,\"d\":null,\"e\":{\"x\":12345678901234567890},"
                + "\"f\":\"2026-11-21T03:00:00Z\"}]");
  }
}

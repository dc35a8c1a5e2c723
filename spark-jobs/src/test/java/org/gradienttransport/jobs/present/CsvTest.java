package org.gradienttransport.jobs.present;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.rows.Performance;
import org.gradienttransport.schemas.rows.Run;
import org.gradienttransport.schemas.vocabulary.EvaluationStatus;
import org.junit.jupiter.api.Test;

/** Tables as comma-separated values. */
class CsvTest {
  private static <R extends Record> String csv(RowType<R> type, R row) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Csv.write(type, List.of(row), out);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void columnsHaveTheirNamesAndWhatIsAbsentIsEmpty() {
    Performance row =
        new Performance(
            "pico", "tiny", 8, "ppl", -1.5, null, null, "a,b", EvaluationStatus.OK, null);

    assertThat(csv(Performance.ROWS, row))
        .isEqualTo(
            """
            family,scale,step,metric,value,n,tasks,source,status,message
            pico,tiny,8,ppl,-1.5,,,"a,b",ok,
            """);
  }

  @Test
  void textThatSpreadsheetsWouldRunIsDefusedAndNumbersAreNot() {
    for (String text : List.of("=1+1", "+1", "-1", "@x")) {
      Performance row =
          new Performance(text, "s", -8, "m", -0.0, null, null, "src", EvaluationStatus.OK, null);

      assertThat(csv(Performance.ROWS, row)).contains("\n'" + text + ",s,-8,m,-0.0,");
    }
  }

  @Test
  void listsAreJsonAndTimesAreIso8601() {
    Run run =
        new Run(
            "r",
            LocalDate.of(2026, 11, 29),
            "1",
            null,
            "h",
            "m",
            List.of("a", "b"),
            List.of(),
            1,
            2,
            3,
            4,
            5,
            6,
            7,
            8,
            9,
            10,
            null,
            null,
            null,
            null,
            null,
            Instant.parse("2026-11-29T01:02:03.000004Z"),
            null,
            0,
            null,
            null);

    assertThat(csv(Run.ROWS, run))
        .contains("2026-11-29,", "[\"\"a\"\",\"\"b\"\"]", ",[],", "2026-11-29T01:02:03.000004Z");
  }
}

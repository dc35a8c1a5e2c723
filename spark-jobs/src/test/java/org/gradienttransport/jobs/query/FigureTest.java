package org.gradienttransport.jobs.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FigureTest {
  private static final List<String> COLUMNS = List.of("family", "series", "step", "value");

  @Test
  void everySeriesIsALineOfBlocksBetweenTheFamilysExtremes() {
    String text =
        Figure.V_REL.text(
            new QueryResult(
                COLUMNS,
                List.of(
                    List.of("f", "small", 0L, 0.0),
                    List.of("f", "small", 10L, 8.0),
                    List.of("f", "large", 0L, 4.0))));
    assertThat(text)
        .isEqualTo(
            """
            Intensive transport efficiency v_rel(t) by scale

            f
                   0.000 to 8.000, steps 0-10  first  last   mean
            small  ▁█                          0.000  8.000  4.000
            large  ▅                           4.000  4.000  4.000
            """);
  }

  @Test
  void aRunWithoutValuesSaysSo() {
    assertThat(Figure.CONTRAST.text(new QueryResult(COLUMNS, List.of())))
        .endsWith("The run has no values for it.\n");
  }

  @Test
  void aLongSeriesIsDrawnByMedians() {
    List<List<Object>> rows =
        java.util.stream.LongStream.range(0, 720)
            .mapToObj(step -> List.<Object>of("f", "x", step, (double) step))
            .toList();
    String line = Figure.V_REL.text(new QueryResult(COLUMNS, rows)).lines().toList().get(4);
    assertThat(line.replaceAll("[^▁▂▃▄▅▆▇█]", "")).hasSize(72).startsWith("▁").endsWith("█");
  }

  @Test
  void theQueryIsForOneFamilyOrAll() {
    for (Figure figure : Figure.values()) {
      assertThat(figure.query(null)).doesNotContain("family = ").doesNotContain("%s");
      assertThat(figure.query("pico")).contains("family = 'pico'");
    }
  }
}

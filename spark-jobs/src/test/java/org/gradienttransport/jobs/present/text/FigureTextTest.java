package org.gradienttransport.jobs.present.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.gradienttransport.jobs.present.catalogue.Catalogue;
import org.gradienttransport.jobs.present.catalogue.FamilyRows;
import org.gradienttransport.jobs.testing.SampleRows;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.WindowSummary;
import org.gradienttransport.schemas.vocabulary.Quantity;
import org.gradienttransport.schemas.vocabulary.WindowName;
import org.gradienttransport.schemas.vocabulary.Word;
import org.junit.jupiter.api.Test;

class FigureTextTest {
  private static String figure(String name, Rows rows) {
    return FigureText.of(Catalogue.of(FamilyRows.of(rows, "f"), name));
  }

  @Test
  void everyCurveIsALineOfBlocksWithItsNumbers() {
    Rows rows =
        new Rows.InMemory()
            .add(
                FieldTransport.ROWS,
                List.of(SampleRows.field("f", "d12", 0), SampleRows.field("f", "d12", 8)));

    assertThat(figure("v-rel", rows).lines().toList())
        .hasSize(3)
        .satisfies(lines -> assertThat(lines.get(0)).startsWith("Intensive transport efficiency"))
        .satisfies(
            lines ->
                assertThat(lines.get(1)).startsWith("scale  training step 0 to 8  points  first"))
        .satisfies(
            lines -> assertThat(lines.get(2)).startsWith("d12    ▅▅").contains("  2       "));
  }

  @Test
  void heightsRunFromTheLeastToTheLargestValueOfAllCurves() {
    assertThat(FigureText.blocks(List.of(0.0, 8.0), 0, 8)).isEqualTo("▁█");
    assertThat(FigureText.blocks(List.of(4.0), 0, 8)).isEqualTo("▅");
  }

  @Test
  void aLongCurveIsDrawnByMedians() {
    List<Double> values = LongStream.range(0, 720).mapToObj(step -> (double) step).toList();
    assertThat(FigureText.blocks(values, 0, 719)).hasSize(60).startsWith("▁").endsWith("█");
  }

  @Test
  void intervalsAreATable() {
    Rows rows =
        new Rows.InMemory()
            .add(
                WindowSummary.ROWS,
                List.of(
                    SampleRows.row(
                        WindowSummary.ROWS,
                        java.util.Map.of(
                            "family",
                            "f",
                            "window_name",
                            WindowName.STABLE.word(),
                            "scale",
                            Word.ALL,
                            "field_kind",
                            "real",
                            "quantity",
                            Quantity.Z.word(),
                            "mean",
                            0.5,
                            "sd",
                            0.25,
                            "status",
                            "ok"))));

    assertThat(figure("summary", rows))
        .isEqualTo(
            """
            Five quantities over the stable window
            quantity  statistic    mean    low     high
            z         window mean  0.5000  0.2500  0.7500
            """);
  }

  @Test
  void whatHasNoDataSaysWhy() {
    assertThat(figure("contrast", new Rows.InMemory())).contains("Run with --nulls 1 or more.");
  }
}

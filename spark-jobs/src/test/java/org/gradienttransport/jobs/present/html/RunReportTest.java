package org.gradienttransport.jobs.present.html;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.gradienttransport.jobs.measure.WaveSize;
import org.gradienttransport.jobs.present.Csv;
import org.gradienttransport.jobs.present.catalogue.Drawing;
import org.gradienttransport.jobs.present.catalogue.FigureQueries;
import org.gradienttransport.jobs.present.catalogue.ReportSource;
import org.gradienttransport.jobs.present.text.TextReport;
import org.gradienttransport.jobs.publish.RunOutcome;
import org.gradienttransport.jobs.run.TestRuns;
import org.gradienttransport.jobs.warehouse.Warehouse;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.rows.NullContrast;
import org.gradienttransport.schemas.rows.WindowSummary;
import org.gradienttransport.schemas.vocabulary.Quantity;
import org.gradienttransport.schemas.vocabulary.WindowName;
import org.gradienttransport.schemas.vocabulary.Word;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/** The page that a run over the bundled samples keeps. */
@TestInstance(Lifecycle.PER_CLASS)
@Tag("spark")
class RunReportTest {
  private Path directory;
  private Warehouse warehouse;
  private String runId;
  private ReportSource source;
  private String html;
  private Page page;

  @BeforeAll
  void run(@TempDir Path temporary) throws Exception {
    directory = temporary;
    RunOutcome outcome =
        TestRuns.run(
            directory,
            TestRuns.settings(
                List.of(TestRuns.family("pico-mini-sample"), TestRuns.family("pythia-mini-sample")),
                1,
                1,
                0,
                WaveSize.DEFAULT));
    warehouse = TestRuns.warehouse(directory);
    runId = outcome.runId();
    source = ReportFile.published(warehouse, runId);
    html = Files.readString(directory.resolve("runs").resolve(runId).resolve("report.html"));
    page = Page.of(html);
  }

  @Test
  void everyRunKeepsItsPageAndTheCommandMakesTheSame() {
    assertThat(html).startsWith("<!DOCTYPE html>").isEqualTo(RunReport.html(source));
  }

  @Test
  void staysBelowThreeMegabytes() {
    assertThat(html.getBytes(StandardCharsets.UTF_8).length).isLessThan(3_000_000);
  }

  @Test
  void loadsNothingFromAnywhere() {
    for (String attribute : List.of("src", "href", "srcset", "action", "poster", "data")) {
      for (Element element : page.all("*")) {
        String address = element.getAttribute(attribute);
        assertThat(address.isEmpty() || address.startsWith("#") || address.startsWith("data:"))
            .as("%s of %s is %s", attribute, element.getTagName(), address)
            .isTrue();
      }
    }
    assertThat(page.all("style").get(0).getTextContent()).doesNotContain("url(", "@import");
    assertThat(policy()).startsWith("default-src 'none'; script-src 'sha256-");
    assertThat(policy()).doesNotContain("unsafe").doesNotContain("http");
  }

  private String policy() {
    return page.all("meta").stream()
        .filter(meta -> meta.getAttribute("http-equiv").equals("Content-Security-Policy"))
        .findFirst()
        .orElseThrow()
        .getAttribute("content");
  }

  @Test
  void everyNumberOfTheSummaryIsTheTablesOwn() {
    List<Element> numbers = page.all("data");
    assertThat(numbers).hasSizeGreaterThan(30);
    int compared = 0;
    for (Element number : numbers) {
      String[] origin = number.getAttribute("data-from").split("/", -1);
      assertThat(rounded(number)).as(number.getAttribute("data-from")).isTrue();
      double value = Double.parseDouble(number.getAttribute("value"));
      if (origin[0].equals("window_summary")) {
        assertThat(value)
            .as(number.getAttribute("data-from"))
            .isEqualTo(window(origin[1], origin[2], origin[3]));
        compared++;
      } else if (origin[0].equals("null_contrast")) {
        assertThat(value)
            .as(number.getAttribute("data-from"))
            .isEqualTo(contrast(origin[1], origin[2]));
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(20);
  }

  private double window(String family, String quantity, String column) {
    return only(
        WindowSummary.ROWS,
        row ->
            row.family().equals(family)
                && row.windowName() == WindowName.STABLE
                && row.realisation().isReal()
                && row.quantity().word().equals(quantity)
                && row.scale().equals(Word.ALL),
        column);
  }

  private double contrast(String family, String column) {
    return only(
        NullContrast.ROWS,
        row ->
            row.family().equals(family)
                && row.scope() == WindowName.STABLE
                && row.observable() == Quantity.Z
                && row.scale().equals(Word.ALL),
        column);
  }

  /** A number of the only row that is asked for, as published. */
  private <R extends Record> double only(RowType<R> type, Predicate<R> wanted, String column) {
    List<R> rows = warehouse.tables(runId).of(type).stream().filter(wanted).toList();
    assertThat(rows).hasSize(1);
    return ((Number) type.value(rows.get(0), type.table().column(column))).doubleValue();
  }

  /** Whether the text is the value to the text's own digits. */
  private static boolean rounded(Element number) {
    String text = number.getTextContent().replace(",", "").replace("+", "");
    BigDecimal value = new BigDecimal(number.getAttribute("value"));
    if (text.contains("e")) {
      return Math.abs(Double.parseDouble(text) / value.doubleValue() - 1) < 0.1;
    }
    BigDecimal shown = new BigDecimal(text);
    return value.setScale(shown.scale(), RoundingMode.HALF_UP).compareTo(shown) == 0;
  }

  @Test
  void everyFigureHoldsItsQueryAndItsData() {
    Map<String, Drawing> byQuery =
        FigureQueries.figures(source).stream().collect(toMap(Drawing::sql, figure -> figure));
    List<Element> figures = drawn();
    assertThat(figures).hasSizeGreaterThanOrEqualTo(20);
    for (Element figure : figures) {
      Drawing drawing = byQuery.get(Page.query(figure));
      assertThat(Page.download(figure))
          .as(Page.query(figure))
          .isEqualTo(Csv.of(drawing.data()).lines().skip(1).toList());
    }
  }

  @Test
  void everyQueryMakesTheDataOfItsFigure() throws Exception {
    try (FigureQueries queries = new FigureQueries(directory.resolve("runs").resolve(runId))) {
      for (Drawing figure : FigureQueries.figures(source)) {
        queries.requireSame(figure);
      }
    }
  }

  private List<Element> drawn() {
    return page.all("figure").stream().filter(f -> f.hasAttribute("data-chart")).toList();
  }

  @Test
  void everyFigureSaysItsNumbersWhereThereIsNoChart() {
    for (Element figure : drawn()) {
      Element digest = Page.all(figure, "table").get(0);
      assertThat(digest.getAttribute("id")).isEqualTo(figure.getAttribute("id") + "-digest");
      assertThat(Page.all(digest, "td")).hasSizeGreaterThanOrEqualTo(5);
      JsonNode chart = parsed(figure.getAttribute("data-chart"));
      assertThat(chart.path("datasets")).isNotEmpty();
      assertThat(chart.path("datasets").get(0).path("data")).isNotEmpty();
    }
  }

  private static JsonNode parsed(String json) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError(json, e);
    }
  }

  @Test
  void showsNoNumberThatIsNone() {
    assertThat(page.document.getDocumentElement().getTextContent())
        .doesNotContain("NaN")
        .doesNotContain("Infinity");
    for (Element figure : drawn()) {
      assertThat(figure.getAttribute("data-chart")).doesNotContain("NaN").doesNotContain("Inf");
    }
  }

  @Test
  void saysWhatTheFamiliesAreNot() {
    assertThat(page.document.getDocumentElement().getTextContent())
        .contains("Not Pico-LM")
        .contains("Not Pythia")
        .contains("Compare the shape of their regimes, not their levels");
  }

  @Test
  void tellsWhatChangedSinceTheRunBefore() throws Exception {
    RunOutcome second =
        TestRuns.run(directory, TestRuns.settings(TestRuns.family("pico-mini-sample")));
    String text =
        Page.of(RunReport.html(ReportFile.published(warehouse, second.runId())))
            .document
            .getDocumentElement()
            .getTextContent();
    assertThat(text).contains("Compared with run " + runId).contains("pythia-mini-sample");
    assertThat(text).contains("This run has no null contrasts for this family");
  }

  @Test
  void theTextVersionSaysTheSameSentencesWithSmallPlots() {
    String text = TextReport.of(source);
    Element paragraph =
        page.all("p").stream()
            .filter(p -> p.getTextContent().contains("D = "))
            .findFirst()
            .orElseThrow();
    assertThat(text).contains(paragraph.getTextContent()).contains("Not Pico-LM").contains("▁");
    assertThat(text.lines().filter(line -> line.equals("Exponents over training"))).hasSize(2);
  }

  @Test
  void aReportThatCannotBeMadeIsLeftOutAndSaysSo() throws Exception {
    Path broken = directory.resolve("runs/broken/field_transport");
    Files.createDirectories(broken);
    Files.writeString(broken.resolve("part-0.parquet"), "this is no Parquet file");
    assertThat(
            ReportFile.stage(
                warehouse,
                "broken",
                warehouse.tables("broken"),
                source.families(),
                Optional.empty()))
        .isFalse();
    assertThat(directory.resolve("runs/broken/report.html")).doesNotExist();
  }
}

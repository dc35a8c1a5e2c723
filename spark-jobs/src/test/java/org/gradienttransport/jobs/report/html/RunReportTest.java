package org.gradienttransport.jobs.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.gradienttransport.jobs.SharedSpark;
import org.gradienttransport.jobs.measure.WaveSize;
import org.gradienttransport.jobs.publish.Warehouse;
import org.gradienttransport.jobs.run.RunOutcome;
import org.gradienttransport.jobs.run.TestRuns;
import org.gradienttransport.jobs.tables.RunTables;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/** The page that a run over the bundled samples keeps. */
@TestInstance(Lifecycle.PER_CLASS)
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
    source = ReportFile.published(SharedSpark.session(), warehouse, runId);
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
      if (origin[0].equals("window_summary")) {
        QueryResult row =
            source.query(
                "select "
                    + origin[3]
                    + " as value from window_summary where family = :family and quantity = '"
                    + origin[2]
                    + "' and window_name = 'stable' and field_kind = 'real' and scale = 'all'",
                origin[1]);
        assertThat(Double.parseDouble(number.getAttribute("value")))
            .as(number.getAttribute("data-from"))
            .isEqualTo(row.number(0, "value"));
        compared++;
      } else if (origin[0].equals("null_contrast")) {
        QueryResult row =
            source.query(
                "select "
                    + origin[2]
                    + " as value from null_contrast where family = :family and scope = 'stable'"
                    + " and observable = 'z' and scale = 'all'",
                origin[1]);
        assertThat(Double.parseDouble(number.getAttribute("value")))
            .isEqualTo(row.number(0, "value"));
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(20);
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
  void everyFigureHoldsItsQueryAndThatQueryMakesItsData() {
    RunTables tables = new RunTables(SharedSpark.session(), warehouse.run(runId));
    org.gradienttransport.schemas.Tables.ALL.stream()
        .filter(table -> directory.resolve("runs/" + runId + "/" + table.name()).toFile().exists())
        .forEach(tables::register);
    List<Element> figures = drawn();
    assertThat(figures).hasSizeGreaterThanOrEqualTo(20);
    for (Element figure : figures) {
      QueryResult answer = QueryResult.of(tables.query(Page.query(figure)));
      assertThat(Page.download(figure))
          .as(Page.query(figure))
          .isEqualTo(answer.csv().lines().skip(1).toList());
    }
  }

  private List<Element> drawn() {
    return page.all("figure").stream().filter(f -> f.hasAttribute("data-plot")).toList();
  }

  @Test
  void everyFigureHasADrawingWithATextAlternative() {
    for (Element figure : drawn()) {
      Element drawing = Page.all(figure, "svg").get(0);
      assertThat(drawing.getAttribute("role")).isEqualTo("img");
      assertThat(Page.all(drawing, "title").get(0).getTextContent()).isNotBlank();
      assertThat(Page.all(drawing, "desc").get(0).getTextContent())
          .startsWith(Page.all(drawing, "title").get(0).getTextContent())
          .hasSizeGreaterThan(60);
    }
  }

  @Test
  void showsNoNumberThatIsNone() {
    assertThat(page.document.getDocumentElement().getTextContent())
        .doesNotContain("NaN")
        .doesNotContain("Infinity");
    for (Element path : page.all("path")) {
      assertThat(path.getAttribute("d")).doesNotContain("NaN").doesNotContain("Inf");
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
        Page.of(
                RunReport.html(
                    ReportFile.published(SharedSpark.session(), warehouse, second.runId())))
            .document
            .getDocumentElement()
            .getTextContent();
    assertThat(text).contains("Compared with run " + runId).contains("pythia-mini-sample");
    assertThat(text).contains("This run has no null contrasts for this family");
  }

  @Test
  void theTextVersionSaysTheSameSentencesWithSmallPlots() {
    String text = new TextReport(source).text();
    Element paragraph =
        page.all("p").stream()
            .filter(p -> p.getTextContent().contains("D = "))
            .findFirst()
            .orElseThrow();
    assertThat(text).contains(paragraph.getTextContent()).contains("Not Pico-LM").contains("▁");
    assertThat(text.lines().filter(line -> line.startsWith("Exponents over training"))).hasSize(6);
  }

  @Test
  void aReportThatCannotBeMadeIsLeftOutAndSaysSo() throws Exception {
    Path broken = directory.resolve("runs/broken/field_transport");
    Files.createDirectories(broken);
    Files.writeString(broken.resolve("part-0.parquet"), "this is no Parquet file");
    assertThat(
            ReportFile.stage(
                SharedSpark.session(), warehouse, "broken", source.families(), Optional.empty()))
        .isFalse();
    assertThat(directory.resolve("runs/broken/report.html")).doesNotExist();
  }
}

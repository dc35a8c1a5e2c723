package org.gradienttransport.jobs.present.html;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gradienttransport.jobs.present.catalogue.Catalogue;
import org.gradienttransport.jobs.present.catalogue.FamilyText;
import org.gradienttransport.jobs.present.catalogue.LawSampleRows;
import org.gradienttransport.jobs.present.catalogue.ReportSource;
import org.gradienttransport.jobs.present.text.TextReport;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.ScalingRun;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** What a page says of studies of the loss, and of families whose losses were fitted. */
class StudyReportTest {
  private static ReportSource source(Rows rows, String... families) {
    return new ReportSource(
        "run",
        "",
        rows,
        List.of(families).stream().map(family -> new FamilyText(family, "", "")).toList(),
        Optional.empty());
  }

  @Test
  void everyStudyHasASectionWithAllItsFigures() throws Exception {
    Page page = Page.of(RunReport.html(source(LawSampleRows.of("lab", "other"))));

    assertThat(page.all("a"))
        .extracting(Element::getTextContent)
        .contains("lab: scaling of the loss");
    List<String> ids = new ArrayList<>();
    page.all("figure").forEach(figure -> ids.add(figure.getAttribute("id")));
    assertThat(ids)
        .hasSize(2 * Catalogue.ofStudies().size())
        .contains("study-0-surface", "study-1-surface");
  }

  @Test
  void whatTheDataCannotSayComesFirst() throws Exception {
    Page page = Page.of(RunReport.html(source(LawSampleRows.of("lab"))));
    String text =
        page.all("section").stream()
            .filter(section -> section.getAttribute("id").equals("study-0"))
            .findFirst()
            .orElseThrow()
            .getTextContent();

    assertThat(text.indexOf("were measured while the learning rate was still decaying"))
        .isPositive()
        .isLessThan(text.indexOf("usable losses"));
  }

  @Test
  void theNoteOfAStudysFileStandsWithItsNumbers() throws Exception {
    ReportSource noted =
        new ReportSource(
            "run",
            "",
            LawSampleRows.of("lab"),
            List.of(new FamilyText("lab", "A sweep", "Not for quotation.", true)),
            Optional.empty());

    assertThat(noted.families()).isEmpty();
    assertThat(Page.of(RunReport.html(noted)).all("li"))
        .extracting(Element::getTextContent)
        .contains("Not for quotation.");
    assertThat(TextReport.of(noted)).contains("  Mind: Not for quotation.");
  }

  @Test
  void whatAStudyHasNoRowsForIsSaidAfterItsFigures() throws Exception {
    Rows.InMemory rows = new Rows.InMemory();
    rows.add(ScalingRun.ROWS, LawSampleRows.of("lab").of(ScalingRun.ROWS));
    Page page = Page.of(RunReport.html(source(rows)));

    assertThat(page.all("figure")).hasSize(2);
    assertThat(page.all("li"))
        .extracting(Element::getTextContent)
        .anyMatch(text -> text.startsWith("What each law predicts unseen: Nothing was held out"));
  }

  @Test
  void aRunWithoutStudiesSaysNothingOfThem() {
    String html = RunReport.html(source(new Rows.InMemory(), "pico"));

    assertThat(html).doesNotContain("scaling of the loss").doesNotContain("id=\"family-0-loss-");
    assertThat(TextReport.of(source(new Rows.InMemory(), "pico")))
        .doesNotContain("scaling of the loss");
  }

  @Test
  void aFamilyWithLossesShowsTheirExponentsBesideItsTransport() {
    Rows.InMemory rows = new Rows.InMemory();
    LawSampleRows.link((type, row) -> LawSampleRows.addTo(rows, type, row), "pico");

    assertThat(RunReport.html(source(rows, "pico")))
        .contains("family-0-loss-exponents", "family-0-loss-in-time", "family-0-loss-bridge");
  }

  @Test
  void linesAreBrokenBetweenRuns() throws Exception {
    JsonNode envelope = chart("study-0-loss-compute").path("datasets").get(2);

    assertThat(envelope.path("label").asText()).isEqualTo("co'de, envelope");
    assertThat(envelope.path("showLine").asBoolean()).isTrue();
    assertThat(envelope.path("data")).hasSize(3);
    assertThat(envelope.path("data").get(1).get(0).isNull()).isTrue();
    assertThat(envelope.path("names").get(1).isNull()).isTrue();
  }

  @Test
  void measuredPointsStandAlone() throws Exception {
    JsonNode points = chart("study-0-surface").path("datasets").get(2);

    assertThat(points.path("label").asText()).isEqualTo("co'de");
    assertThat(points.has("showLine")).isFalse();
    assertThat(points.path("names").get(0).asText()).matches("loss [0-9.]+");
  }

  private static JsonNode chart(String id) throws Exception {
    Page page = Page.of(RunReport.html(source(LawSampleRows.of("lab"))));
    return new ObjectMapper()
        .readTree(
            page.all("figure").stream()
                .filter(figure -> figure.getAttribute("id").equals(id))
                .findFirst()
                .orElseThrow()
                .getAttribute("data-chart"));
  }

  @Test
  void manyStudiesStayBelowThreeMegabytes() {
    String[] names = new String[12];
    for (int i = 0; i < names.length; i++) {
      names[i] = "study-" + i;
    }

    assertThat(
            RunReport.html(source(LawSampleRows.of(names))).getBytes(StandardCharsets.UTF_8).length)
        .isLessThan(3_000_000);
  }

  @Test
  void theTextSaysTheSameOfAStudy() {
    assertThat(TextReport.of(source(LawSampleRows.of("lab"))))
        .contains("lab: scaling of the loss\n  Mind: ", "Fitted loss in size and data");
  }
}

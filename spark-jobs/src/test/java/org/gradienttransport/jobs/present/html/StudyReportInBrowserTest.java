package org.gradienttransport.jobs.present.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.gradienttransport.jobs.present.catalogue.Catalogue;
import org.gradienttransport.jobs.present.catalogue.LawSampleRows;
import org.gradienttransport.jobs.present.catalogue.ReportSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures of a study as a browser shows them. */
@Tag("slow")
class StudyReportInBrowserTest {
  @TempDir Path directory;

  @Test
  void everyFigureIsDrawnAndTellsItsValues() throws Exception {
    Chromium chromium = Chromium.in(directory);
    Path report = directory.resolve("report.html");
    Files.writeString(
        report,
        RunReport.html(
            new ReportSource("run", "", LawSampleRows.of("lab"), List.of(), Optional.empty())));

    Chromium.Answer answer = chromium.open(report.toUri() + "#self-test", "--window-size=1280,900");
    JsonNode page = new ObjectMapper().readTree(answer.json());

    assertThat(answer.console()).isEmpty();
    assertThat(page.path("errors")).isEmpty();
    assertThat(page.path("blank")).isEmpty();
    assertThat(page.path("drawn").asInt()).isEqualTo(Catalogue.ofStudies().size());
    assertThat(page.path("legends"))
        .as("legends of ten series or more scroll")
        .filteredOn(legend -> legend.path("series").asInt() >= 10)
        .isNotEmpty()
        .allMatch(legend -> legend.path("height").asInt() <= 120);
    for (JsonNode figure : page.path("hover")) {
      for (JsonNode point : figure.path("points")) {
        assertThat(point.path("values")).as(figure.path("id").asText()).isNotEmpty();
        for (int i = 0; i < point.path("values").size(); i++) {
          double value = point.path("values").get(i).asDouble();
          String line = point.path("lines").get(i).asText();
          double shown = Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
          assertThat(shown).as(line).isCloseTo(value, within(Math.abs(value) * 1e-4));
        }
      }
    }
  }
}

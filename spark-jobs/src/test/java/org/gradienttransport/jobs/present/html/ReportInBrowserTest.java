package org.gradienttransport.jobs.present.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gradienttransport.jobs.measure.WaveSize;
import org.gradienttransport.jobs.publish.RunOutcome;
import org.gradienttransport.jobs.run.TestRuns;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/** The page as a browser shows it: drawn, quiet, right under the pointer, dark, narrow. */
@Tag("slow")
@TestInstance(Lifecycle.PER_CLASS)
class ReportInBrowserTest {
  private Chromium chromium;
  private Path report;
  private Path directory;

  @BeforeAll
  void run(@TempDir Path temporary) throws Exception {
    directory = temporary;
    chromium = Chromium.in(directory);
    RunOutcome outcome =
        TestRuns.run(
            directory.resolve("warehouse"),
            TestRuns.settings(
                List.of(TestRuns.family("pico-mini-sample"), TestRuns.family("pythia-mini-sample")),
                1,
                1,
                0,
                WaveSize.DEFAULT));
    report = directory.resolve("warehouse/runs/" + outcome.runId() + "/report.html");
  }

  @Test
  void everyFigureIsDrawnAndTheConsoleStaysEmpty() throws Exception {
    Chromium.Answer answer = chromium.open(report.toUri() + "#self-test", "--window-size=1280,900");
    JsonNode page = new ObjectMapper().readTree(answer.json());
    assertThat(answer.console()).isEmpty();
    assertThat(page.path("errors")).isEmpty();
    assertThat(page.path("blank")).isEmpty();
    assertThat(page.path("figures").asInt()).isGreaterThanOrEqualTo(25);
    assertThat(page.path("drawn").asInt()).isEqualTo(page.path("figures").asInt());
    assertThat(page.path("dark").asBoolean()).isFalse();
  }

  @Test
  void hoveringTellsTheValuesOfTheTables() throws Exception {
    Map<String, Set<String>> cells = new HashMap<>();
    for (Element figure : Page.of(Files.readString(report)).all("figure")) {
      if (figure.hasAttribute("data-chart")) {
        Set<String> values = new HashSet<>();
        Page.download(figure).forEach(row -> values.addAll(List.of(row.split(",", -1))));
        cells.put(figure.getAttribute("id"), values);
      }
    }
    Chromium.Answer answer = chromium.open(report.toUri() + "#self-test", "--window-size=1280,900");
    int compared = 0;
    for (JsonNode figure : new ObjectMapper().readTree(answer.json()).path("hover")) {
      Set<String> values = cells.get(figure.path("id").asText());
      for (JsonNode point : figure.path("points")) {
        for (int i = 0; i < point.path("values").size(); i++) {
          JsonNode value = point.path("values").get(i);
          double y = value.asDouble();
          assertThat(values.stream().anyMatch(cell -> isNumber(cell, y)))
              .as("%s: %s", figure.path("id").asText(), value)
              .isTrue();
          String line = point.path("lines").get(i).asText();
          double shown = Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
          assertThat(shown).as(line).isCloseTo(y, within(Math.abs(y) * 1e-4));
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThan(100);
  }

  private static boolean isNumber(String cell, double value) {
    try {
      return Math.abs(Double.parseDouble(cell) - value) <= 1e-6 * Math.abs(value);
    } catch (NumberFormatException e) {
      return false;
    }
  }

  @Test
  void followsTheReadersDarkMode() throws Exception {
    Chromium.Answer answer = chromium.open(report.toUri() + "#self-test", "--force-dark-mode");
    JsonNode page = new ObjectMapper().readTree(answer.json());
    assertThat(page.path("dark").asBoolean()).isTrue();
    assertThat(page.path("background").asText()).isEqualTo("rgb(20, 24, 29)");
    assertThat(page.path("errors")).isEmpty();
  }

  @Test
  void fitsAPhoneWithoutScrollingSideways() throws Exception {
    Path phone = Files.createFile(report.resolveSibling("phone.html"));
    Files.writeString(
        phone,
        """
        <!DOCTYPE html><html><body><iframe id="f" width="360" height="800"></iframe><script>
        const f = document.getElementById('f');
        f.onload = () => {
          const p = document.createElement('pre');
          p.id = 'copied';
          p.textContent = f.contentDocument.getElementById('self-test').textContent;
          document.body.append(p);
        };
        f.src = 'report.html#self-test';
        </script></body></html>
        """);
    Chromium.Answer answer =
        chromium.open(phone.toUri().toString(), "--allow-file-access-from-files");
    JsonNode page = new ObjectMapper().readTree(answer.json());
    assertThat(page.path("window").asInt()).isEqualTo(360);
    assertThat(page.path("width").asInt()).isLessThanOrEqualTo(360);
    assertThat(page.path("drawn").asInt()).isEqualTo(page.path("figures").asInt());
  }
}

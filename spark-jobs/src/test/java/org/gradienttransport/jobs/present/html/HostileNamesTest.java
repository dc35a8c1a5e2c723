package org.gradienttransport.jobs.present.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gradienttransport.jobs.present.catalogue.FamilyText;
import org.gradienttransport.jobs.present.catalogue.LawSampleRows;
import org.gradienttransport.jobs.present.catalogue.ReportSource;
import org.gradienttransport.jobs.testing.SampleRows;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.vocabulary.Level;
import org.gradienttransport.schemas.vocabulary.Outcome;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** Names and messages come from files of other people: on a page they are text and nothing else. */
class HostileNamesTest {
  private static final String NAME =
      "</script><script>alert('1')</script> \" onload=\"x & ]]>\u0000";

  @Test
  void namesAndMessagesStayText() throws Exception {
    String html = RunReport.html(staged());
    Page page = Page.of(html);

    assertThat(html).doesNotContain("<script>alert");
    assertThat(page.document.getDocumentElement().getTextContent())
        .contains(NAME.replace('\u0000', '\uFFFD'));
    for (Element element : page.all("*")) {
      assertThat(element.hasAttribute("onload")).isFalse();
    }
    assertThat(page.all("script")).isEmpty();
  }

  @Test
  void namesOfStudiesStayTextToo() throws Exception {
    Rows rows = LawSampleRows.of(NAME);
    String html = RunReport.html(new ReportSource("run", "", rows, List.of(), Optional.empty()));
    Page page = Page.of(html);

    assertThat(html).doesNotContain("<script>alert");
    assertThat(page.all("h2"))
        .extracting(Element::getTextContent)
        .contains(NAME.replace('\u0000', '\uFFFD') + ": scaling of the loss");
    assertThat(page.all("code"))
        .extracting(Element::getTextContent)
        .anyMatch(sql -> sql.contains("source = '</script><script>alert(''1'')</script>"));
    assertThat(page.all("*")).noneMatch(element -> element.hasAttribute("onload"));
    assertThat(page.all("script")).isEmpty();
  }

  private static ReportSource staged() {
    List<FieldTransport> fields = new ArrayList<>();
    for (long step = 1; step <= 3; step++) {
      fields.add(SampleRows.field(NAME, NAME, step));
    }
    Rows.InMemory rows =
        new Rows.InMemory()
            .add(FieldTransport.ROWS, fields)
            .add(
                CheckResult.ROWS,
                List.of(
                    new CheckResult(NAME, NAME, NAME, Level.WARN, Outcome.FAIL, null, null, NAME)));
    return new ReportSource(
        "run", NAME, rows, List.of(new FamilyText(NAME, NAME, NAME)), Optional.empty());
  }
}

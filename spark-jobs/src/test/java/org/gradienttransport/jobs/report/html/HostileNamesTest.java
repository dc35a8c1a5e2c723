package org.gradienttransport.jobs.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.gradienttransport.jobs.SharedSpark;
import org.gradienttransport.jobs.tables.RowBuilder;
import org.gradienttransport.jobs.tables.RunTables;
import org.gradienttransport.schemas.CheckResult;
import org.gradienttransport.schemas.FieldTransport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/** Names and messages come from files of other people: on a page they are text and nothing else. */
class HostileNamesTest {
  private static final String NAME =
      "</script><script>alert('1')</script> \" onload=\"x & ]]>\u0000";

  @TempDir Path directory;

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
  void cellsThatSpreadsheetsWouldRunAreDefused() {
    QueryResult rows =
        new QueryResult(List.of("a", "b"), List.of(List.of("=HYPERLINK(\"x\")", -1.5)));
    assertThat(rows.csv()).isEqualTo("a,b\n\"'=HYPERLINK(\"\"x\"\")\",-1.5\n");
  }

  @Test
  void aQuoteInANameCannotLeaveItsLiteral() {
    assertThat(ReportSource.shown("select 1 where family = :family", "x' or 'y"))
        .isEqualTo("select 1 where family = 'x'' or ''y'");
  }

  private ReportSource staged() {
    RunTables tables =
        new RunTables(SharedSpark.session(), new org.apache.hadoop.fs.Path(directory.toUri()));
    List<Row> fields = new ArrayList<>();
    for (long step = 1; step <= 3; step++) {
      fields.add(
          RowBuilder.of(FieldTransport.TABLE)
              .set(FieldTransport.FAMILY, NAME)
              .set(FieldTransport.SCALE, NAME)
              .set(FieldTransport.FROM_STEP, step)
              .set(FieldTransport.STEP, step)
              .set(FieldTransport.FIELD_KIND, "real")
              .set(FieldTransport.REPLICATE, 0)
              .set(FieldTransport.N, 100L)
              .set(FieldTransport.N_STEPS, 4)
              .set(FieldTransport.V_REL, 0.01 * step)
              .set(FieldTransport.STATUS, "ok")
              .set(FieldTransport.METHOD_VERSION, "tdu-ofc-v1")
              .build());
    }
    tables.stage(FieldTransport.TABLE, fields);
    tables.stage(
        CheckResult.TABLE,
        List.of(
            RowBuilder.of(CheckResult.TABLE)
                .set(CheckResult.FAMILY, NAME)
                .set(CheckResult.NAME, NAME)
                .set(CheckResult.SCOPE, NAME)
                .set(CheckResult.LEVEL, "WARN")
                .set(CheckResult.STATUS, NAME)
                .set(CheckResult.MESSAGE, NAME)
                .build()));
    return ReportSource.of(
        SharedSpark.session(),
        "run",
        new org.apache.hadoop.fs.Path(directory.toUri()),
        List.of(new FamilyText(NAME, NAME, NAME)));
  }
}

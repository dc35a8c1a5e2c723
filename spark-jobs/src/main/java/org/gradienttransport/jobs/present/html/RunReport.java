package org.gradienttransport.jobs.present.html;

import static java.util.Comparator.comparing;
import static java.util.Comparator.reverseOrder;
import static java.util.stream.Collectors.joining;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.gradienttransport.jobs.present.Answer;
import org.gradienttransport.jobs.present.catalogue.Catalogue;
import org.gradienttransport.jobs.present.catalogue.Changes;
import org.gradienttransport.jobs.present.catalogue.CohortNarrative;
import org.gradienttransport.jobs.present.catalogue.CohortRows;
import org.gradienttransport.jobs.present.catalogue.Drawing;
import org.gradienttransport.jobs.present.catalogue.FamilyRows;
import org.gradienttransport.jobs.present.catalogue.FamilyText;
import org.gradienttransport.jobs.present.catalogue.LawNarrative;
import org.gradienttransport.jobs.present.catalogue.LawRows;
import org.gradienttransport.jobs.present.catalogue.Narrative;
import org.gradienttransport.jobs.present.catalogue.ReportSource;
import org.gradienttransport.jobs.present.catalogue.RobustnessNarrative;
import org.gradienttransport.jobs.present.catalogue.Sentence;
import org.gradienttransport.schemas.Column;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Tables;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.rows.Run;
import org.gradienttransport.schemas.vocabulary.Outcome;

/** The page of one run: everything in one file that loads nothing. */
public final class RunReport {
  /** The name of a run's page in its directory. */
  public static final String FILE = "report.html";

  /** For all downloads, and as much for all charts: the page stays below 3 MB with the rest. */
  private static final int FIGURE_BYTES = 1_000_000;

  /** Outcomes of checks, those first that somebody should see. */
  private static final List<Outcome> STATUSES =
      List.of(Outcome.FAIL, Outcome.SKIPPED, Outcome.PASS);

  /** Points in time as tables show them. */
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("yyyy-MM-dd HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
          .toFormatter(Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final ReportSource source;
  private final List<FamilyRows> families;
  private final List<LawRows> studies;
  private final List<CohortRows> cohorts;
  private final HtmlWriter html = new HtmlWriter();
  private final FigureHtml figures;

  private RunReport(ReportSource source) {
    this.source = source;
    this.families =
        source.families().stream()
            .map(family -> FamilyRows.of(source.rows(), family.name()))
            .toList();
    this.studies =
        LawRows.studies(source.rows()).stream()
            .map(study -> LawRows.of(source.rows(), study))
            .toList();
    this.cohorts =
        CohortRows.cohorts(source.rows()).stream()
            .map(cohort -> CohortRows.of(source.rows(), cohort))
            .toList();
    List<Drawing> all =
        Stream.of(
                Catalogue.comparing(families).stream(),
                families.stream().flatMap(family -> Catalogue.of(family).stream()),
                cohorts.stream().flatMap(cohort -> Catalogue.of(cohort).stream()),
                studies.stream().flatMap(study -> Catalogue.of(study).stream()))
            .flatMap(drawings -> drawings)
            .filter(drawing -> !drawing.data().isEmpty())
            .toList();
    this.figures = new FigureHtml(html, FigureHtml.mostBytes(all, FIGURE_BYTES));
  }

  /** Makes the page. */
  public static String html(ReportSource source) {
    RunReport report = new RunReport(source);
    report.page();
    return "<!DOCTYPE html>\n" + report.html + "\n";
  }

  private void page() {
    html.open("html", "lang", "en");
    head();
    html.open("body");
    top();
    html.open("main", "id", "main");
    summary();
    if (source.families().size() > 1) {
      comparison();
    }
    for (int i = 0; i < cohorts.size(); i++) {
      cohort(i);
    }
    for (int i = 0; i < source.families().size(); i++) {
      family(i);
    }
    for (int i = 0; i < studies.size(); i++) {
      study(i);
    }
    checks();
    changes();
    provenance();
    html.close();
    scripts();
    html.close().close();
  }

  private void head() {
    html.open("head");
    html.empty("meta", "charset", "utf-8");
    html.empty(
        "meta", "http-equiv", "Content-Security-Policy", "content", Assets.contentSecurityPolicy());
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.empty("meta", "name", "color-scheme", "content", "light dark");
    html.empty("link", "rel", "icon", "href", "data:,");
    html.leaf("title", "Gradient transport, run " + source.runId());
    html.open("style").raw(Assets.STYLE).close();
    html.close();
  }

  private void top() {
    html.leaf("a", "Skip to the summary", "class", "skip", "href", "#main");
    html.open("header");
    html.leaf("h1", "Gradient transport");
    html.open("p", "class", "run").text("Run ").leaf("code", source.runId()).close();
    source.rows().of(Run.ROWS).stream().findFirst().ifPresent(this::outcome);
    html.open("nav", "aria-label", "Contents").open("ul");
    link("summary", "Summary");
    if (source.families().size() > 1) {
      link("comparison", "Families compared");
    }
    for (int i = 0; i < cohorts.size(); i++) {
      link("cohort-" + i, title(cohorts.get(i)));
    }
    for (int i = 0; i < source.families().size(); i++) {
      link("family-" + i, source.families().get(i).name());
    }
    for (int i = 0; i < studies.size(); i++) {
      link("study-" + i, title(studies.get(i)));
    }
    link("checks", "Checks");
    link("changes", "Changes");
    link("provenance", "Provenance");
    html.close().close().close();
  }

  private void outcome(Run run) {
    html.leaf(
        "p",
        String.format(
            Locale.ROOT,
            "As of %s: %s relaxations of %s input files. Checks: %s passed, %s failed, %s skipped."
                + " The run ends with code %s.",
            run.asOf(),
            run.fields(),
            run.inputs(),
            run.checksPassed(),
            run.checksFailed(),
            run.checksSkipped(),
            run.exitCode()));
  }

  private void link(String id, String text) {
    html.open("li").leaf("a", text, "href", "#" + id).close();
  }

  private void section(String id, String title) {
    html.open(
        "section",
        "id",
        id,
        "class",
        id.startsWith("family-") || id.startsWith("study-") ? "family" : null,
        "aria-labelledby",
        id + "-title");
    html.leaf("h2", title, "id", id + "-title");
  }

  private void summary() {
    section("summary", "Summary");
    for (int i = 0; i < families.size(); i++) {
      FamilyText family = source.families().get(i);
      Narrative narrative = new Narrative(families.get(i));
      html.open("article");
      html.leaf("h3", family.name());
      html.leaf("p", family.title(), "class", "title");
      narrative.sentences().forEach(sentence -> sentence("p", sentence));
      html.open("ul", "class", "caveats");
      narrative.caveats(family).forEach(sentence -> sentence("li", sentence));
      html.close().close();
    }
    if (!families.isEmpty()) {
      transportNote();
    }
    for (LawRows study : studies) {
      html.open("p").text(study.study() + ": ");
      html.leaf("a", "scaling of the loss", "href", "#study-" + studies.indexOf(study));
      html.text(", with what it cannot say first.").close();
    }
    html.close();
  }

  private void transportNote() {
    html.leaf(
        "p",
        "Read beta and delta as finite-size transport exponents in N, not as exponents of an"
            + " avalanche distribution. D near 1 is nearly forced: a tenth of the nodes is active at"
            + " the first relaxation step whatever the field.",
        "class",
        "caveats");
  }

  private void sentence(String tag, Sentence sentence) {
    html.open(tag);
    for (Sentence.Part part : sentence.parts()) {
      if (part.value() == null) {
        html.text(part.text());
      } else {
        html.leaf(
            "data", part.text(), "value", part.value().toString(), "data-from", part.origin());
      }
    }
    html.close();
  }

  private void comparison() {
    section("comparison", "Families compared");
    html.leaf(
        "p",
        "The families differ in what a field is (gradients or checkpoint differences, which tensors,"
            + " which precision) and in what they were trained on. Compare the shape of their regimes,"
            + " not their levels: a difference between two curves here need not be a difference between"
            + " two kinds of model.",
        "class",
        "warning",
        "role",
        "note");
    RobustnessNarrative.comparing(families).ifPresent(of -> sentence("p", of));
    figures("families-", Catalogue.comparing(families));
    html.close();
  }

  private static String title(CohortRows cohort) {
    return cohort.cohort() + ": cohort of seeds";
  }

  private void cohort(int index) {
    CohortRows cohort = cohorts.get(index);
    section("cohort-" + index, title(cohort));
    CohortNarrative.sentences(cohort).forEach(sentence -> sentence("p", sentence));
    figures("cohort-" + index + "-", Catalogue.of(cohort));
    html.close();
  }

  private void family(int index) {
    FamilyText family = source.families().get(index);
    section("family-" + index, family.name());
    if (!family.note().isBlank()) {
      html.leaf("p", family.note().strip(), "class", "warning", "role", "note");
    }
    figures("family-" + index + "-", Catalogue.of(families.get(index)));
    html.close();
  }

  private static String title(LawRows study) {
    return study.study() + ": scaling of the loss";
  }

  /** What the data cannot say comes first, figures that have nothing to show come last. */
  private void study(int index) {
    LawRows study = studies.get(index);
    FamilyText text = source.study(study.study());
    LawNarrative narrative = new LawNarrative(study);
    section("study-" + index, title(study));
    html.leaf("p", text.title(), "class", "title");
    html.open("ul", "class", "warning");
    if (!text.note().isBlank()) {
      html.leaf("li", text.note().strip());
    }
    narrative.caveats().forEach(sentence -> sentence("li", sentence));
    html.close();
    narrative.sentences().forEach(sentence -> sentence("p", sentence));
    List<Drawing> drawings = Catalogue.of(study);
    figures("study-" + index + "-", drawings.stream().filter(d -> !d.data().isEmpty()).toList());
    html.open("ul", "class", "caveats");
    drawings.stream()
        .filter(drawing -> drawing.data().isEmpty())
        .forEach(drawing -> html.leaf("li", drawing.title() + ": " + drawing.absent()));
    html.close();
    html.close();
  }

  private void figures(String prefix, List<Drawing> all) {
    html.open("div", "class", "figures");
    all.forEach(drawing -> figures.write(prefix + drawing.name(), drawing));
    html.close();
  }

  private void checks() {
    section("checks", "Checks");
    Answer rows =
        Answer.of(
            List.of("family", "name", "scope", "level", "status", "message"),
            source.rows().of(CheckResult.ROWS).stream()
                .sorted(
                    comparing((CheckResult row) -> STATUSES.indexOf(row.status()))
                        .thenComparing(CheckResult::level, reverseOrder())
                        .thenComparing(CheckResult::family)
                        .thenComparing(CheckResult::name)
                        .thenComparing(CheckResult::scope))
                .map(
                    row ->
                        Answer.row(
                            row.family(),
                            row.name(),
                            row.scope(),
                            row.level(),
                            row.status(),
                            row.message())));
    if (rows.isEmpty()) {
      html.leaf("p", "This run has no checks.");
    } else {
      table(List.of("Family", "Check", "Scope", "Level", "Status", "Found"), rows, 4);
    }
    html.close();
  }

  private void table(List<String> titles, Answer rows, int statusColumn) {
    html.open(
        "div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", titles.get(0));
    html.open("table").open("thead").open("tr");
    titles.forEach(title -> html.leaf("th", title, "scope", "col"));
    html.close().close().open("tbody");
    for (List<Object> row : rows.rows()) {
      html.open("tr");
      for (int i = 0; i < row.size(); i++) {
        String cell = row.get(i) == null ? "" : row.get(i).toString();
        html.leaf("td", cell, "class", i == statusColumn ? "status " + word(cell) : null);
      }
      html.close();
    }
    html.close().close().close();
  }

  private static String word(String text) {
    return text.matches("[a-z]+") ? text : "other";
  }

  private void changes() {
    section("changes", "Changes since the previous run");
    if (source.previous().isEmpty()) {
      html.leaf("p", "There is no earlier run to compare with.");
    } else {
      ReportSource.Previous before = source.previous().get();
      List<Changes.Change> changes = Changes.between(before.rows(), source.rows());
      html.open("p").text("Compared with run ").leaf("code", before.runId()).text(". ");
      html.text(
              changes.isEmpty()
                  ? "Inputs, configuration, window means and outcomes of checks are the same."
                  : changes.size()
                      + " differences in inputs, configuration, window means and checks.")
          .close();
      if (!changes.isEmpty()) {
        List<List<Object>> rows = new ArrayList<>();
        changes.forEach(c -> rows.add(List.of(c.what(), c.before(), c.now())));
        table(
            List.of("What", "Before", "Now"),
            new Answer(List.of("what", "before", "now"), rows),
            -1);
      }
    }
    html.close();
  }

  private void provenance() {
    section("provenance", "Provenance");
    html.open("p")
        .text(
            "Method: P. Wang and Y.-Q. Du, Finite-Size Gradient Transport in Large Language Model")
        .text(
            " Pretraining: From Cascade Size to Intensive Transport Efficiency, arXiv:2605.02968v1")
        .text(" (2026). Tables: ")
        .leaf("code", source.location())
        .close();
    List<List<Object>> facts = new ArrayList<>();
    for (Run run : source.rows().of(Run.ROWS)) {
      for (Column column : Run.ROWS.table().columns()) {
        facts.add(List.of(column.name(), plain(Run.ROWS.value(run, column))));
      }
    }
    table(List.of("Fact", "Value"), new Answer(List.of("fact", "value"), facts), -1);
    rowCounts();
    html.open("details").leaf("summary", "Licences of the charting library in this page");
    html.leaf("p", "Chart.js and chartjs-plugin-zoom, both under the MIT licence.");
    Assets.LICENCES.forEach(licence -> html.leaf("pre", licence, "tabindex", "0"));
    html.close().close();
  }

  private void rowCounts() {
    List<List<Object>> counts = new ArrayList<>();
    for (RowType<?> type : Tables.ROW_TYPES) {
      String count = String.format(Locale.ROOT, "%,d", source.rows().of(type).size());
      counts.add(List.of(type.name(), count, type.table().doc()));
    }
    table(List.of("Table", "Rows", "Contents"), new Answer(List.of("t", "n", "c"), counts), -1);
  }

  /** Lists and times as plain text. */
  private static String plain(Object value) {
    if (value instanceof List<?> many) {
      return many.stream().map(String::valueOf).collect(joining(", "));
    }
    if (value instanceof Instant time) {
      return TIME.format(time);
    }
    return value == null ? "" : value.toString();
  }

  private void scripts() {
    for (String script : List.of(Assets.CHARTS, Assets.ZOOM, Assets.REPORT)) {
      html.open("script").raw(script).close();
    }
  }
}

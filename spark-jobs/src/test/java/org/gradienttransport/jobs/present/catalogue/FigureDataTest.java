package org.gradienttransport.jobs.present.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.gradienttransport.jobs.io.TableDirectory;
import org.gradienttransport.jobs.testing.SampleRows;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.rows.CohortStep;
import org.gradienttransport.schemas.rows.CohortSummary;
import org.gradienttransport.schemas.rows.Compressibility;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.NullContrast;
import org.gradienttransport.schemas.rows.Performance;
import org.gradienttransport.schemas.rows.PerformanceAssociation;
import org.gradienttransport.schemas.rows.PerformanceExponent;
import org.gradienttransport.schemas.rows.Realisation;
import org.gradienttransport.schemas.rows.RobustnessChange;
import org.gradienttransport.schemas.rows.StepwiseExponent;
import org.gradienttransport.schemas.rows.WindowSummary;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.schemas.vocabulary.FieldStatus;
import org.gradienttransport.schemas.vocabulary.Observable;
import org.gradienttransport.schemas.vocabulary.Quantity;
import org.gradienttransport.schemas.vocabulary.WindowName;
import org.gradienttransport.schemas.vocabulary.Word;
import org.gradienttransport.udfs.robustness.ProbeVariation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a figure draws is what its query, as shown, makes of the published tables; over rows with
 * every kind of gap that tables may have.
 */
class FigureDataTest {
  private static final String WHOLE = "wh'ole";
  private static final String STUDY = "sweep of :family's";
  private static final String WINDOWLESS = "windowless";
  private static final Map<String, Long> SIZES = Map.of("a", 100L, "b", 900L, "c", 400L);
  private static final long STEPS = 17;

  @TempDir Path directory;
  private final Random random = new Random(26);

  @Test
  void everyQueryMakesTheDataOfItsFigure() throws Exception {
    ReportSource source = source(WHOLE, WINDOWLESS);
    int drawn = 0;
    try (FigureQueries queries = new FigureQueries(directory)) {
      for (Drawing figure : FigureQueries.figures(source)) {
        queries.requireSame(figure);
        drawn += figure.data().isEmpty() ? 0 : 1;
      }
    }
    assertThat(drawn).isGreaterThan(50);
  }

  @Test
  void everyFigureOfAStudyAndOfItsLinkWithTransportHasData() throws Exception {
    assertThat(FigureQueries.figures(source(WHOLE)))
        .filteredOn(
            figure ->
                Catalogue.ofStudies().contains(figure.name()) || figure.name().startsWith("loss-"))
        .hasSize(2 * Catalogue.ofStudies().size() + 3)
        .noneMatch(figure -> figure.data().isEmpty());
  }

  @Test
  void aRunWithoutRowsHasNoDataToDraw() throws Exception {
    ReportSource source =
        new ReportSource(
            "run",
            "",
            new TableDirectory(
                FileSystem.getLocal(new Configuration()),
                new org.apache.hadoop.fs.Path(directory.toUri())),
            List.of(new FamilyText(WHOLE, "", "")),
            Optional.empty());
    try (FigureQueries queries = new FigureQueries(directory)) {
      for (Drawing figure : FigureQueries.figures(source)) {
        queries.requireSame(figure);
        assertThat(figure.data().isEmpty()).isTrue();
      }
    }
    assertThat(FigureQueries.figures(source)).extracting(Drawing::absent).doesNotContain("");
  }

  private ReportSource source(String... families) throws Exception {
    TableDirectory tables =
        new TableDirectory(
            FileSystem.getLocal(new Configuration()),
            new org.apache.hadoop.fs.Path(directory.toUri()));
    Made made = new Made();
    for (String family : families) {
      measured(family, made);
      summarised(family, !family.equals(WINDOWLESS), made);
      performed(family, made);
      varied(family, made);
      LawSampleRows.link(made::addRow, family);
    }
    LawSampleRows.add(made::addRow, STUDY, WHOLE);
    seeded("seeds", made);
    made.write(tables);
    return new ReportSource(
        "run",
        directory.toString(),
        tables,
        List.of(families).stream().map(family -> new FamilyText(family, "", "")).toList(),
        Optional.empty());
  }

  /** Rows by table. */
  private static final class Made {
    private final Map<RowType<?>, List<Record>> rows = new HashMap<>();

    void addRow(RowType<?> type, Record row) {
      rows.computeIfAbsent(type, of -> new ArrayList<>()).add(row);
    }

    <R extends Record> void add(RowType<R> type, R row) {
      rows.computeIfAbsent(type, of -> new ArrayList<>()).add(row);
    }

    <R extends Record> void add(RowType<R> type, Map<String, Object> values) {
      add(type, SampleRows.row(type, values));
    }

    void write(TableDirectory tables) throws Exception {
      for (RowType<?> type : rows.keySet()) {
        write(tables, type);
      }
    }

    @SuppressWarnings("unchecked") // rows are added under their own type
    private <R extends Record> void write(TableDirectory tables, RowType<R> type) throws Exception {
      tables.write(type, (List<R>) (List<?>) rows.get(type));
    }
  }

  private void measured(String family, Made made) {
    for (FieldKind kind : FieldKind.values()) {
      for (int replicate = 0; replicate < (kind == FieldKind.REAL ? 1 : 2); replicate++) {
        for (long step = 0; step < STEPS; step++) {
          for (String scale : SIZES.keySet()) {
            made.add(FieldTransport.ROWS, field(family, scale, step, kind, replicate));
          }
          fitted(family, step, kind, replicate, made);
        }
      }
    }
  }

  private FieldTransport field(
      String family, String scale, long step, FieldKind kind, int replicate) {
    FieldStatus status =
        random.nextInt(6) > 0
            ? FieldStatus.OK
            : List.of(FieldStatus.values()).get(random.nextInt(FieldStatus.values().length));
    List<Long> active =
        LongStream.range(0, 2 + random.nextInt(5)).map(l -> 10 - l).boxed().toList();
    return new FieldTransport(
        new FieldTransport.FieldKey(family, scale, step, step, new Realisation(kind, replicate)),
        status.refused() ? null : SIZES.get(scale),
        status.refused()
            ? null
            : FieldTransport.Cascade.of(
                SIZES.get(scale),
                0.5,
                active.stream().mapToLong(Long::longValue).sum(),
                active.size(),
                false,
                active),
        null,
        null,
        status,
        null,
        new FieldTransport.Input(null, null, null, null, null, null),
        null,
        "sample",
        new FieldTransport.Provenance(null, null, null, null, null));
  }

  private void fitted(String family, long step, FieldKind kind, int replicate, Made made) {
    Map<String, Object> where =
        Map.of("family", family, "step", step, "field_kind", kind.word(), "replicate", replicate);
    for (Observable observable : Observable.values()) {
      boolean fit = random.nextInt(5) > 0;
      made.add(
          StepwiseExponent.ROWS,
          with(
              where,
              "observable",
              observable.word(),
              "symbol",
              observable.symbol(),
              "status",
              fit ? "ok" : "too_few_scales",
              "exponent",
              fit ? number() : null,
              "std_error",
              fit ? perhaps() : null,
              "r2",
              fit ? perhaps() : null));
    }
    made.add(
        Compressibility.ROWS,
        with(where, "r2_size", perhaps(), "r2_duration", perhaps(), "r2_intensive", perhaps()));
  }

  private void summarised(String family, boolean window, Made made) {
    for (WindowName name : List.of(WindowName.STABLE, WindowName.EARLY)) {
      for (FieldKind kind : FieldKind.values()) {
        for (int replicate = 0; replicate < (kind == FieldKind.REAL ? 1 : 2); replicate++) {
          for (Quantity quantity : Quantity.values()) {
            for (String scale :
                quantity == Quantity.V_REL ? List.of("a", "b", "c") : List.of(Word.ALL)) {
              made.add(
                  WindowSummary.ROWS,
                  with(
                      Map.of("family", family, "window_name", name.word(), "scale", scale),
                      "field_kind",
                      kind.word(),
                      "replicate",
                      replicate,
                      "quantity",
                      quantity.word(),
                      "from_step",
                      window ? 3L : null,
                      "to_step",
                      window ? 12L : null,
                      "mean",
                      window ? perhaps() : null,
                      "sd",
                      window ? perhaps() : null,
                      "median",
                      window ? perhaps() : null,
                      "status",
                      window ? "ok" : "no_window"));
            }
          }
        }
      }
    }
    for (WindowName scope :
        List.of(
            WindowName.STABLE,
            WindowName.LATE,
            WindowName.EARLY,
            WindowName.FULL,
            WindowName.STEP)) {
      for (String scale : List.of(Word.ALL, "a")) {
        made.add(
            NullContrast.ROWS,
            with(
                Map.of("family", family, "scope", scope.word(), "observable", "z"),
                "scale",
                scale,
                "status",
                window ? "ok" : "no_window",
                "delta_total",
                number(),
                "delta_total_low",
                perhaps(),
                "delta_total_high",
                perhaps(),
                "delta_dist",
                number(),
                "delta_assign",
                perhaps(),
                "steps",
                12L));
      }
    }
  }

  /** A cohort, some of whose rows have no interval and some no mean. */
  private void seeded(String cohort, Made made) {
    for (long step = 0; step < STEPS; step++) {
      for (Observable observable : Observable.values()) {
        made.add(
            CohortStep.ROWS,
            with(
                Map.of("cohort", cohort, "step", step, "members", 3),
                "observable",
                observable.word(),
                "symbol",
                observable.symbol(),
                "mean",
                perhaps(),
                "low",
                perhaps(),
                "high",
                perhaps()));
      }
    }
    for (WindowName name : List.of(WindowName.STABLE, WindowName.EARLY)) {
      for (Quantity quantity : Quantity.values()) {
        made.add(
            CohortSummary.ROWS,
            with(
                Map.of("cohort", cohort, "window_name", name.word(), "members", 3),
                "quantity",
                quantity.word(),
                "families",
                List.of("a", "b", "c"),
                "mean",
                quantity == Quantity.Z ? number() : perhaps(),
                "low",
                perhaps(),
                "high",
                perhaps(),
                "within_sd",
                perhaps()));
      }
    }
  }

  /** Variations of the probe, some without values and some without an interval. */
  private void varied(String family, Made made) {
    for (FieldKind kind : List.of(FieldKind.REAL, FieldKind.N0)) {
      for (ProbeVariation variation : ProbeVariation.defaults()) {
        for (Quantity quantity : List.of(Quantity.Z_MINUS_Z_N0, Quantity.DELTA, Quantity.D)) {
          made.add(
              RobustnessChange.ROWS,
              with(
                  Map.of("family", family, "field_kind", kind.word(), "steps", 8L),
                  "factor",
                  variation.factor().word(),
                  "level",
                  variation.level(),
                  "quantity",
                  quantity.word(),
                  "mean",
                  perhaps(),
                  "baseline_mean",
                  perhaps(),
                  "change",
                  perhaps(),
                  "change_low",
                  perhaps(),
                  "change_high",
                  perhaps()));
        }
      }
    }
  }

  private void performed(String family, Made made) {
    for (long step = 0; step < STEPS; step += 2) {
      for (String scale : SIZES.keySet()) {
        made.add(
            Performance.ROWS,
            with(
                Map.of("family", family, "scale", scale, "step", step, "source", "file"),
                "metric",
                scale.equals("a") ? "accuracy" : "perplexity",
                "n",
                scale.equals("b") ? null : SIZES.get(scale),
                "value",
                perhaps()));
      }
      boolean fit = random.nextInt(4) > 0;
      made.add(
          PerformanceExponent.ROWS,
          with(
              Map.of("family", family, "step", step, "symbol", "beta_ppl"),
              "exponent",
              fit ? number() : null,
              "std_error",
              fit ? perhaps() : null,
              "status",
              fit ? "ok" : "too_few_scales"));
    }
    for (String level : List.of("exponent", "channel")) {
      for (WindowName scope : List.of(WindowName.FULL, WindowName.STABLE)) {
        for (String scale : List.of("a", Word.ALL)) {
          for (String x : List.of("v_rel", "D")) {
            made.add(
                PerformanceAssociation.ROWS,
                with(
                    Map.of("family", family, "level", level, "scope", scope.word()),
                    "scale",
                    scale,
                    "x",
                    x,
                    "y",
                    "log_perplexity",
                    "n",
                    9,
                    "pearson",
                    perhaps(),
                    "boot_low",
                    perhaps(),
                    "partial_r",
                    perhaps(),
                    "status",
                    random.nextInt(4) > 0 ? "ok" : "no_variation"));
          }
        }
      }
    }
  }

  private static Map<String, Object> with(Map<String, Object> values, Object... more) {
    Map<String, Object> all = new HashMap<>(values);
    for (int i = 0; i < more.length; i += 2) {
      all.put((String) more[i], more[i + 1]);
    }
    return all;
  }

  private Double number() {
    return random.nextGaussian();
  }

  private Double perhaps() {
    return random.nextInt(6) > 0 ? number() : null;
  }
}

package org.gradienttransport.jobs.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.plan.Planner;
import org.gradienttransport.jobs.plan.Unit;
import org.gradienttransport.jobs.plan.UnitWork;
import org.gradienttransport.jobs.plan.input.SnapshotFile;
import org.gradienttransport.jobs.warehouse.Warehouse;
import org.gradienttransport.schemas.Tables;
import org.gradienttransport.udfs.backend.OpenedBackend;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The table of docs/tuning.md is what {@code plan} would say of these sizes on a warehouse where
 * nothing was measured yet. Remade with {@code -Dregenerate=true}.
 */
class TuningPageTest {
  private static final Path PAGE =
      Path.of(System.getProperty("repository.root")).resolve("docs/tuning.md");
  private static final String BEGIN = "<!-- made by TuningPageTest -->\n";
  private static final String END = "<!-- end -->\n";

  /** Entries of a field: from a mini to beyond the largest of Pico-LM and Pythia. */
  private static final List<Long> SIZES =
      List.of(100_000L, 10_000_000L, 100_000_000L, 500_000_000L, 1_000_000_000L, 2_000_000_000L);

  private static final List<Integer> FIELDS = List.of(16, 125);
  private static final int PROCESSORS = 4;

  /** Held by the tests of an S3 server; docs/s3.md. */
  private static final int REQUESTS_OF_A_SNAPSHOT = 4;

  private static final int REQUESTS_OF_A_TABLE = 10;

  @TempDir Path empty;

  @Test
  void theTableOfTheTuningPageIsWhatPlanSays() throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    String made = page.substring(0, begin) + table() + page.substring(end);
    if (Boolean.getBoolean("regenerate") && System.getenv("CI") == null) {
      Files.writeString(PAGE, made);
    }
    assertThat(Files.readString(PAGE)).as("remake it with -Dregenerate=true").isEqualTo(made);
  }

  private String table() throws IOException {
    StringBuilder table =
        new StringBuilder(
            """
            | N | fields | executors | heap of each | overhead | estimate | requests of a store |
            | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
            """);
    for (long entries : SIZES) {
      for (int fields : FIELDS) {
        for (int executors : entries < SizeClass.LEAST_LARGE ? List.of(1) : List.of(1, 4)) {
          table.append(row(entries, fields, executors));
        }
      }
    }
    return table.toString();
  }

  private String row(long entries, int fields, int executors) throws IOException {
    List<UnitWork> work = work(entries, fields);
    MeasureSettings settings = new MeasureSettings("cpu", 0, "", ProbeParameters.PAPER);
    long heap = heap(work.get(0));
    ExecutorShape shape =
        new ExecutorShape(ArrayHeap.of(heap), PROCESSORS, executors, PROCESSORS * executors);
    Forecast forecast =
        LastMeasuring.of(Warehouse.at(empty.toString(), new Configuration()))
            .forecast(work, WaveSize.DEFAULT, settings, shape);
    return String.format(
        Locale.ROOT,
        "| %,d | %d | %d | %s | %s | %s | %,d |%n",
        entries,
        fields,
        executors,
        gibibytes(heap),
        gibibytes(Math.max(384L << 20, heap / 10)),
        time(forecast.seconds()),
        (long) fields * REQUESTS_OF_A_SNAPSHOT + (long) Tables.ALL.size() * REQUESTS_OF_A_TABLE);
  }

  /** What one field takes with its graph, and the next one that is read beside it. */
  private static long heap(UnitWork unit) {
    try (OpenedBackend backend = BackendChoice.onHost(PROCESSORS)) {
      long entries = unit.unit().entries();
      MemoryLedger.Need need = ExecutorEngine.need(backend, unit);
      long sideBySide = entries < SizeClass.LEAST_LARGE ? PROCESSORS : 1;
      long graphs = need.graph();
      long bytes = graphs + sideBySide * (need.field() + need.room()) + need.field();
      return Math.max(1L << 30, ArrayHeap.of(1).settingFor(bytes));
    }
  }

  /** Gradients in single precision, each in a file of its own. */
  private static List<UnitWork> work(long entries, int fields) {
    List<UnitWork> work = new ArrayList<>();
    for (long step = 1; step <= fields; step++) {
      Unit unit =
          new Unit(
              "family",
              "scale",
              entries,
              step,
              step,
              List.of(),
              List.of(new SnapshotFile("file:/" + step, entries * Float.BYTES, 0)),
              null,
              "identity");
      work.add(new UnitWork(unit, ProbeParameters.PAPER, Planner.variants(unit, 1)));
    }
    return work;
  }

  private static String gibibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f GiB", (double) bytes / (1L << 30));
  }

  private static String time(double seconds) {
    if (seconds < 120) {
      return String.format(Locale.ROOT, "%.0f s", seconds);
    }
    return seconds < 7200
        ? String.format(Locale.ROOT, "%.0f min", seconds / 60)
        : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
  }
}

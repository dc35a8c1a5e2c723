package org.gradienttransport.jobs.measure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.io.Json;
import org.gradienttransport.jobs.io.SmallFiles;
import org.gradienttransport.jobs.plan.UnitWork;
import org.gradienttransport.jobs.publish.Warehouse;
import org.gradienttransport.udfs.backend.StageTimes.Stage;

/**
 * How the last measuring of a warehouse went: what was estimated, what it took, and the rates that
 * the next estimate is made with.
 */
public final class MeasuringRecord {
  /** Its name in the store, and beside the tables of the run that measured. */
  public static final String FILE = "measuring.json";

  private final Optional<JsonNode> last;

  private MeasuringRecord(Optional<JsonNode> last) {
    this.last = last;
  }

  /** The record of a warehouse; empty where nothing was ever measured. */
  public static MeasuringRecord of(Warehouse warehouse) throws IOException {
    Path file = file(warehouse);
    Optional<String> text = SmallFiles.read(warehouse.fileSystem(), file);
    return new MeasuringRecord(
        text.isEmpty() ? Optional.empty() : Optional.of(Json.parse(text.get(), file.toString())));
  }

  private static Path file(Warehouse warehouse) {
    return new Path(warehouse.store(), FILE);
  }

  /** Estimates work with the rates of the last measuring, or documented ones. */
  public Estimate estimate(
      List<UnitWork> work, int waves, MeasureSettings settings, ExecutorShape shape, int slots) {
    return Estimate.of(
        work,
        waves,
        rates("small", Rates.defaults(1)),
        rates("large", Rates.defaults(shape.threads(settings))),
        slots,
        shape.executors());
  }

  private Rates rates(String kind, Rates otherwise) {
    if (last.isEmpty()) {
      return otherwise;
    }
    JsonNode kept = last.get().path("rates").path(kind);
    return new Rates(
        kept.path("read_bytes_per_second").asDouble(otherwise.readBytesPerSecond()),
        kept.path("graph_seconds_per_node").asDouble(otherwise.graphSecondsPerNode()),
        kept.path("draw_seconds_per_entry").asDouble(otherwise.drawSecondsPerEntry()),
        kept.path("moments_seconds_per_entry").asDouble(otherwise.momentsSecondsPerEntry()),
        kept.path("relax_seconds_per_entry").asDouble(otherwise.relaxSecondsPerEntry()));
  }

  /** Where the rates come from and how well the last estimate was met, in a sentence or two. */
  public String text() {
    if (last.isEmpty()) {
      return "Rates are documented defaults; nothing was measured in this warehouse yet.";
    }
    double estimated = last.get().path("estimate").path("seconds").asDouble();
    double took = last.get().path("seconds").asDouble();
    return String.format(
        Locale.ROOT,
        "Rates are those of the last measuring here, which was estimated at %.1f s and took %.1f s"
            + " (%.2f times).",
        estimated,
        took,
        estimated > 0 ? took / estimated : 0);
  }

  /**
   * Keeps how a measuring went.
   *
   * @param estimate made before it
   * @return the record, for the run's directory
   */
  public ObjectNode save(
      Warehouse warehouse,
      MeasureReport report,
      Estimate estimate,
      MeasureSettings settings,
      ExecutorShape shape)
      throws IOException {
    ObjectNode json = json(report, estimate, shape);
    ObjectNode rates = json.putObject("rates");
    MeasureTotals totals = report.totals();
    put(
        rates.putObject("small"),
        Rates.of(totals.small(), report.graphNodes().small(), rates("small", Rates.defaults(1))));
    put(
        rates.putObject("large"),
        Rates.of(
            totals.large(),
            report.graphNodes().large(),
            rates("large", Rates.defaults(shape.threads(settings)))));
    SmallFiles.replace(warehouse.fileSystem(), file(warehouse), Json.text(json));
    return json;
  }

  private static ObjectNode json(MeasureReport report, Estimate estimate, ExecutorShape shape) {
    MeasureTotals totals = report.totals();
    ObjectNode json =
        Json.object()
            .put("relaxations", report.rows())
            .put("seconds", report.seconds())
            .put("busy_seconds", totals.busySeconds())
            .put("processor_seconds", totals.processorSeconds())
            .put("overhead", report.overhead(shape.executors()))
            .put("slots", report.slots())
            .put("executors", shape.executors())
            .put("processors", shape.processors());
    put(json.putObject("small"), totals.small());
    put(json.putObject("large"), totals.large());
    ObjectNode estimated =
        json.putObject("estimate")
            .put("seconds", estimate.seconds())
            .put("bytes", estimate.bytes());
    estimate.stages().forEach((stage, seconds) -> estimated.put(name(stage), seconds));
    return json;
  }

  private static void put(ObjectNode json, UnitTimes times) {
    json.put("units", times.units())
        .put("bytes_read", times.bytesRead())
        .put("entries_read", times.entriesRead())
        .put("entries_drawn", times.entriesDrawn())
        .put("entries_relaxed", times.entriesRelaxed());
    for (Stage stage : Stage.values()) {
      json.put(name(stage), times.seconds(stage));
    }
  }

  private static void put(ObjectNode json, Rates rates) {
    json.put("read_bytes_per_second", rates.readBytesPerSecond())
        .put("graph_seconds_per_node", rates.graphSecondsPerNode())
        .put("draw_seconds_per_entry", rates.drawSecondsPerEntry())
        .put("moments_seconds_per_entry", rates.momentsSecondsPerEntry())
        .put("relax_seconds_per_entry", rates.relaxSecondsPerEntry());
  }

  static String name(Stage stage) {
    return stage.name().toLowerCase(Locale.ROOT) + "_seconds";
  }
}

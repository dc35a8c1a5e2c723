package org.gradienttransport.jobs.measure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.io.Json;
import org.gradienttransport.jobs.io.SmallFiles;
import org.gradienttransport.jobs.plan.UnitWork;
import org.gradienttransport.jobs.warehouse.Warehouse;
import org.gradienttransport.udfs.backend.StageTimes.Stage;

/**
 * How the last measuring of a warehouse went: what was forecast, what it took, and the rates that
 * the next forecast is made with.
 */
public final class LastMeasuring {
  /** Its name in the store, and beside the tables of the run that measured. */
  public static final String FILE = "measuring.json";

  private static final String READ_RATE = "read_bytes_per_second";

  private final Warehouse warehouse;
  private final Optional<JsonNode> last;

  private LastMeasuring(Warehouse warehouse, Optional<JsonNode> last) {
    this.warehouse = warehouse;
    this.last = last;
  }

  /** The last measuring of a warehouse, if anything was ever measured in it. */
  public static LastMeasuring of(Warehouse warehouse) throws IOException {
    Path file = file(warehouse);
    Optional<String> text = SmallFiles.read(warehouse.fileSystem(), file);
    return new LastMeasuring(
        warehouse,
        text.isEmpty() ? Optional.empty() : Optional.of(Json.parse(text.get(), file.toString())));
  }

  private static Path file(Warehouse warehouse) {
    return new Path(warehouse.store(), FILE);
  }

  /** Forecasts work with the rates of the last measuring, or documented ones. */
  public Forecast forecast(
      List<UnitWork> work, WaveSize waves, MeasureSettings settings, ExecutorShape shape) {
    return new Forecast(work, waves.cut(work).size(), rates(settings, shape), shape);
  }

  private Map<SizeClass, StageRates> rates(MeasureSettings settings, ExecutorShape shape) {
    Map<SizeClass, StageRates> rates = new EnumMap<>(SizeClass.class);
    rates.put(SizeClass.SMALL, rates(SizeClass.SMALL, StageRates.defaults(1)));
    rates.put(
        SizeClass.LARGE, rates(SizeClass.LARGE, StageRates.defaults(shape.threads(settings))));
    return rates;
  }

  private StageRates rates(SizeClass size, StageRates otherwise) {
    if (last.isEmpty()) {
      return otherwise;
    }
    JsonNode kept = last.get().path("rates").path(size.label());
    return StageRates.of(
        stage -> {
          double known = kept.path(rateName(stage)).asDouble();
          if (known <= 0) {
            return otherwise.secondsPer().get(stage);
          }
          return stage == Stage.READ ? 1 / known : known;
        });
  }

  /** Where the rates come from and how well the last forecast was met, in a sentence or two. */
  public String text() {
    if (last.isEmpty()) {
      return "Rates are documented defaults; nothing was measured in this warehouse yet.";
    }
    double forecast = last.get().path("estimate").path("seconds").asDouble();
    double took = last.get().path("seconds").asDouble();
    return String.format(
        Locale.ROOT,
        "Rates are those of the last measuring here, which was estimated at %.1f s and took %.1f s"
            + " (%.2f times).",
        forecast,
        took,
        forecast > 0 ? took / forecast : 0);
  }

  /**
   * Keeps how a measuring went, for the next forecast.
   *
   * @param relaxations measured
   * @param seconds of the wall clock, from the first task to the last commit
   * @return the record, for the run's directory
   */
  ObjectNode replace(
      long relaxations,
      double seconds,
      Totals totals,
      Forecast forecast,
      MeasureSettings settings,
      ExecutorShape shape)
      throws IOException {
    ObjectNode json =
        Json.object()
            .put("relaxations", relaxations)
            .put("seconds", seconds)
            .put("busy_seconds", totals.busySeconds())
            .put("processor_seconds", totals.processorSeconds())
            .put("overhead", overhead(seconds, totals, shape))
            .put("slots", shape.slots())
            .put("executors", shape.executors())
            .put("processors", shape.processors());
    for (SizeClass size : SizeClass.values()) {
      put(json.putObject(size.label()), totals.work(size));
    }
    ObjectNode before =
        json.putObject("estimate")
            .put("seconds", forecast.seconds())
            .put("bytes", forecast.bytes());
    for (Stage stage : Stage.values()) {
      before.put(secondsName(stage), forecast.seconds(stage));
    }
    ObjectNode rates = json.putObject("rates");
    rates(settings, shape)
        .forEach(
            (size, known) -> {
              StageWork done = forecast.graphWork(size);
              done.add(totals.work(size));
              put(rates.putObject(size.label()), StageRates.measured(done, known));
            });
    SmallFiles.replace(warehouse.fileSystem(), file(warehouse), Json.text(json));
    return json;
  }

  /** Share of the wall clock in which executors neither read nor computed; 0 to 1. */
  private static double overhead(double seconds, Totals totals, ExecutorShape shape) {
    return seconds == 0 ? 0 : Math.max(0, 1 - totals.busySeconds() / (seconds * shape.executors()));
  }

  private static void put(ObjectNode json, StageWork work) {
    json.put("units", work.units())
        .put("bytes_read", work.amount(Stage.READ))
        .put("entries_drawn", work.amount(Stage.DRAW))
        .put("entries_relaxed", work.amount(Stage.RELAX));
    for (Stage stage : Stage.values()) {
      json.put(secondsName(stage), work.seconds(stage));
    }
  }

  private static void put(ObjectNode json, StageRates rates) {
    rates
        .secondsPer()
        .forEach(
            (stage, seconds) ->
                json.put(rateName(stage), stage == Stage.READ ? 1 / seconds : seconds));
  }

  private static String rateName(Stage stage) {
    return switch (stage) {
      case READ -> READ_RATE;
      case GRAPH -> "graph_seconds_per_node";
      case DRAW -> "draw_seconds_per_entry";
      case MOMENTS -> "moments_seconds_per_entry";
      case RELAX -> "relax_seconds_per_entry";
    };
  }

  private static String secondsName(Stage stage) {
    return stage.name().toLowerCase(Locale.ROOT) + "_seconds";
  }
}

package org.gradienttransport.jobs.measure;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.gradienttransport.jobs.plan.UnitWork;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.udfs.backend.StageTimes.Stage;

/**
 * How far one unit is, in what the forecast says of its stages: reading counts by bytes, and every
 * graph, drawing, relaxation and pass for moments when it is done.
 */
final class UnitProgress {
  /** Rarely enough to cost nothing, often enough to be seen. */
  private static final long BYTES_BETWEEN_REPORTS = 16L << 20;

  private final UnitWork work;
  private final Forecast forecast;
  private final Consumer<Totals> report;
  private final Map<Stage, Double> counted = new EnumMap<>(Stage.class);
  private long bytesRead;
  private long bytesReported;

  /**
   * @param report takes what is done since the last report
   */
  UnitProgress(UnitWork work, Forecast forecast, Consumer<Totals> report) {
    this.work = work;
    this.forecast = forecast;
    this.report = report;
  }

  synchronized void read(long bytes) {
    bytesRead += bytes;
    if (bytesRead - bytesReported >= BYTES_BETWEEN_REPORTS) {
      reportBytes();
    }
  }

  private void reportBytes() {
    long more = bytesRead - bytesReported;
    bytesReported = bytesRead;
    count(Stage.READ, (double) more / Math.max(1, work.unit().inputBytes()), more);
  }

  /**
   * Counts a part of a stage as done, as {@link org.gradienttransport.udfs.backend.StageTimes}
   * tells.
   */
  synchronized void done(Stage stage) {
    count(stage, 1.0 / parts(stage), 0);
  }

  private double parts(Stage stage) {
    long relaxations = work.variants().size();
    long nulls = work.variants().stream().filter(one -> one.kind() != FieldKind.REAL).count();
    return switch (stage) {
      case READ, GRAPH -> 1;
      case DRAW -> Math.max(1, nulls);
      case MOMENTS -> 2.0 * relaxations;
      case RELAX -> relaxations;
    };
  }

  /** Counts a share of a stage, but never more than the whole stage. */
  private void count(Stage stage, double share, long bytes) {
    double before = counted.getOrDefault(stage, 0.0);
    double after = Math.min(1, before + share);
    counted.put(stage, after);
    report.accept(new Totals().part(bytes, (after - before) * forecast.weight(work, stage)));
  }

  /** Counts the whole unit as done, also what was forecast and not needed. */
  synchronized void end() {
    reportBytes();
    for (Stage stage : Stage.values()) {
      count(stage, 1, 0);
    }
  }
}

package org.gradienttransport.jobs.measure;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.Map;
import org.gradienttransport.udfs.backend.StageTimes;
import org.gradienttransport.udfs.backend.StageTimes.Stage;

/**
 * Time and work of measured units of one class, small (one thread each) or large (all threads, one
 * at a time).
 */
public final class UnitTimes implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Map<Stage, Long> nanos = new EnumMap<>(Stage.class);
  private long units;
  private long bytesRead;
  private long entriesRead;
  private long entriesDrawn;
  private long entriesRelaxed;

  /**
   * Adds one unit.
   *
   * @param bytes read from its files
   * @param entries N
   * @param drawn nulls drawn
   * @param relaxed relaxations made
   */
  void add(StageTimes times, long bytes, long entries, int drawn, int relaxed) {
    for (Stage stage : Stage.values()) {
      nanos.merge(stage, times.nanos(stage), Long::sum);
    }
    units++;
    bytesRead += bytes;
    entriesRead += bytes > 0 ? entries : 0;
    entriesDrawn += entries * drawn;
    entriesRelaxed += entries * relaxed;
  }

  void add(UnitTimes other) {
    other.nanos.forEach((stage, more) -> nanos.merge(stage, more, Long::sum));
    units += other.units;
    bytesRead += other.bytesRead;
    entriesRead += other.entriesRead;
    entriesDrawn += other.entriesDrawn;
    entriesRelaxed += other.entriesRelaxed;
  }

  void reset() {
    nanos.clear();
    units = 0;
    bytesRead = 0;
    entriesRead = 0;
    entriesDrawn = 0;
    entriesRelaxed = 0;
  }

  /** Seconds of a stage. */
  public double seconds(Stage stage) {
    return nanos.getOrDefault(stage, 0L) * 1e-9;
  }

  /** Seconds of all stages. */
  public double seconds() {
    return nanos.values().stream().mapToLong(Long::longValue).sum() * 1e-9;
  }

  public long units() {
    return units;
  }

  public long bytesRead() {
    return bytesRead;
  }

  public long entriesRead() {
    return entriesRead;
  }

  public long entriesDrawn() {
    return entriesDrawn;
  }

  public long entriesRelaxed() {
    return entriesRelaxed;
  }
}

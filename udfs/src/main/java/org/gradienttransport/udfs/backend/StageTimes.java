package org.gradienttransport.udfs.backend;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Wall-clock time of the stages of one measurement.
 *
 * <p>Kept per thread: a call of {@link Backend#measure} stays on its caller's thread, so no backend
 * has to carry a stopwatch through its signatures, and where nobody collects nothing is kept.
 */
public final class StageTimes {
  private static final ThreadLocal<StageTimes> COLLECTING = new ThreadLocal<>();

  private final Map<Stage, Long> nanos = new EnumMap<>(Stage.class);
  private final Consumer<Stage> progress;

  /**
   * Times that say how far the work is.
   *
   * @param progress told of a stage whenever a part of it is done: the graph once, a drawing for
   *     each null, a relaxation for each field, moments before and after each relaxation
   */
  public StageTimes(Consumer<Stage> progress) {
    this.progress = progress;
  }

  /** What a measurement spends its time on. */
  public enum Stage {
    /** Reading, checking and widening the field's files. */
    READ,
    /** Building the graph, loading it, or waiting for another thread that does. */
    GRAPH,
    /** Drawing nulls. */
    DRAW,
    /** Statistics of fields and signed sums of relaxed ones. */
    MOMENTS,
    /** Threshold and relaxation. */
    RELAX
  }

  /** Does the work and collects the stages that it goes through on this thread. */
  public <T> T during(Supplier<T> work) {
    StageTimes before = COLLECTING.get();
    COLLECTING.set(this);
    try {
      return work.get();
    } finally {
      if (before == null) {
        COLLECTING.remove();
      } else {
        COLLECTING.set(before);
      }
    }
  }

  /** Does a part of the work, and adds its time to the stage for whoever collects. */
  static <T> T stage(Stage stage, Supplier<T> work) {
    StageTimes collecting = COLLECTING.get();
    if (collecting == null) {
      return work.get();
    }
    long started = System.nanoTime();
    try {
      return work.get();
    } finally {
      collecting.add(stage, System.nanoTime() - started);
      collecting.progress.accept(stage);
    }
  }

  /** Waits for the end of a part whose doing was told of before. */
  static void await(Stage stage, Runnable end) {
    StageTimes collecting = COLLECTING.get();
    long started = System.nanoTime();
    end.run();
    if (collecting != null) {
      collecting.add(stage, System.nanoTime() - started);
    }
  }

  /** Adds time measured elsewhere. */
  public void add(Stage stage, long more) {
    nanos.merge(stage, more, Long::sum);
  }

  /** Nanoseconds of a stage so far. */
  public long nanos(Stage stage) {
    return nanos.getOrDefault(stage, 0L);
  }
}

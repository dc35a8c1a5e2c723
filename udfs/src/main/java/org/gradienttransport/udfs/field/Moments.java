package org.gradienttransport.udfs.field;

import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.gradienttransport.udfs.parallel.Workers;
import org.gradienttransport.udfs.probe.FieldMoments;

/** Statistics of a field, summed in the order {@code moments-v1} of {@link BlockSum}. */
public final class Moments {
  /** Blocks one task takes: half a megabyte of entries. */
  private static final int BLOCKS_PER_TASK = 16;

  private static final long EXPONENT = 0x7FF0000000000000L;

  private Moments() {}

  /** Position of the first entry that is NaN or infinite, or -1. */
  public static long firstNonFinite(double[] field) {
    for (int i = 0; i < field.length; i++) {
      if ((Double.doubleToRawLongBits(field[i]) & EXPONENT) == EXPONENT) {
        return i;
      }
    }
    return -1;
  }

  /**
   * The statistics: mean = sum / N, variance = sum of (x - mean)^2 / N. A zero minimum or maximum
   * is given as positive zero.
   *
   * @param field finite entries, at least one; not changed
   */
  public static FieldMoments of(double[] field, Workers workers) {
    Extremes[] extremes = new Extremes[tasks(BlockSum.blocks(field.length))];
    return of(
        field,
        workers,
        task -> extremes[task] = extremes(field, task),
        () -> Extremes.merge(extremes));
  }

  /**
   * The same of a field's permutation, which has the field's extremes and zeros; its sums are taken
   * in another order and may differ from the field's in their last bits.
   *
   * @param original statistics of the field
   */
  public static FieldMoments ofPermuted(double[] field, FieldMoments original, Workers workers) {
    Extremes same = new Extremes(original.min(), original.max(), original.zeros());
    return of(field, workers, task -> {}, () -> same);
  }

  private static FieldMoments of(
      double[] field, Workers workers, IntConsumer beside, Supplier<Extremes> extremes) {
    double[] sums = new double[BlockSum.blocks(field.length)];
    workers.run(
        tasks(sums.length),
        task -> {
          beside.accept(task);
          sumBlocks(field, task, sums);
        });
    double sum = BlockSum.total(sums);
    double mean = sum / field.length;
    workers.run(tasks(sums.length), task -> squareBlocks(field, task, mean, sums));
    double variance = BlockSum.total(sums) / field.length;
    Extremes all = extremes.get();
    return new FieldMoments(all.min + 0.0, all.max + 0.0, mean, variance, sum, all.zeros);
  }

  /** Signed sum of the entries. */
  public static double sum(double[] field, Workers workers) {
    int blocks = BlockSum.blocks(field.length);
    double[] sums = new double[blocks];
    workers.run(tasks(blocks), task -> sumBlocks(field, task, sums));
    return BlockSum.total(sums);
  }

  private static int tasks(int blocks) {
    return (blocks + BLOCKS_PER_TASK - 1) / BLOCKS_PER_TASK;
  }

  private static void sumBlocks(double[] field, int task, double[] sums) {
    double[] lanes = new double[BlockSum.LANES];
    int end = Math.min((task + 1) * BLOCKS_PER_TASK, sums.length);
    for (int block = task * BLOCKS_PER_TASK; block < end; block++) {
      sums[block] = BlockSum.sum(field, from(block), to(block, field.length), lanes);
    }
  }

  private static void squareBlocks(double[] field, int task, double mean, double[] sums) {
    double[] lanes = new double[BlockSum.LANES];
    int end = Math.min((task + 1) * BLOCKS_PER_TASK, sums.length);
    for (int block = task * BLOCKS_PER_TASK; block < end; block++) {
      sums[block] = BlockSum.sumOfSquares(field, from(block), to(block, field.length), mean, lanes);
    }
  }

  private static int from(int block) {
    return block * BlockSum.BLOCK;
  }

  private static int to(int block, int entries) {
    return (int) Math.min((block + 1L) * BlockSum.BLOCK, entries);
  }

  private static Extremes extremes(double[] field, int task) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    long zeros = 0;
    int end = to((task + 1) * BLOCKS_PER_TASK - 1, field.length);
    for (int i = from(task * BLOCKS_PER_TASK); i < end; i++) {
      double value = field[i];
      if (value < min) {
        min = value;
      }
      if (value > max) {
        max = value;
      }
      if (value == 0.0) {
        zeros++;
      }
    }
    return new Extremes(min, max, zeros);
  }

  private record Extremes(double min, double max, long zeros) {
    static Extremes merge(Extremes[] parts) {
      double min = Double.POSITIVE_INFINITY;
      double max = Double.NEGATIVE_INFINITY;
      long zeros = 0;
      for (Extremes part : parts) {
        min = Math.min(min, part.min);
        max = Math.max(max, part.max);
        zeros += part.zeros;
      }
      return new Extremes(min, max, zeros);
    }
  }
}

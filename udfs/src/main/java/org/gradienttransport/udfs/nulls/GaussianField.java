package org.gradienttransport.udfs.nulls;

import org.gradienttransport.udfs.parallel.Workers;
import org.gradienttransport.udfs.random.Philox4x32;

/**
 * Independent Gaussian entries, the nulls N0 and N1 (METHOD section 4): the Box-Muller transform of
 * Philox draws, each pair of entries a pure function of (seed, N, replicate, kind, pair).
 *
 * @param seed seed of the realisation, 42 + step; its low 32 bits are used
 * @param replicate number of the realisation
 * @param kind 1 for N0, 2 for N1: keeps the two independent
 */
public record GaussianField(long seed, int replicate, int kind) {
  /** Pairs one task draws. */
  private static final int PAIRS_PER_TASK = 1 << 14;

  private static final double ULP_OF_ONE = 0x1p-53;

  /** N0: standard Gaussian entries. */
  public static GaussianField n0(long seed, int replicate) {
    return new GaussianField(seed, replicate, 1);
  }

  /** N1, before it is given the real field's mean and standard deviation. */
  public static GaussianField n1(long seed, int replicate) {
    return new GaussianField(seed, replicate, 2);
  }

  /** Fills an array of N entries with standard Gaussian draws. */
  public void fill(double[] field, Workers workers) {
    fill(field, workers, (target, from, to) -> {});
  }

  /** Fills an array of N entries with {@code mean + sd * g}, g standard Gaussian draws. */
  public void fill(double[] field, double mean, double sd, Workers workers) {
    fill(
        field,
        workers,
        (target, from, to) -> {
          for (int i = from; i < to; i++) {
            target[i] = mean + sd * target[i];
          }
        });
  }

  private interface After {
    void apply(double[] field, int from, int to);
  }

  private void fill(double[] field, Workers workers, After after) {
    long pairs = (field.length + 1L) / 2;
    int tasks = (int) ((pairs + PAIRS_PER_TASK - 1) / PAIRS_PER_TASK);
    workers.run(
        tasks,
        task -> {
          long first = (long) task * PAIRS_PER_TASK;
          long end = Math.min(first + PAIRS_PER_TASK, pairs);
          draw(field, first, end);
          after.apply(field, (int) (2 * first), (int) Math.min(2 * end, field.length));
        });
  }

  private void draw(double[] field, long firstPair, long endPair) {
    Philox4x32 philox = new Philox4x32();
    long whole = Math.min(endPair, field.length / 2);
    for (long j = firstPair; j < whole; j++) {
      draw(philox, field.length, j, field, (int) (2 * j));
    }
    if (whole < endPair) {
      double[] last = new double[2];
      draw(philox, field.length, whole, last, 0);
      field[field.length - 1] = last[0];
    }
  }

  private void draw(Philox4x32 philox, int nodes, long j, double[] out, int at) {
    philox.draw((int) seed, nodes, (int) j, (int) (j >>> 32), replicate, kind);
    double a = uniform(philox.first());
    double b = uniform(philox.second());
    double radius = Math.sqrt(-2.0 * BoxMuller.log(a));
    BoxMuller.scaledCosSin(2.0 * Math.PI * b, radius, out, at);
  }

  private static double uniform(long bits) {
    return ((bits >>> 11) + 0.5) * ULP_OF_ONE;
  }
}

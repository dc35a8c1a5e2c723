package org.gradienttransport.udfs.nulls;

import org.gradienttransport.udfs.parallel.Workers;
import org.gradienttransport.udfs.random.PhiloxBatch;

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
    Batch batch = new Batch();
    for (long pair = firstPair; pair < endPair; pair += Batch.PAIRS) {
      batch.draw(field.length, pair);
      int from = (int) (2 * pair);
      batch.copy(
          field, from, (int) Math.min(Math.min(2 * endPair, field.length) - from, 2 * Batch.PAIRS));
    }
  }

  /** Some hundred consecutive pairs, made together; of the last ones there may be too many. */
  private final class Batch {
    private static final int PAIRS = 256;

    private final PhiloxBatch philox = new PhiloxBatch(PAIRS);
    private final BoxMuller transform = new BoxMuller(PAIRS);
    private final double[] uniforms = new double[PAIRS];
    private final double[] radii = new double[PAIRS];
    private final double[] cosines = new double[PAIRS];
    private final double[] sines = new double[PAIRS];

    void draw(int nodes, long firstPair) {
      philox.draw((int) seed, nodes, firstPair, replicate, kind);
      philox.first(uniforms);
      for (int i = 0; i < PAIRS; i++) {
        uniforms[i] = (uniforms[i] + 0.5) * ULP_OF_ONE;
      }
      transform.log(uniforms, radii);
      for (int i = 0; i < PAIRS; i++) {
        radii[i] = Math.sqrt(-2.0 * radii[i]);
      }
      philox.second(uniforms);
      for (int i = 0; i < PAIRS; i++) {
        uniforms[i] = 2.0 * Math.PI * ((uniforms[i] + 0.5) * ULP_OF_ONE);
      }
      transform.scaledCosSin(uniforms, radii, cosines, sines);
    }

    void copy(double[] field, int from, int entries) {
      for (int i = 0; i < entries / 2; i++) {
        field[from + 2 * i] = cosines[i];
        field[from + 2 * i + 1] = sines[i];
      }
      if (entries % 2 != 0) {
        field[from + entries - 1] = cosines[entries / 2];
      }
    }
  }
}

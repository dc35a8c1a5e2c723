package org.gradienttransport.udfs.nulls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.gradienttransport.udfs.parallel.Workers;
import org.gradienttransport.udfs.reference.DenseReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("thorough")
class FeistelPermutationTest {
  /** Seeds are fixed, so each test's statistic is: it either always passes or always fails. */
  private static final double LEAST_P = 1e-4;

  @Test
  void takesEachEntryOnceAtEverySize() {
    for (int nodes = 1; nodes < 1100; nodes++) {
      expectPermutation(nodes, nodes);
    }
    for (int nodes : new int[] {4096, 6096, 9216, 65_535, 65_536, 65_537, 589_824, 1_000_003}) {
      expectPermutation(nodes, 42);
    }
  }

  private static void expectPermutation(int nodes, long seed) {
    FeistelPermutation permutation = new FeistelPermutation(nodes, seed, 0);
    BitSet taken = new BitSet(nodes);
    for (int i = 0; i < nodes; i++) {
      taken.set(permutation.at(i));
    }
    assertThat(taken.cardinality()).as("entries taken of %d", nodes).isEqualTo(nodes);
    assertThat(taken.length()).isEqualTo(nodes);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 16, 17, 1000, 9216, 405_334_016, (1 << 30) - 8})
  void equalsThePublishedDefinition(int nodes) {
    for (long seed : new long[] {42, 1042, -3, 1L << 40}) {
      FeistelPermutation permutation = new FeistelPermutation(nodes, seed, 5);
      for (int i = 0; i < Math.min(nodes, 50); i++) {
        int index = (int) ((long) i * (nodes - 1) / 50);
        assertThat(permutation.at(index)).isEqualTo(DenseReference.permuted(index, nodes, seed, 5));
      }
    }
  }

  /** Sizes within a batch and a section, at their ends, and with several sections to a task. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 2047, 2049, 9216, 32_768, 32_769, 100_003, 589_824, 2_129_921})
  void permutesAFieldOnAnyNumberOfThreads(int nodes) {
    double[] field = new double[nodes];
    Arrays.setAll(field, i -> i);
    FeistelPermutation permutation = new FeistelPermutation(nodes, 9, 2);
    double[] alone = new double[nodes];
    double[] together = new double[nodes];
    permutation.permute(field, alone, Workers.of(1));
    try (Workers three = Workers.of(3)) {
      permutation.permute(field, together, three);
    }
    assertThat(together).isEqualTo(alone);
    double[] expected = new double[nodes];
    Arrays.setAll(expected, i -> permutation.at(i));
    assertThat(alone).isEqualTo(expected);
  }

  @Test
  void refusesFieldsOfAnotherSize() {
    FeistelPermutation permutation = new FeistelPermutation(10, 1, 0);
    assertThatThrownBy(() -> permutation.permute(new double[9], new double[10], Workers.of(1)))
        .hasMessage("a permutation of 10 entries cannot take 9 to 10");
    assertThatThrownBy(() -> new FeistelPermutation(0, 1, 0)).hasMessageContaining("got 0");
  }

  /** All orders of a few entries come equally often over seeds. */
  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 6})
  void drawsEveryOrderOfAFewEntriesEquallyOften(int nodes) {
    int orders = 1;
    for (int i = 2; i <= nodes; i++) {
      orders *= i;
    }
    int trials = 100 * orders;
    long[] counts = new long[orders];
    for (int seed = 0; seed < trials; seed++) {
      counts[rank(new FeistelPermutation(nodes, seed, 0), nodes)]++;
    }
    expectUniform(counts, trials);
  }

  private static int rank(FeistelPermutation permutation, int nodes) {
    int[] order = IntStream.range(0, nodes).map(permutation::at).toArray();
    int rank = 0;
    for (int i = 0; i < nodes; i++) {
      int smallerAfter = 0;
      for (int j = i + 1; j < nodes; j++) {
        smallerAfter += order[j] < order[i] ? 1 : 0;
      }
      rank = rank * (nodes - i) + smallerAfter;
    }
    return rank;
  }

  /** Each entry lands everywhere equally often over seeds. */
  @ParameterizedTest
  @ValueSource(ints = {7, 12, 16, 33, 64, 100})
  void sendsEachEntryEverywhereEquallyOften(int nodes) {
    int trials = 100 * nodes;
    for (int index : new int[] {0, 1, nodes / 2, nodes - 1}) {
      int watched = index;
      expectUniform(count(nodes, trials, seed -> at(nodes, seed, watched)), trials);
    }
  }

  private static int at(int nodes, int seed, int index) {
    return new FeistelPermutation(nodes, seed, 0).at(index);
  }

  /** Where two neighbouring entries land is as if drawn without replacement. */
  @ParameterizedTest
  @ValueSource(ints = {8, 11, 16, 23})
  void sendsPairsEverywhereEquallyOften(int nodes) {
    int pairs = nodes * (nodes - 1);
    int trials = 50 * pairs;
    long[] counts =
        count(
            pairs,
            trials,
            seed -> {
              FeistelPermutation permutation = new FeistelPermutation(nodes, seed, 0);
              int first = permutation.at(2);
              int second = permutation.at(3);
              return first * (nodes - 1) + (second > first ? second - 1 : second);
            });
    expectUniform(counts, trials);
  }

  /** Over a large field, blocks of entries spread evenly over blocks of positions. */
  @ParameterizedTest
  @ValueSource(ints = {100_000, 131_072, 589_824, 1_000_000})
  void spreadsBlocksOfALargeFieldEvenly(int nodes) {
    int blocks = 32;
    long[] counts = new long[blocks * blocks];
    FeistelPermutation permutation = new FeistelPermutation(nodes, 1042, 0);
    for (int i = 0; i < nodes; i++) {
      int from = (int) ((long) i * blocks / nodes);
      int to = (int) ((long) permutation.at(i) * blocks / nodes);
      counts[from * blocks + to]++;
    }
    expectUniform(counts, nodes);
  }

  /** Neighbouring entries do not stay near each other: their distance is as of random pairs. */
  @ParameterizedTest
  @ValueSource(ints = {100_000, 131_072, 1_000_000})
  void sendsNeighboursToIndependentPlaces(int nodes) {
    for (int stride : new int[] {1, 2, 64, 1024, 4096}) {
      FeistelPermutation permutation = new FeistelPermutation(nodes, 7, 0);
      long[] counts = new long[64];
      int trials = nodes - stride;
      for (int i = 0; i < trials; i++) {
        int distance = Math.floorMod(permutation.at(i + stride) - permutation.at(i), nodes);
        counts[(int) (distance * 64L / nodes)]++;
      }
      expectUniform(counts, trials);
    }
  }

  /** A uniform permutation leaves one entry in place on average, Poisson distributed. */
  @ParameterizedTest
  @ValueSource(ints = {50, 64, 1000})
  void leavesOneEntryInPlaceOnAverage(int nodes) {
    int trials = 5_000;
    double[] poisson = {0.36788, 0.36788, 0.18394, 0.06131, 0.01533, 0.00366};
    long[] counts = new long[poisson.length];
    for (int seed = 0; seed < trials; seed++) {
      FeistelPermutation permutation = new FeistelPermutation(nodes, seed, 0);
      int fixed = 0;
      for (int i = 0; i < nodes; i++) {
        fixed += permutation.at(i) == i ? 1 : 0;
      }
      counts[Math.min(fixed, poisson.length - 1)]++;
    }
    double statistic = 0;
    for (int k = 0; k < poisson.length; k++) {
      double expected = trials * poisson[k];
      statistic += (counts[k] - expected) * (counts[k] - expected) / expected;
    }
    expectChiSquared(statistic, poisson.length - 1);
  }

  /** Replicates and seeds give unrelated permutations. */
  @Test
  void drawsUnrelatedPermutationsForReplicatesAndSeeds() {
    int nodes = 100_000;
    FeistelPermutation base = new FeistelPermutation(nodes, 42, 0);
    for (FeistelPermutation other :
        new FeistelPermutation[] {
          new FeistelPermutation(nodes, 42, 1),
          new FeistelPermutation(nodes, 43, 0),
          new FeistelPermutation(nodes, 42 + (1L << 32), 0)
        }) {
      long[] counts = new long[64];
      for (int i = 0; i < nodes; i++) {
        counts[(int) (Math.floorMod(other.at(i) - base.at(i), nodes) * 64L / nodes)]++;
      }
      expectUniform(counts, nodes);
    }
  }

  private static long[] count(int cells, int trials, IntUnaryOperator cell) {
    long[] counts = new long[cells];
    for (int seed = 0; seed < trials; seed++) {
      counts[cell.applyAsInt(seed)]++;
    }
    return counts;
  }

  private static void expectUniform(long[] counts, long trials) {
    double expected = (double) trials / counts.length;
    double statistic = 0;
    for (long count : counts) {
      statistic += (count - expected) * (count - expected) / expected;
    }
    expectChiSquared(statistic, counts.length - 1);
  }

  private static void expectChiSquared(double statistic, int degreesOfFreedom) {
    double below = new ChiSquaredDistribution(degreesOfFreedom).cumulativeProbability(statistic);
    assertThat(1 - below)
        .as("p-value of chi-square %s with %d degrees of freedom", statistic, degreesOfFreedom)
        .isGreaterThan(LEAST_P);
  }
}

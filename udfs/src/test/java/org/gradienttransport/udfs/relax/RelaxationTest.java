package org.gradienttransport.udfs.relax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.gradienttransport.udfs.graph.BarabasiAlbert;
import org.gradienttransport.udfs.graph.Graph;
import org.gradienttransport.udfs.parallel.Workers;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.gradienttransport.udfs.quantile.MagnitudeQuantile;
import org.gradienttransport.udfs.reference.DenseReference;
import org.gradienttransport.udfs.reference.RandomFields;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("thorough")
class RelaxationTest {
  private static final Workers ONE = Workers.of(1);
  private static final int[][] PATH = {{0, 1}, {1, 2}};
  private static final int[][] STAR = {{0, 1}, {0, 2}, {0, 3}, {0, 4}};
  private static final int[][] FIVE = {{0, 1}, {0, 2}, {1, 2}, {1, 3}, {2, 4}};

  private static ProbeParameters ceiling(int steps) {
    return new ProbeParameters(0.3, 0.5, steps, 2, 42);
  }

  private static Relaxed relax(int[][] edges, double[] field, double quantile, int ceiling) {
    double tau = MagnitudeQuantile.of(field, quantile, Workers.of(1));
    return new Relaxation(Graph.ofEdges(field.length, edges), ONE)
        .relax(field, tau, ceiling(ceiling));
  }

  @Test
  void relaxesTheGoldenPath() {
    double[] field = {4, 1, -2};
    Relaxed relaxed = relax(PATH, field, 0.5, 500);
    assertThat(relaxed.activeCounts()).containsExactly(1, 2, 2, 1, 1, 1);
    assertThat(relaxed.size()).isEqualTo(8);
    assertThat(relaxed.steps()).isEqualTo(6);
    assertThat(relaxed.hitCeiling()).isFalse();
    assertThat(field)
        .containsExactly(new double[] {1.97021275, 1.6386895, -0.60890225}, within(1e-12));
    assertThat(Arrays.stream(field).sum()).isCloseTo(3, within(1e-12));
  }

  @Test
  void passesThroughTheGoldenPathsFirstThreeStates() {
    double[][] states = {{2.8, 2.2, -2}, {2.29, 2.38, -1.67}, {1.96, 2.353, -1.313}};
    for (int steps = 1; steps <= 3; steps++) {
      double[] field = {4, 1, -2};
      assertThat(relax(PATH, field, 0.5, steps).hitCeiling()).isTrue();
      assertThat(field).containsExactly(states[steps - 1], within(1e-12));
    }
  }

  @Test
  void reachesTheCeilingOnTheGoldenStar() {
    double[] field = {10, 1, -1, 2, -2};
    Relaxed relaxed = relax(STAR, field, 0.5, 500);
    assertThat(relaxed.steps()).isEqualTo(500);
    assertThat(relaxed.size()).isEqualTo(1161);
    assertThat(relaxed.hitCeiling()).isTrue();
  }

  @Test
  void relaxesTheGoldenFiveNodes() {
    double[] field = {8, -1, 0.5, -3, 1};
    Relaxed relaxed = relax(FIVE, field, 0.9, 500);
    assertThat(relaxed.activeCounts()).containsExactly(1);
    assertThat(field).containsExactly(new double[] {5.6, 0.2, 1.7, -3, 1}, within(1e-12));
  }

  @Test
  void leavesAFieldOfZerosAlone() {
    double[] field = {0.0, -0.0, 0.0};
    Relaxed relaxed = relax(PATH, field, 0.9, 500);
    assertThat(relaxed.steps()).isZero();
    assertThat(relaxed.size()).isZero();
    assertThat(Double.doubleToRawLongBits(field[1])).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void equalsTheDenseDefinitionOnRandomGraphsToTheLastBit() {
    for (int number = 0; number < 3000; number++) {
      SplittableRandom random = new SplittableRandom(number);
      int nodes = 1 + random.nextInt(40);
      int[][] edges = randomEdges(nodes, random);
      Graph graph = Graph.ofEdges(nodes, edges);
      expectDense(graph, DenseReference.neighbours(nodes, edges), number, 60);
    }
  }

  @Test
  void equalsTheDenseDefinitionOnGeneratedGraphsToTheLastBit() {
    for (int number = 0; number < 300; number++) {
      int nodes = 3 + (number * 37) % 700;
      expectDense(
          BarabasiAlbert.build(nodes, number, Workers.of(1)),
          DenseReference.barabasiAlbert(nodes, number),
          number,
          60);
    }
  }

  @Test
  void equalsTheDenseDefinitionOnOneTwoAndThreeThreads() {
    int[] sizes = {3, 64, 1000, 33_000, 70_001};
    try (Workers two = Workers.of(2);
        Workers three = Workers.of(3)) {
      for (int number = 0; number < 20; number++) {
        int nodes = sizes[number % sizes.length];
        Graph graph = BarabasiAlbert.build(nodes, 42, Workers.of(1));
        int[][] neighbours = neighbours(graph);
        double[] field = RandomFields.field(nodes, number);
        double tau = MagnitudeQuantile.of(field, number % 2 == 0 ? 0.9 : 0.3, Workers.of(1));
        DenseReference.Outcome expected = DenseReference.relax(neighbours, field, tau, 0.3, 30);
        for (Workers workers : new Workers[] {ONE, two, three}) {
          expect(expected, new Relaxation(graph, workers, 0), field, tau, 30);
        }
      }
    }
  }

  @Test
  void findsTauAndTheFirstActiveNodesInOnePass() {
    try (Workers two = Workers.of(2);
        Workers three = Workers.of(3)) {
      for (int number = 0; number < 60; number++) {
        int nodes = 3 + (number * 7919) % 60_000;
        Graph graph = BarabasiAlbert.build(nodes, 42, ONE);
        double[] field = RandomFields.field(nodes, number);
        for (Workers workers : new Workers[] {ONE, two, three}) {
          double[] known = field.clone();
          double[] found = field.clone();
          ProbeParameters parameters =
              new ProbeParameters(0.3, number % 3 == 0 ? 0.5 : 0.95, 40, 2, 42);
          double tau = DenseReference.quantile(field, parameters.quantile());
          Relaxation relaxation = new Relaxation(graph, workers, 0);
          Relaxed together = relaxation.relax(found, parameters);
          Relaxed apart = relaxation.relax(known, tau, parameters);
          assertThat(together).usingRecursiveComparison().isEqualTo(apart);
          assertThat(bits(found)).isEqualTo(bits(known));
        }
      }
    }
  }

  @Test
  void countsNothingThatIsNotANumberAsActiveWhereSumsOverflow() {
    int leaves = 200;
    int nodes = 2 * leaves + 3;
    int middle = nodes - 1;
    List<int[]> edges = new ArrayList<>(List.of(new int[] {middle, 0}, new int[] {middle, 1}));
    double[] field = new double[nodes];
    for (int leaf = 0; leaf < leaves; leaf++) {
      edges.add(new int[] {2 + leaf, 0});
      edges.add(new int[] {2 + leaves + leaf, 1});
      field[2 + leaf] = 1.7e308;
      field[2 + leaves + leaf] = -1.7e308;
    }
    int[][] pairs = edges.toArray(int[][]::new);
    DenseReference.Outcome expected =
        DenseReference.relax(DenseReference.neighbours(nodes, pairs), field, 1.0, 0.3, 6);
    assertThat(expected.field()[middle]).isNaN();
    assertThat(expected.activeCounts()).doesNotContain(nodes);
    for (int aloneUpTo : new int[] {0, nodes}) {
      double[] relaxedField = field.clone();
      Relaxed relaxed =
          new Relaxation(Graph.ofEdges(nodes, pairs), ONE, aloneUpTo)
              .relax(relaxedField, 1.0, ceiling(6));
      assertThat(relaxed.activeCounts()).isEqualTo(expected.activeCounts());
      assertThat(relaxedField).isEqualTo(expected.field());
    }
  }

  private static int[][] neighbours(Graph graph) {
    int[][] neighbours = new int[graph.nodes()][];
    Arrays.setAll(neighbours, graph::neighbours);
    return neighbours;
  }

  private static void expect(
      DenseReference.Outcome expected,
      Relaxation relaxation,
      double[] field,
      double tau,
      int ceiling) {
    for (int repeat = 0; repeat < 2; repeat++) {
      double[] relaxedField = field.clone();
      Relaxed relaxed = relaxation.relax(relaxedField, tau, ceiling(ceiling));
      assertThat(relaxed.tau()).isEqualTo(tau);
      assertThat(relaxed.activeCounts()).isEqualTo(expected.activeCounts());
      assertThat(bits(relaxedField)).isEqualTo(bits(expected.field()));
    }
  }

  private static void expectDense(Graph graph, int[][] neighbours, int number, int ceiling) {
    double[] field = RandomFields.field(graph.nodes(), number);
    double tau = MagnitudeQuantile.of(field, number % 2 == 0 ? 0.9 : 0.5, Workers.of(1));
    DenseReference.Outcome expected = DenseReference.relax(neighbours, field, tau, 0.3, ceiling);
    expect(expected, new Relaxation(graph, ONE), field, tau, ceiling);
    expect(expected, new Relaxation(graph, ONE, 0), field, tau, ceiling);
  }

  private static long[] bits(double[] field) {
    return Arrays.stream(field).mapToLong(Double::doubleToRawLongBits).toArray();
  }

  private static int[][] randomEdges(int nodes, SplittableRandom random) {
    boolean[][] joined = new boolean[nodes][nodes];
    for (int tries = random.nextInt(3 * nodes); tries > 0 && nodes > 1; tries--) {
      int a = random.nextInt(nodes);
      int b = random.nextInt(nodes);
      joined[Math.min(a, b)][Math.max(a, b)] = a != b;
    }
    List<int[]> edges = new ArrayList<>();
    for (int a = 0; a < nodes; a++) {
      for (int b = a + 1; b < nodes; b++) {
        if (joined[a][b]) {
          edges.add(new int[] {b, a});
        }
      }
    }
    return edges.toArray(int[][]::new);
  }

  @Test
  void refusesAFieldOfAnotherSize() {
    Relaxation relaxation = new Relaxation(Graph.ofEdges(3, PATH), ONE);
    assertThatThrownBy(() -> relaxation.relax(new double[4], 1, ceiling(5)))
        .hasMessage("the field has 4 entries, the graph 3 nodes");
  }
}

package org.gradienttransport.udfs.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.gradienttransport.udfs.parallel.Workers;
import org.gradienttransport.udfs.reference.DenseReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("thorough")
class BarabasiAlbertTest {

  @Test
  void givesTheKnownEdgesOfTwelveNodes() {
    int[][] edges = {
      {1, 0}, {2, 0}, {3, 2}, {3, 0}, {4, 3}, {4, 2}, {5, 4}, {5, 3}, {6, 2}, {6, 3},
      {7, 4}, {7, 0}, {8, 3}, {8, 2}, {9, 7}, {9, 3}, {10, 2}, {10, 3}, {11, 2}, {11, 10}
    };
    int[][] expected = DenseReference.neighbours(12, edges);
    Graph graph = BarabasiAlbert.build(12, 42, Workers.of(1));
    for (int v = 0; v < 12; v++) {
      assertThat(graph.neighbours(v)).as("neighbours of %d", v).containsExactly(expected[v]);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "3,42",
    "4,42",
    "5,0",
    "64,42",
    "65,-1",
    "1000,42",
    "1001,123456789012345",
    "40000,7"
  })
  void equalsTheSequentialDefinition(int nodes, long seed) {
    int[][] expected = DenseReference.barabasiAlbert(nodes, seed);
    Graph graph = BarabasiAlbert.build(nodes, seed, Workers.of(1));
    for (int v = 0; v < nodes; v++) {
      assertThat(graph.neighbours(v)).as("neighbours of %d", v).containsExactly(expected[v]);
      assertThat(graph.degree(v)).isEqualTo(expected[v].length);
    }
  }

  @Test
  void doesNotDependOnThreads() {
    for (long nodes : new long[] {3, 5, 1000, 33_000, 700_001}) {
      Graph alone = BarabasiAlbert.build(nodes, 7, Workers.of(1));
      try (Workers four = Workers.of(4)) {
        Graph together = BarabasiAlbert.build(nodes, 7, four);
        assertThat(together.pairs()).isEqualTo(alone.pairs());
        assertThat(together.offsets()).isEqualTo(alone.offsets());
        assertThat(together.rest()).isEqualTo(alone.rest());
      }
    }
  }

  @Test
  void hasTwoEdgesPerNodeLessFour() {
    Graph graph = BarabasiAlbert.build(100_000, 42, Workers.of(1));
    long ends = 0;
    for (int v = 0; v < graph.nodes(); v++) {
      ends += graph.degree(v);
    }
    assertThat(ends).isEqualTo(2 * (2 * 100_000L - 4));
    assertThat(graph.bytes()).isLessThanOrEqualTo(Graph.bytesFor(100_000) + 8);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 2, Graph.MAX_NODES + 1, Long.MAX_VALUE})
  void refusesSizesItCannotHold(long nodes) {
    assertThatThrownBy(() -> BarabasiAlbert.build(nodes, 42, Workers.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("asked " + nodes);
  }
}

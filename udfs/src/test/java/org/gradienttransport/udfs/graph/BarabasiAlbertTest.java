package org.gradienttransport.udfs.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.gradienttransport.udfs.parallel.Workers;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.gradienttransport.udfs.reference.DenseReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("thorough")
class BarabasiAlbertTest {
  private static final Workers ONE = Workers.of(1);

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

  /** METHOD-ROBUSTNESS section 1: N = 10, seed 42, edges as source-target. */
  @ParameterizedTest
  @CsvSource({
    "1,1-0 2-1 3-2 4-3 5-4 6-2 7-5 8-2 9-2",
    "3,1-0 2-0 3-0 4-3 4-0 4-2 5-4 5-3 5-0 6-3 6-2 6-0 7-3 7-2 7-0 8-4 8-0 8-5 9-0 9-8 9-5",
    "4,1-0 2-0 3-0 4-0 5-4 5-2 5-0 5-3 6-2 6-4 6-5 6-3 7-3 7-2 7-0 7-5 8-0 8-3 8-6 8-7 9-6 9-0"
        + " 9-3 9-1"
  })
  void givesTheKnownEdgesOfOtherAttachments(int attachment, String known) {
    int[][] edges =
        Arrays.stream(known.split(" "))
            .map(edge -> new int[] {edge.charAt(0) - '0', edge.charAt(2) - '0'})
            .toArray(int[][]::new);
    expect(BarabasiAlbert.build(10, attachment, 42, ONE), DenseReference.neighbours(10, edges));
  }

  @ParameterizedTest
  @CsvSource({
    "1,3,42",
    "1,4,-1",
    "1,20000,42",
    "3,5,42",
    "3,6,7",
    "3,20000,42",
    "4,6,42",
    "4,17000,-9",
    "5,333,42",
    "8,17000,42",
    "300,302,42",
    "300,1000,42"
  })
  void equalsTheSequentialDefinitionForAnyAttachment(int attachment, int nodes, long seed) {
    int[][] edges = DenseReference.edges(nodes, attachment, seed);
    assertThat(edges).hasDimensions(attachment * (nodes - attachment), 2);
    expect(
        BarabasiAlbert.build(nodes, attachment, seed, ONE),
        DenseReference.neighbours(nodes, edges));
  }

  private static void expect(Graph graph, int[][] neighbours) {
    for (int v = 0; v < neighbours.length; v++) {
      assertThat(graph.neighbours(v)).as("neighbours of %d", v).containsExactly(neighbours[v]);
      assertThat(graph.degree(v)).isEqualTo(neighbours[v].length);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1,3",
    "1,700001",
    "2,3",
    "2,5",
    "2,1000",
    "2,33000",
    "2,700001",
    "3,700001",
    "4,70000",
    "9,70000"
  })
  void doesNotDependOnThreads(int attachment, long nodes) {
    for (int repeat = 0; repeat < 3; repeat++) {
      Graph alone = BarabasiAlbert.build(nodes, attachment, 7, ONE);
      try (Workers four = Workers.of(4)) {
        Graph together = BarabasiAlbert.build(nodes, attachment, 7, four);
        assertThat(together.lower()).isEqualTo(alone.lower());
        assertThat(together.offsets()).isEqualTo(alone.offsets());
        assertThat(together.rest()).isEqualTo(alone.rest());
      }
    }
  }

  @Test
  void hasTwoEdgesPerNodeLessFour() {
    Graph graph = BarabasiAlbert.build(100_000, 42, Workers.of(1));
    GraphKey key = GraphKey.of(100_000, ProbeParameters.PAPER);
    long ends = 0;
    for (int v = 0; v < graph.nodes(); v++) {
      ends += graph.degree(v);
    }
    assertThat(ends).isEqualTo(2 * (2 * 100_000L - 4));
    assertThat(graph.bytes()).isLessThanOrEqualTo(key.bytes() + 8);
  }

  @ParameterizedTest
  @CsvSource({
    "1,2,has 3 to 1073741816 nodes",
    "3,4,has 5 to 715827879 nodes",
    "4,536870910,to 536870909 nodes",
    "0,100,attachment is 1 to 32767 edges",
    "32768,40000,asked 32768"
  })
  void refusesAttachmentsThatItCannotHold(int attachment, long nodes, String said) {
    assertThatThrownBy(() -> BarabasiAlbert.build(nodes, attachment, 42, ONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(said);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 2, Graph.MAX_NODES + 1, Long.MAX_VALUE})
  void refusesSizesItCannotHold(long nodes) {
    assertThatThrownBy(() -> BarabasiAlbert.build(nodes, 42, Workers.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("asked " + nodes);
  }
}

package org.gradienttransport.udfs.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.gradienttransport.udfs.parallel.Workers;
import org.gradienttransport.udfs.reference.DenseReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HelicalTorusTest {

  @Test
  void joinsEachNodeToTheNextAndToTheOneBelow() {
    Graph graph = HelicalTorus.build(12, Workers.of(1));
    assertThat(graph.neighbours(5)).containsExactly(2, 4, 6, 8);
    assertThat(graph.neighbours(0)).containsExactly(1, 3, 9, 11);
    assertThat(graph.neighbours(11)).containsExactly(0, 2, 8, 10);
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 10, 11, 15, 16, 17, 99, 100, 1000, 200_003})
  void equalsTheDefinitionOnAnyNumberOfThreads(int nodes) {
    int[][] expected = DenseReference.torus(nodes);
    try (Workers three = Workers.of(3)) {
      Graph graph = HelicalTorus.build(nodes, three);
      for (int v = 0; v < nodes; v++) {
        assertThat(graph.neighbours(v)).as("neighbours of %d", v).containsExactly(expected[v]);
        assertThat(graph.degree(v)).isEqualTo(4);
      }
      assertThat(graph.bytes()).isEqualTo(20L * nodes + 4);
    }
  }

  @ParameterizedTest
  @CsvSource({"9,3", "15,3", "16,4", "150994943,12287", "150994944,12288", "536870909,23170"})
  void isAsWideAsTheRootSaysExactly(long nodes, int width) {
    assertThat(HelicalTorus.width(nodes)).isEqualTo(width);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 8, 536_870_910, Long.MAX_VALUE})
  void refusesSizesItCannotHold(long nodes) {
    assertThatThrownBy(() -> HelicalTorus.build(nodes, Workers.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a torus has 9 to 536870909 nodes, asked " + nodes);
  }
}

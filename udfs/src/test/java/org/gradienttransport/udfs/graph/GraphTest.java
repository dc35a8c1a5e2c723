package org.gradienttransport.udfs.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GraphTest {

  @Test
  void listsNeighboursOfAnArbitraryGraphAscending() {
    Graph graph = Graph.ofEdges(5, new int[][] {{3, 1}, {0, 2}, {2, 1}, {4, 2}, {0, 1}});
    assertThat(graph.neighbours(0)).containsExactly(1, 2);
    assertThat(graph.neighbours(1)).containsExactly(0, 2, 3);
    assertThat(graph.neighbours(2)).containsExactly(0, 1, 4);
    assertThat(graph.neighbours(3)).containsExactly(1);
    assertThat(graph.degree(2)).isEqualTo(3);
  }

  @Test
  void refusesLoopsRepeatsAndUnknownNodes() {
    assertThatThrownBy(() -> Graph.ofEdges(3, new int[][] {{1, 1}}))
        .hasMessage("edge [1, 1] does not join two of 3 nodes");
    assertThatThrownBy(() -> Graph.ofEdges(3, new int[][] {{1, 3}}))
        .hasMessage("edge [1, 3] does not join two of 3 nodes");
    assertThatThrownBy(() -> Graph.ofEdges(3, new int[][] {{0, 1}, {1, 0}}))
        .hasMessage("edge 0-1 is there twice");
  }
}

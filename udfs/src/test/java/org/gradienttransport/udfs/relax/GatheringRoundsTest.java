package org.gradienttransport.udfs.relax;

import static org.assertj.core.api.Assertions.assertThat;

import org.gradienttransport.udfs.graph.BarabasiAlbert;
import org.gradienttransport.udfs.graph.Graph;
import org.gradienttransport.udfs.parallel.Workers;
import org.gradienttransport.udfs.reference.RandomFields;
import org.junit.jupiter.api.Test;

class GatheringRoundsTest {
  private static final int NODES = 300_000;
  private static final Graph GRAPH = BarabasiAlbert.build(NODES, 42, Workers.of(1));

  @Test
  void makesTheSumsOfOneThreadInManyRounds() {
    expectTheSumsOfOneThread(0, NODES, 2);
  }

  @Test
  void makesTheSumsOfOneThreadWhereAllActiveNodesLieTogether() {
    expectTheSumsOfOneThread(0, NODES / 20, 1);
    expectTheSumsOfOneThread(NODES / 2, NODES / 2 + NODES / 20, 1);
    expectTheSumsOfOneThread(NODES - NODES / 20, NODES, 1);
  }

  private static void expectTheSumsOfOneThread(int from, int to, int every) {
    double[] expected = new double[NODES];
    ShareSums alone = new ShareSums(expected);
    Gathering gathering = gathering(from, to, every);
    gathering.run(0, gathering.active().groups.length, batch -> alone.add(batch, Marking.MARKS));
    try (Workers three = Workers.of(3)) {
      GatheringRounds rounds = new GatheringRounds(NODES, three);
      for (int repeat = 0; repeat < 5; repeat++) {
        double[] shared = new double[NODES];
        rounds.run(gathering(from, to, every), new ShareSums(shared), Marking.MARKS);
        assertThat(shared).isEqualTo(expected);
      }
    }
  }

  private static Gathering gathering(int from, int to, int every) {
    NodeSet active = new NodeSet(NODES);
    for (int node = from; node < to; node += every) {
      active.add(node);
    }
    return new Gathering(GRAPH, RandomFields.field(NODES, 7), active, 0.3);
  }
}

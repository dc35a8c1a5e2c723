package org.gradienttransport.udfs.relax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.gradienttransport.udfs.graph.BarabasiAlbert;
import org.gradienttransport.udfs.graph.Graph;
import org.gradienttransport.udfs.parallel.Workers;
import org.gradienttransport.udfs.reference.RandomFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RelayTest {
  private static final int NODES = 300_000;
  private static final int EVERY = 3;
  private static final Graph GRAPH = BarabasiAlbert.build(NODES, 42, Workers.of(1));

  @Test
  void makesTheSumsOfOneThreadWhereManyUnitsPassFromHandToHand() {
    double[] expected = sumsOfOneThread();
    try (Workers two = Workers.of(2)) {
      Relay relay = new Relay(two);
      for (int repeat = 0; repeat < 20; repeat++) {
        assertThat(sums(relay)).isEqualTo(expected);
      }
    }
  }

  @Test
  void makesTheSumsOfOneThreadWhereAllActiveNodesLieTogetherAtEitherEnd() {
    try (Workers two = Workers.of(2)) {
      for (int from : new int[] {0, NODES - NODES / 20}) {
        double[] expected = new double[NODES];
        double[] shared = new double[NODES];
        Gathering alone = gathering(from, from + NODES / 20, 1);
        ShareSums into = new ShareSums(expected);
        alone.run(0, alone.active().groups.length, batch -> into.add(batch, Marking.MARKS));
        Gathering together = gathering(from, from + NODES / 20, 1);
        new Relay(two).run(together, new ShareSums(shared), Marking.MARKS);
        assertThat(shared).isEqualTo(expected);
      }
    }
  }

  @Test
  void addsEverythingWhileTheSecondThreadIsBusyElsewhere() throws Exception {
    double[] expected = sumsOfOneThread();
    double[] sums = new double[NODES];
    CountDownLatch release = new CountDownLatch(1);
    try (Workers two = Workers.of(2)) {
      Thread elsewhere = occupy(two, release);
      Thread relaying = new Thread(() -> run(new Relay(two), sums));
      relaying.start();
      try {
        while (!Arrays.equals(sums, expected)) {
          TimeUnit.MILLISECONDS.sleep(5); // until the time limit of the test
        }
      } finally {
        release.countDown();
      }
      relaying.join();
      elsewhere.join();
    }
    assertThat(sums).isEqualTo(expected);
  }

  @Test
  void aThreadThatFailsEndsTheOtherAndIsReportedAndTheNextStepIsWhole() {
    double[] half = new double[NODES / 2];
    try (Workers two = Workers.of(2)) {
      Relay relay = new Relay(two);
      ShareSums sums = new ShareSums(new double[NODES]);
      assertThatThrownBy(() -> relay.run(gathering(half), sums, Marking.NONE))
          .isInstanceOf(ArrayIndexOutOfBoundsException.class);
      assertThat(sums(relay)).isEqualTo(sumsOfOneThread());
    }
  }

  private static double[] sumsOfOneThread() {
    double[] sums = new double[NODES];
    ShareSums into = new ShareSums(sums);
    Gathering gathering = gathering(RandomFields.field(NODES, 7));
    gathering.run(0, gathering.active().groups.length, batch -> into.add(batch, Marking.NONE));
    return sums;
  }

  private static double[] sums(Relay relay) {
    double[] sums = new double[NODES];
    run(relay, sums);
    return sums;
  }

  private static void run(Relay relay, double[] sums) {
    relay.run(gathering(RandomFields.field(NODES, 7)), new ShareSums(sums), Marking.NONE);
  }

  private static Gathering gathering(double[] field) {
    return new Gathering(GRAPH, field, active(0, NODES, EVERY), 0.3);
  }

  private static Gathering gathering(int from, int to, int every) {
    return new Gathering(GRAPH, RandomFields.field(NODES, 7), active(from, to, every), 0.3);
  }

  private static NodeSet active(int from, int to, int every) {
    NodeSet active = new NodeSet(NODES);
    for (int node = from; node < to; node += every) {
      active.add(node);
    }
    return active;
  }

  /** Keeps both threads of these workers busy until the latch is released. */
  private static Thread occupy(Workers two, CountDownLatch release) throws InterruptedException {
    CountDownLatch busy = new CountDownLatch(2);
    Thread elsewhere =
        new Thread(
            () ->
                two.run(
                    2,
                    task -> {
                      busy.countDown();
                      awaitQuietly(release);
                    }));
    elsewhere.start();
    busy.await();
    return elsewhere;
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package org.gradienttransport.udfs.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.gradienttransport.udfs.parallel.Workers;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.junit.jupiter.api.Test;

class GraphCacheTest {
  private final AtomicInteger made = new AtomicInteger();

  private Graph make(GraphKey key) {
    made.incrementAndGet();
    return BarabasiAlbert.build(key.nodes(), key.seed(), Workers.of(1));
  }

  private static GraphKey key(long nodes) {
    return GraphKey.of(nodes, ProbeParameters.PAPER);
  }

  @Test
  void makesAGraphOnceHoweverManyThreadsAsk() {
    GraphCache cache = new GraphCache(1 << 20, this::make);
    Graph[] got = new Graph[64];
    try (Workers workers = Workers.of(4)) {
      workers.run(got.length, i -> got[i] = cache.get(key(5000)));
    }
    assertThat(made).hasValue(1);
    assertThat(got).containsOnly(got[0]);
  }

  @Test
  void dropsTheLeastRecentlyUsedAboveItsLimit() {
    GraphCache cache = new GraphCache(key(300).bytes(), this::make);
    Graph first = cache.get(key(100));
    cache.get(key(101));
    assertThat(cache.get(key(100))).isSameAs(first);
    cache.get(key(102)); // drops 101
    assertThat(cache.get(key(100))).isSameAs(first);
    assertThat(made).hasValue(3);
    cache.get(key(101));
    assertThat(made).hasValue(4);
  }

  @Test
  void keepsTheGraphAskedForLastWhateverItsSize() {
    GraphCache cache = new GraphCache(1, this::make);
    assertThat(cache.get(key(100))).isSameAs(cache.get(key(100)));
    assertThat(made).hasValue(1);
  }

  @Test
  void hasRoomForAGraphBesideThoseItKeeps() {
    GraphCache cache = new GraphCache(key(300).bytes(), this::make);
    assertThat(cache.hasRoomFor(key(1000))).as("alone, whatever its size").isTrue();
    cache.get(key(200));
    assertThat(cache.hasRoomFor(key(200))).as("kept already").isTrue();
    assertThat(cache.hasRoomFor(key(100))).isTrue();
    assertThat(cache.hasRoomFor(key(101))).isFalse();
    assertThat(made).hasValue(1);
  }

  @Test
  void triesAgainAfterAFailure() {
    GraphCache cache =
        new GraphCache(
            1 << 20,
            key -> {
              if (made.getAndIncrement() == 0) {
                throw new IllegalStateException("no room");
              }
              return BarabasiAlbert.build(key.nodes(), key.seed(), Workers.of(1));
            });
    assertThatThrownBy(() -> cache.get(key(50))).hasMessage("no room");
    assertThat(cache.get(key(50)).nodes()).isEqualTo(50);
  }
}

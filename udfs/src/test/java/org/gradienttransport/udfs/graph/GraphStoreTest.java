package org.gradienttransport.udfs.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.gradienttransport.udfs.parallel.Workers;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("thorough")
class GraphStoreTest {
  private static final Workers ONE = Workers.of(1);
  private static final long ROOMY = 1L << 30;

  /** Held, as loggers nobody holds forget their level. */
  private static final Logger LOG = Logger.getLogger(GraphStore.class.getName());

  @TempDir Path folder;

  /** Hundreds of damaged files follow, each good for one warning. */
  @BeforeAll
  static void quietLog() {
    LOG.setLevel(Level.OFF);
  }

  @AfterAll
  static void restoreLog() {
    LOG.setLevel(null);
  }

  private static GraphKey key(long nodes) {
    return GraphKey.of(nodes, ProbeParameters.PAPER);
  }

  private static Graph graph(long nodes) {
    return BarabasiAlbert.build(nodes, 42, ONE);
  }

  private GraphStore saved(long nodes) {
    GraphStore store = new GraphStore(folder, ROOMY);
    store.save(key(nodes), graph(nodes), ONE);
    return store;
  }

  private static void expectEqual(Graph graph, Graph expected) {
    assertThat(graph.attachment()).isEqualTo(expected.attachment());
    assertThat(graph.lowerFrom()).isEqualTo(expected.lowerFrom());
    assertThat(graph.lower()).isEqualTo(expected.lower());
    assertThat(graph.offsets()).isEqualTo(expected.offsets());
    assertThat(graph.rest()).isEqualTo(expected.rest());
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void givesBackWhatWasSavedOnAnyNumberOfThreads() throws IOException {
    Graph graph = graph(1_500_000); // several parts per array
    GraphStore store = new GraphStore(folder, ROOMY);
    try (Workers three = Workers.of(3)) {
      store.save(key(1_500_000), graph, three);
      expectEqual(store.load(key(1_500_000), three).orElseThrow(), graph);
    }
    expectEqual(store.load(key(1_500_000), ONE).orElseThrow(), graph);
    assertThat(names()).containsExactly("ba-philox-v1-n1500000-m2-s42.graph");
  }

  @Test
  void keepsEveryAttachmentUnderANameOfItsOwn() throws IOException {
    GraphStore store = new GraphStore(folder, ROOMY);
    for (int attachment : new int[] {1, 3, 4}) {
      GraphKey key = GraphKey.of(300_000, ProbeParameters.PAPER.withAttachment(attachment));
      Graph graph = Graphs.build(key, ONE);
      store.save(key, graph, ONE);
      expectEqual(store.load(key, ONE).orElseThrow(), graph);
    }
    assertThat(names())
        .containsExactly(
            "ba-philox-v1-n300000-m1-s42.graph",
            "ba-philox-v1-n300000-m3-s42.graph",
            "ba-philox-v1-n300000-m4-s42.graph");
  }

  @Test
  void keepsNoTorus() {
    GraphKey key = GraphKey.of(300, ProbeParameters.PAPER.onTorus());
    GraphStore store = new GraphStore(folder, ROOMY);
    store.save(key, Graphs.build(key, ONE), ONE);
    assertThat(folder).isEmptyDirectory();
    assertThat(store.load(key, ONE)).isEmpty();
  }

  @Test
  void hasNothingUnderAnotherKey() {
    GraphStore store = saved(100);
    assertThat(store.load(key(101), ONE)).isEmpty();
    assertThat(store.load(GraphKey.of(100, ProbeParameters.PAPER.withTopologySeed(43)), ONE))
        .isEmpty();
    assertThat(new GraphStore(folder.resolve("nowhere"), ROOMY).load(key(100), ONE)).isEmpty();
  }

  @Test
  void refusesAndDeletesAFileWithAnyByteChanged() throws IOException {
    Graph expected = graph(50);
    for (int at = 0; at < GraphFile.bytes(expected); at++) {
      GraphStore store = saved(50);
      Path file = store.file(key(50));
      byte[] bytes = Files.readAllBytes(file);
      bytes[at] ^= 0x10;
      Files.write(file, bytes);
      assertThat(store.load(key(50), ONE)).as("byte %d changed", at).isEmpty();
      assertThat(file).doesNotExist();
    }
  }

  @Test
  void refusesAFileThatWasCutOrGrew() throws IOException {
    for (int length : new int[] {0, 10, 64, 200, 1100, 5000}) {
      GraphStore store = saved(50);
      Path file = store.file(key(50));
      byte[] bytes = Files.readAllBytes(file);
      Files.write(file, Arrays.copyOf(bytes, length));
      assertThat(store.load(key(50), ONE)).as("cut to %d bytes", length).isEmpty();
    }
  }

  @Test
  void refusesAGraphKeptUnderAnothersName() throws IOException {
    GraphStore store = saved(50);
    Files.move(store.file(key(50)), store.file(key(51)));
    assertThat(store.load(key(51), ONE)).isEmpty();
  }

  @Test
  void deletesTheGraphsUsedLongestAgoAboveItsLimit() throws IOException {
    long size = GraphFile.bytes(graph(1000));
    GraphStore store = new GraphStore(folder, 2 * size + size / 2);
    for (long nodes : new long[] {998, 999}) {
      store.save(key(nodes), graph(nodes), ONE);
      Files.setLastModifiedTime(
          store.file(key(nodes)), FileTime.from(Instant.now().minusSeconds(5000 - nodes)));
    }
    assertThat(store.load(key(998), ONE)).isPresent(); // used now, so 999 is the older one
    store.save(key(1000), graph(1000), ONE);
    assertThat(store.file(key(999))).doesNotExist();
    assertThat(store.load(key(998), ONE)).isPresent();
    assertThat(store.load(key(1000), ONE)).isPresent();
  }

  @Test
  void keepsNothingLargerThanItsLimit() {
    GraphStore store = new GraphStore(folder, 1000);
    store.save(key(1000), graph(1000), ONE);
    assertThat(store.load(key(1000), ONE)).isEmpty();
  }

  @Test
  void clearsAwayWhatAbandonedWritersLeft() throws IOException {
    Path old = Files.createFile(folder.resolve("x.graph.1.unfinished"));
    Path fresh = Files.createFile(folder.resolve("x.graph.2.unfinished"));
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(2 * 86_400)));
    saved(50);
    assertThat(old).doesNotExist();
    assertThat(fresh).exists();
  }

  @Test
  void onlyLogsWhereItCannotWrite() throws IOException {
    Path file = Files.createFile(folder.resolve("a-file"));
    GraphStore store = new GraphStore(file.resolve("below"), ROOMY);
    store.save(key(50), graph(50), ONE);
    assertThat(store.load(key(50), ONE)).isEqualTo(Optional.empty());
  }
}

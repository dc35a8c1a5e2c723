package org.gradienttransport.udfs.backend;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.gradienttransport.udfs.backend.StageTimes.Stage;
import org.gradienttransport.udfs.backend.Workspace.Room;
import org.gradienttransport.udfs.graph.Graph;
import org.gradienttransport.udfs.graph.GraphCache;
import org.gradienttransport.udfs.graph.GraphKey;
import org.gradienttransport.udfs.graph.GraphStore;
import org.gradienttransport.udfs.graph.Graphs;
import org.gradienttransport.udfs.parallel.Workers;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.gradienttransport.udfs.probe.ProbeResult;
import org.gradienttransport.udfs.relax.Relaxation;

/** The backend that is always there: plain Java, and the oracle the others are held to. */
public final class CpuBackend implements Backend {
  private static final System.Logger LOG = System.getLogger(CpuBackend.class.getName());

  /** One in so many bytes of the heap is left to others. */
  private static final int HEADROOM = 20;

  private static final Executor SAVER = CpuBackend::startSaving;

  private final Workers workers;
  private final Workers alone = Workers.of(1);
  private final GraphCache graphs;
  private final Map<GraphKey, CompletableFuture<Void>> saving = new ConcurrentHashMap<>();
  private final Deque<Workspace> idle = new ArrayDeque<>();

  private final Optional<GraphStore> store;

  private CpuBackend(Workers workers, long graphLimitBytes, Optional<GraphStore> store) {
    this.workers = workers;
    this.store = store;
    this.graphs = new GraphCache(graphLimitBytes, this::makeGraph);
  }

  /**
   * A backend that works on one field with up to {@code threads} threads, the caller's among them,
   * and keeps graphs in memory up to half the heap.
   */
  public static CpuBackend create(int threads) {
    return new CpuBackend(
        Workers.of(threads), Runtime.getRuntime().maxMemory() / 2, Optional.empty());
  }

  /**
   * Makes a backend whose graphs are also kept on a local disk that other processes and later runs
   * share.
   *
   * @param graphFolder folder of the store, made if needed
   * @param graphFolderLimitBytes most bytes of graphs kept there
   */
  public static CpuBackend create(int threads, Path graphFolder, long graphFolderLimitBytes) {
    return new CpuBackend(
        Workers.of(threads),
        Runtime.getRuntime().maxMemory() / 2,
        Optional.of(new GraphStore(graphFolder, graphFolderLimitBytes)));
  }

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public String device() {
    return System.getProperty("os.arch") + ", " + workers.threads() + " threads";
  }

  @Override
  public List<ProbeResult> measure(
      double[] field, long nodes, ProbeParameters parameters, List<FieldVariant> variants) {
    HostFields.require(field, nodes, variants);
    GraphKey key = GraphKey.of(nodes, parameters);
    try {
      Workspace workspace = workspace(key, variants);
      List<ProbeResult> results =
          new Measurement(field, parameters, workspace, workers).results(variants);
      giveBack(workspace);
      StageTimes.await(Stage.GRAPH, () -> awaitSaved(key));
      return results;
    } catch (OutOfMemoryError e) {
      throw new InsufficientMemoryException(
          ("a field of %s entries needs %s bytes of heap for graph and work beside itself; the"
                  + " heap's limit is %s")
              .formatted(
                  nodes,
                  graphBytes(key) + workingBytes(key, variants),
                  Runtime.getRuntime().maxMemory()),
          e);
    }
  }

  @Override
  public void prepare(GraphKey key) {
    if (!graphs.hasRoomFor(key)) {
      return;
    }
    try {
      graphs.get(key);
    } catch (RuntimeException | OutOfMemoryError e) {
      // Left to measure: what a thread of an executor leaves uncaught ends the executor.
      LOG.log(Level.DEBUG, "not made ahead: " + key, e);
    }
  }

  /** Allocates all that is large; where it does not fit beside other graphs, without them. */
  private Workspace workspace(GraphKey key, List<FieldVariant> variants) {
    boolean nulls = HostFields.drawsNulls(variants);
    try {
      return borrow(key, nulls);
    } catch (OutOfMemoryError e) {
      LOG.log(Level.INFO, "making room for " + key + " by forgetting other graphs");
      forget();
      return borrow(key, nulls);
    }
  }

  /** While somebody else still makes the graph, room beside it is made, if the heap is so large. */
  private Workspace borrow(GraphKey key, boolean nulls) {
    Optional<Room> room =
        hasIdle(key) || !holdsAllOf(key)
            ? Optional.empty()
            : Optional.of(new Room(key.nodes(), nulls, workers));
    Graph graph = graph(key);
    Workspace workspace =
        room.map(made -> new Workspace(key, graph, made, workers))
            .or(() -> idleFor(graph))
            .orElseGet(
                () -> new Workspace(key, graph, new Room(key.nodes(), nulls, workers), workers));
    if (nulls) {
      workspace.drawn();
    }
    return workspace;
  }

  /** Whether graph, what making it takes, and room beside it fit what is left of the heap. */
  private static boolean holdsAllOf(GraphKey key) {
    Runtime heap = Runtime.getRuntime();
    long used = heap.totalMemory() - heap.freeMemory();
    long room = 2L * Double.BYTES * key.nodes();
    long needed = key.bytes() + key.makingBytes() + room;
    return used + needed + heap.maxMemory() / HEADROOM < heap.maxMemory();
  }

  private boolean hasIdle(GraphKey key) {
    synchronized (idle) {
      idle.removeIf(workspace -> !workspace.key().equals(key));
      return !idle.isEmpty();
    }
  }

  private Graph graph(GraphKey key) {
    return StageTimes.stage(Stage.GRAPH, () -> graphs.get(key));
  }

  private Graph makeGraph(GraphKey key) {
    return store.flatMap(kept -> kept.load(key, workers)).orElseGet(() -> buildGraph(key));
  }

  private Graph buildGraph(GraphKey key) {
    Graph graph = Graphs.build(key, workers);
    store.ifPresent(
        kept ->
            saving.put(key, CompletableFuture.runAsync(() -> kept.save(key, graph, alone), SAVER)));
    return graph;
  }

  /** While a field is measured already; nobody reads a graph that is half written. */
  private static void startSaving(Runnable saving) {
    Thread thread = new Thread(saving, "graph-saver");
    thread.setDaemon(true);
    thread.start();
  }

  /** Waits until a new graph is on the disk, so that the process does not end before. */
  private void awaitSaved(GraphKey key) {
    CompletableFuture<Void> begun = saving.remove(key);
    if (begun == null) {
      return;
    }
    try {
      begun.join();
    } catch (CompletionException e) {
      LOG.log(Level.WARNING, "graph " + key + " was not kept on the disk", e);
    }
  }

  private Optional<Workspace> idleFor(Graph graph) {
    synchronized (idle) {
      idle.removeIf(workspace -> workspace.graph() != graph);
      return Optional.ofNullable(idle.poll());
    }
  }

  private void giveBack(Workspace workspace) {
    synchronized (idle) {
      idle.push(workspace);
    }
  }

  @Override
  public long workingBytes(GraphKey graph, List<FieldVariant> variants) {
    long room =
        Relaxation.bytesFor(graph, workers.threads())
            + (HostFields.drawsNulls(variants) ? Double.BYTES * graph.nodes() : 0);
    return Math.max(room, graph.makingBytes());
  }

  @Override
  public long graphBytes(GraphKey graph) {
    return graph.bytes();
  }

  @Override
  public void forgetOthers(Set<GraphKey> used) {
    graphs.retain(used::contains);
    synchronized (idle) {
      idle.removeIf(workspace -> !used.contains(workspace.key()));
    }
  }

  @Override
  public void close() {
    forget();
    workers.close();
  }

  private void forget() {
    graphs.clear();
    synchronized (idle) {
      idle.clear();
    }
  }
}

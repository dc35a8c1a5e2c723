package org.gradienttransport.udfs.backend;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.gradienttransport.udfs.field.Moments;
import org.gradienttransport.udfs.graph.BarabasiAlbert;
import org.gradienttransport.udfs.graph.Graph;
import org.gradienttransport.udfs.graph.GraphCache;
import org.gradienttransport.udfs.graph.GraphKey;
import org.gradienttransport.udfs.graph.GraphStore;
import org.gradienttransport.udfs.parallel.Workers;
import org.gradienttransport.udfs.probe.FieldKind;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.gradienttransport.udfs.probe.ProbeResult;
import org.gradienttransport.udfs.relax.Relaxation;

/** The backend that is always there: plain Java, and the oracle the others are held to. */
public final class CpuBackend implements Backend {
  private final Workers workers;
  private final GraphCache graphs;
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
   * The same, with graphs also kept on a local disk that other processes and later runs share.
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
    requireField(field, nodes, variants);
    if (field != null) {
      requireFinite(field);
    }
    try {
      Graph graph = graphs.get(GraphKey.of(nodes, parameters));
      Workspace workspace = borrow(graph);
      List<ProbeResult> results =
          new Measurement(field, parameters, workspace, workers).results(variants);
      giveBack(workspace);
      return results;
    } catch (OutOfMemoryError e) {
      throw new InsufficientMemoryException(
          "a field of "
              + nodes
              + " entries needs "
              + (graphBytes(nodes) + workingBytes(nodes, variants))
              + " bytes of heap for graph and work beside itself; the heap's limit is "
              + Runtime.getRuntime().maxMemory(),
          e);
    }
  }

  private static void requireField(double[] field, long nodes, List<FieldVariant> variants) {
    if (nodes < 3 || nodes > Graph.MAX_NODES) {
      throw new IllegalArgumentException(
          "a field has 3 to " + Graph.MAX_NODES + " entries, got " + nodes);
    }
    if (field != null && field.length != nodes) {
      throw new IllegalArgumentException(
          "the field has " + field.length + " entries, expected " + nodes);
    }
    if (field == null && variants.stream().anyMatch(v -> v.kind() != FieldKind.N0)) {
      throw new IllegalArgumentException("only n0 can be measured without a field");
    }
  }

  private static void requireFinite(double[] field) {
    long index = Moments.firstNonFinite(field);
    if (index >= 0) {
      throw new NonFiniteFieldException(index, field[(int) index]);
    }
  }

  private Graph makeGraph(GraphKey key) {
    return store.flatMap(kept -> kept.load(key, workers)).orElseGet(() -> buildGraph(key));
  }

  private Graph buildGraph(GraphKey key) {
    Graph graph = BarabasiAlbert.build(key.nodes(), key.seed(), workers);
    store.ifPresent(kept -> kept.save(key, graph, workers));
    return graph;
  }

  private Workspace borrow(Graph graph) {
    synchronized (idle) {
      idle.removeIf(workspace -> workspace.graph() != graph);
      Workspace kept = idle.poll();
      if (kept != null) {
        return kept;
      }
    }
    return new Workspace(graph, workers);
  }

  private void giveBack(Workspace workspace) {
    synchronized (idle) {
      idle.push(workspace);
    }
  }

  @Override
  public long workingBytes(long nodes, List<FieldVariant> variants) {
    boolean nulls = variants.stream().anyMatch(v -> v.kind() != FieldKind.REAL);
    return Relaxation.bytesFor(nodes, workers.threads()) + (nulls ? 8 * nodes : 0);
  }

  @Override
  public long graphBytes(long nodes) {
    return Graph.bytesFor(nodes);
  }

  @Override
  public void close() {
    graphs.clear();
    synchronized (idle) {
      idle.clear();
    }
    workers.close();
  }
}

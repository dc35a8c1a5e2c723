package org.gradienttransport.udfs.graph;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Graphs in memory, least recently used first out, each made once however many threads ask for it.
 *
 * <p>Keeps at most the given number of bytes, but always the graph asked for last: a field cannot
 * be measured without its graph.
 */
public final class GraphCache {
  private final long limitBytes;
  private final Function<GraphKey, Graph> maker;
  private final Map<GraphKey, CompletableFuture<Graph>> graphs =
      new LinkedHashMap<>(16, 0.75f, true);

  /**
   * An empty cache.
   *
   * @param limitBytes most bytes kept
   * @param maker makes a graph that is not there
   */
  public GraphCache(long limitBytes, Function<GraphKey, Graph> maker) {
    this.limitBytes = limitBytes;
    this.maker = maker;
  }

  /** The graph, made if needed; waits where another thread is making it. */
  public Graph get(GraphKey key) {
    CompletableFuture<Graph> mine = new CompletableFuture<>();
    CompletableFuture<Graph> kept;
    synchronized (graphs) {
      kept = graphs.putIfAbsent(key, mine);
      evict(key);
    }
    return kept == null ? make(key, mine) : join(kept);
  }

  /** Whether a graph finds room beside those that are kept, or is one of them. */
  public boolean hasRoomFor(GraphKey key) {
    synchronized (graphs) {
      long bytes = graphs.keySet().stream().mapToLong(GraphKey::bytes).sum();
      return graphs.isEmpty() || graphs.containsKey(key) || bytes + key.bytes() <= limitBytes;
    }
  }

  private Graph make(GraphKey key, CompletableFuture<Graph> mine) {
    try {
      Graph graph = maker.apply(key);
      mine.complete(graph);
      return graph;
    } catch (RuntimeException | Error thrown) {
      synchronized (graphs) {
        graphs.remove(key, mine);
      }
      mine.completeExceptionally(thrown);
      throw thrown;
    }
  }

  private static Graph join(CompletableFuture<Graph> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException exception) {
        throw exception;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }

  /** Drops the least recently used graphs, counting each at the size it has or will have. */
  private void evict(GraphKey asked) {
    long bytes = graphs.keySet().stream().mapToLong(GraphKey::bytes).sum();
    var oldest = graphs.keySet().iterator();
    while (bytes > limitBytes && oldest.hasNext()) {
      GraphKey key = oldest.next();
      if (!key.equals(asked)) {
        oldest.remove();
        bytes -= key.bytes();
      }
    }
  }

  /** Forgets the graphs that are not to be kept. */
  public void retain(Predicate<GraphKey> keep) {
    synchronized (graphs) {
      graphs.keySet().removeIf(keep.negate());
    }
  }

  /** Forgets all graphs. */
  public void clear() {
    synchronized (graphs) {
      graphs.clear();
    }
  }
}

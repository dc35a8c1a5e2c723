package org.gradienttransport.udfs.relax;

import java.util.Arrays;
import org.gradienttransport.udfs.graph.Graph;
import org.gradienttransport.udfs.parallel.Workers;
import org.gradienttransport.udfs.probe.ProbeParameters;

/**
 * Relaxes fields of one size (METHOD section 1). Holds the room that takes, about 10 bytes per
 * node, and reuses it; one instance serves one caller at a time.
 */
public final class Relaxation {
  /** Up to this size the sums stay in a core's own cache and pushing straight is quickest. */
  static final int DIRECT_UP_TO = 1 << 17;

  private static final int WORDS_PER_TASK = 1 << 12;

  private final Graph graph;
  private final Workers workers;
  private final double[] room;
  private final DirectRelaxation direct;
  private final BinnedRelaxation binned;
  private NodeSet active;
  private NodeSet spare;
  private boolean roomUsed;

  /** Room to relax fields on this graph, with these threads. */
  public Relaxation(Graph graph, Workers workers) {
    this(graph, workers, DIRECT_UP_TO);
  }

  Relaxation(Graph graph, Workers workers, int directUpTo) {
    this.graph = graph;
    this.workers = workers;
    this.room = new double[graph.nodes()];
    this.direct = new DirectRelaxation(graph, room);
    this.binned = graph.nodes() <= directUpTo ? null : new BinnedRelaxation(graph, room, workers);
    this.active = new NodeSet(graph.nodes());
    this.spare = new NodeSet(graph.nodes());
  }

  /** Bytes an instance holds beside graph and field. */
  public static long bytesFor(long nodes, int threads) {
    long binned = nodes <= DIRECT_UP_TO ? 0 : BinnedRelaxation.bytesFor(nodes, threads);
    return 8 * nodes + 2 * NodeSet.bytesFor(nodes) + binned;
  }

  /**
   * Relaxes a field in place until no node is active or the ceiling is reached.
   *
   * @param field N finite entries, overwritten by the relaxed field
   * @param tau threshold, in the field's unit, not negative
   * @param parameters of which alpha and the ceiling are used
   */
  public Relaxed relax(double[] field, double tau, ProbeParameters parameters) {
    if (field.length != graph.nodes()) {
      throw new IllegalArgumentException(
          "the field has " + field.length + " entries, the graph " + graph.nodes() + " nodes");
    }
    Relaxed.Counter counter = new Relaxed.Counter();
    long count = scan(field, tau);
    while (count > 0 && counter.steps() < parameters.ceiling()) {
      counter.add(count);
      count = step(field, tau, parameters.alpha());
    }
    if (count > 0) {
      active.clear();
    }
    return counter.result(parameters.ceiling());
  }

  /** Fills the active set from the whole field (Eq. 2) and counts it. */
  private long scan(double[] field, double tau) {
    int tasks = (active.words.length + WORDS_PER_TASK - 1) / WORDS_PER_TASK;
    long[] counts = new long[tasks];
    boolean[] negativeZeros = new boolean[tasks];
    workers.run(
        tasks,
        task -> {
          int from = task * WORDS_PER_TASK;
          int to = Math.min(from + WORDS_PER_TASK, active.words.length);
          counts[task] = scanWords(field, tau, from, to);
          negativeZeros[task] = hasNegativeZero(field, from, to);
        });
    long count = Arrays.stream(counts).sum();
    for (int task = 0; task < tasks && count > 0; task++) {
      if (negativeZeros[task]) {
        addZeros(field, task * WORDS_PER_TASK);
      }
    }
    return count;
  }

  private long scanWords(double[] field, double tau, int fromWord, int toWord) {
    long count = 0;
    long tauBits = Double.doubleToLongBits(tau);
    for (int word = fromWord; word < toWord; word++) {
      int from = word << NodeSet.WORD;
      int to = (int) Math.min(from + 64L, field.length);
      long members = NodeSet.above(field, from, to, tauBits);
      if (members != 0) {
        active.addWord(word, members);
        count += Long.bitCount(members);
      }
    }
    return count;
  }

  private static boolean hasNegativeZero(double[] field, int fromWord, int toWord) {
    int to = (int) Math.min((long) toWord << NodeSet.WORD, field.length);
    for (int i = fromWord << NodeSet.WORD; i < to; i++) {
      if (Double.doubleToRawLongBits(field[i]) == Long.MIN_VALUE) {
        return true;
      }
    }
    return false;
  }

  /**
   * The first relaxation step adds a sum to every entry; where that sum is 0.0 it still makes -0.0
   * into 0.0. Later steps cannot make a -0.0, as no sum that starts from 0.0 is one.
   */
  private static void addZeros(double[] field, int fromWord) {
    int from = fromWord << NodeSet.WORD;
    int to = (int) Math.min((fromWord + (long) WORDS_PER_TASK) << NodeSet.WORD, field.length);
    for (int i = from; i < to; i++) {
      field[i] += 0.0;
    }
  }

  /** One synchronous update (Eq. 3); returns the number of nodes active after it. */
  private long step(double[] field, double tau, double alpha) {
    if (binned != null) {
      roomUsed = true;
      if (binned.gather(field, active, alpha)) {
        long count = binned.settle(field, active, spare, 1.0 - alpha, tau);
        NodeSet emptied = active;
        active = spare;
        spare = emptied;
        return count;
      }
    }
    if (roomUsed) {
      Arrays.fill(room, 0.0);
      roomUsed = false;
    }
    direct.push(field, active, spare, alpha);
    return direct.settle(field, spare, active, tau);
  }
}

package org.gradienttransport.udfs.relax;

import java.util.Arrays;
import org.gradienttransport.udfs.graph.Graph;
import org.gradienttransport.udfs.parallel.Workers;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.gradienttransport.udfs.quantile.MagnitudeQuantile;

/**
 * Relaxes fields of one size (METHOD section 1). Holds the room that takes, about 10 bytes per
 * node, and reuses it; one instance serves one caller at a time.
 */
public final class Relaxation {
  /** Up to this size the sums stay in a core's own cache and pushing straight is quickest. */
  static final int DIRECT_UP_TO = 100_000;

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
    this.binned =
        graph.nodes() <= Math.max(directUpTo, ShareBins.SEGMENT)
            ? null
            : new BinnedRelaxation(graph, room, workers);
    this.active = new NodeSet(graph.nodes());
    this.spare = new NodeSet(graph.nodes());
  }

  /** Bytes an instance holds beside graph and field. */
  public static long bytesFor(long nodes, int threads) {
    long binned = nodes <= DIRECT_UP_TO ? 0 : BinnedRelaxation.bytesFor(nodes, threads);
    return 8 * nodes + 2 * NodeSet.bytesFor(nodes) + binned;
  }

  /**
   * Tau, the exact quantile of the field's magnitudes (Eq. 1), in the field's unit.
   *
   * @param field N finite entries, not changed
   */
  public double threshold(double[] field, ProbeParameters parameters) {
    if (binned == null) {
      return MagnitudeQuantile.of(field, parameters.quantile(), workers);
    }
    roomUsed = true;
    return MagnitudeQuantile.of(field, parameters.quantile(), room, workers);
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
    long count = new FirstScan(active).scan(field, tau, workers);
    while (count > 0 && counter.steps() < parameters.ceiling()) {
      counter.add(count);
      count = step(field, tau, parameters.alpha());
    }
    if (count > 0) {
      active.clear();
    }
    return counter.result(parameters.ceiling());
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

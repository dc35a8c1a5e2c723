package org.gradienttransport.udfs.relax;

import java.util.Arrays;
import org.gradienttransport.udfs.graph.Graph;
import org.gradienttransport.udfs.graph.GraphKey;
import org.gradienttransport.udfs.parallel.Workers;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.gradienttransport.udfs.quantile.MagnitudeQuantile;

/**
 * Relaxes fields of one size (METHOD section 1). Holds the room that takes, about 9 bytes per node,
 * and reuses it; one instance serves one caller at a time.
 */
public final class Relaxation {
  /** Up to so many active nodes one thread is quicker than several that wait for each other. */
  private static final int ALONE_UP_TO = 1 << 12;

  /** With more active nodes than one in so many, all sums are looked at, without marks. */
  private static final int MARKS_BELOW = 256;

  private static final int GROUPS_PER_TASK = 8;

  private final Graph graph;
  private final Workers workers;
  private final int aloneUpTo;
  private final double[] room;
  private final ShareSums sums;
  private final NodeSet active;
  private final SharedStep shared;

  /** Room to relax fields on this graph, with these threads. */
  public Relaxation(Graph graph, Workers workers) {
    this(graph, new double[graph.nodes()], workers);
  }

  /**
   * Relaxes in room that is there.
   *
   * @param room N zeros, given up to this instance
   */
  public Relaxation(Graph graph, double[] room, Workers workers) {
    this(graph, room, workers, ALONE_UP_TO);
  }

  Relaxation(Graph graph, Workers workers, int aloneUpTo) {
    this(graph, new double[graph.nodes()], workers, aloneUpTo);
  }

  private Relaxation(Graph graph, double[] room, Workers workers, int aloneUpTo) {
    this.graph = graph;
    this.workers = workers;
    this.aloneUpTo = aloneUpTo;
    this.room = room;
    this.sums = new ShareSums(room);
    this.active = new NodeSet(graph.nodes());
    boolean several = workers.threads() > 1 && graph.nodes() > aloneUpTo;
    this.shared = several ? sharedStep(graph.nodes(), workers) : null;
  }

  private static SharedStep sharedStep(int nodes, Workers workers) {
    return workers.threads() == 2 ? new Relay(workers) : new GatheringRounds(nodes, workers);
  }

  /** Bytes an instance holds beside graph and field. */
  public static long bytesFor(GraphKey graph, int threads) {
    long nodes = graph.nodes();
    return ShareSums.bytesFor(nodes)
        + NodeSet.bytesFor(nodes)
        + MagnitudeQuantile.bytesFor(nodes)
        + (threads > 1 && nodes > ALONE_UP_TO ? sharedBytesFor(graph.meanDegree(), threads) : 0);
  }

  private static long sharedBytesFor(int degree, int threads) {
    return threads == 2 ? Relay.bytesFor(degree) : GatheringRounds.bytesFor(degree, threads);
  }

  /**
   * Finds tau, the exact quantile of the field's magnitudes (Eq. 1), and relaxes the field in place
   * until no node is active or the ceiling is reached.
   *
   * @param field N finite entries, overwritten by the relaxed field
   */
  public Relaxed relax(double[] field, ProbeParameters parameters) {
    requireSize(field);
    double tau = MagnitudeQuantile.mark(field, parameters.quantile(), active.words, room, workers);
    return run(field, tau, parameters);
  }

  /**
   * Relaxes a field in place from a threshold that is known.
   *
   * @param field N finite entries, overwritten by the relaxed field
   * @param tau threshold, in the field's unit, not negative
   * @param parameters of which alpha and the ceiling are used
   */
  public Relaxed relax(double[] field, double tau, ProbeParameters parameters) {
    requireSize(field);
    int stretch = GROUPS_PER_TASK << NodeSet.GROUP;
    workers.run(
        (field.length - 1) / stretch + 1,
        task -> {
          int from = task * stretch;
          int to = (int) Math.min((long) from + stretch, field.length);
          new MagnitudeScan().above(field, from, to, tau + 0.0, active.words);
        });
    return run(field, tau + 0.0, parameters);
  }

  private void requireSize(double[] field) {
    if (field.length != graph.nodes()) {
      throw new IllegalArgumentException(
          "the field has " + field.length + " entries, the graph " + graph.nodes() + " nodes");
    }
  }

  /** Relaxes a field whose active nodes are marked already. */
  private Relaxed run(double[] field, double tau, ProbeParameters parameters) {
    Relaxed.Counter counter = new Relaxed.Counter(tau);
    long count = 0;
    for (int group = 0; group < active.groups.length; group++) {
      count += active.recount(group);
    }
    while (count > 0 && counter.steps() < parameters.ceiling()) {
      counter.add(count);
      count = step(field, count, marking(counter), tau, parameters.alpha());
    }
    if (count > 0) {
      active.clear();
    }
    return counter.result(parameters.ceiling());
  }

  /**
   * The first step looks at all sums however few they are: the definition adds one to every entry,
   * and where that is 0.0 it still makes 0.0 of -0.0.
   */
  private Marking marking(Relaxed.Counter counter) {
    boolean all = counter.steps() == 1 || counter.last() > graph.nodes() / MARKS_BELOW;
    return all ? Marking.NONE : Marking.MARKS;
  }

  /** One synchronous update (Eq. 3); returns the number of nodes active after it. */
  private long step(double[] field, long count, Marking marking, double tau, double alpha) {
    if (marking == Marking.MARKS) {
      sums.mark(active);
    }
    Gathering gathering = new Gathering(graph, field, active, alpha);
    if (shared != null && count > aloneUpTo) {
      shared.run(gathering, sums, marking);
      return settle(field, tau, marking);
    }
    gathering.run(0, active.groups.length, batch -> sums.add(batch, marking));
    return marking == Marking.MARKS
        ? sums.settleMarked(0, active.groups.length, field, active, tau)
        : settle(field, tau, marking);
  }

  private long settle(double[] field, double tau, Marking marking) {
    int groups = active.groups.length;
    long[] counts = new long[(groups - 1) / GROUPS_PER_TASK + 1];
    workers.run(
        counts.length,
        task -> {
          int from = task * GROUPS_PER_TASK;
          int to = Math.min(from + GROUPS_PER_TASK, groups);
          counts[task] =
              marking == Marking.MARKS
                  ? sums.settleMarked(from, to, field, active, tau)
                  : sums.settleAll(from, to, field, active, tau);
        });
    return Arrays.stream(counts).sum();
  }
}

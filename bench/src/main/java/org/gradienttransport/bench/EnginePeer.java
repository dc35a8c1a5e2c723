package org.gradienttransport.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.gradienttransport.udfs.field.Moments;
import org.gradienttransport.udfs.graph.Graph;
import org.gradienttransport.udfs.graph.GraphKey;
import org.gradienttransport.udfs.graph.GraphStore;
import org.gradienttransport.udfs.nulls.FeistelPermutation;
import org.gradienttransport.udfs.nulls.GaussianField;
import org.gradienttransport.udfs.parallel.Workers;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.gradienttransport.udfs.probe.ProbeResult;
import org.gradienttransport.udfs.quantile.MagnitudeQuantile;
import org.gradienttransport.udfs.relax.Relaxation;
import org.gradienttransport.udfs.relax.Relaxed;

/**
 * The engine as a peer among peers: reads orders, one a line, carries each out once, and answers
 * with a line of JSON. See {@code bench/peers/compare.py}, which gives the orders.
 */
public final class EnginePeer {
  private static final int RANDOM_UPDATES = 4_000_000;

  private final int nodes;
  private final Path folder;
  private final Workers one = Workers.of(1);
  private final Workers two = Workers.of(2);
  private final double[] original;
  private final double[] field;
  private Graph graph;
  private Relaxation alone;
  private Relaxation together;
  private final long[] marks;
  private final double[] room;
  private int[] places;
  private int[] placesInHalf;
  private int[] all;
  private MeasuredUnit unitAlone;
  private MeasuredUnit unitTogether;

  private EnginePeer(int nodes, Path folder) {
    this.nodes = nodes;
    this.folder = folder;
    this.original = Problem.field(nodes, two);
    this.field = new double[nodes];
    this.marks = new long[(nodes + 63) / 64];
    this.room = new double[nodes / 8 + 65_536];
  }

  /** Arguments: N, a folder for files, then orders come on standard input. */
  public static void main(String[] arguments) throws IOException {
    EnginePeer peer = new EnginePeer(Integer.parseInt(arguments[0]), Path.of(arguments[1]));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println("{\"ready\": true}");
    try (BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String order = orders.readLine(); order != null; order = orders.readLine()) {
        out.println(peer.timed(order.strip()));
      }
    }
  }

  private String timed(String order) throws IOException {
    prepare(order);
    boolean together = order.endsWith("-2") || order.endsWith("-load");
    long cpu = cpuNanos(together);
    long start = System.nanoTime();
    String outcome = carryOut(order);
    double seconds = (System.nanoTime() - start) / 1e9;
    double cpuSeconds = (cpuNanos(together) - cpu) / 1e9;
    return String.format(
        Locale.ROOT, "{\"seconds\": %.6f, \"cpu\": %.6f%s}", seconds, cpuSeconds, outcome);
  }

  /**
   * CPU time, which on a busy machine says more than the clock: of this thread, or where an order
   * has several, of the process (in steps of 10 ms).
   */
  private static long cpuNanos(boolean several) {
    return several
            && ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** Makes what an order needs and should not pay for. */
  private void prepare(String order) throws IOException {
    if ((order.startsWith("unit") || order.equals("load")) && unitAlone == null) {
      Path file = folder.resolve("field.pt");
      MeasuredUnit.write(file, original);
      unitAlone = new MeasuredUnit(1, file, nodes);
      unitTogether = new MeasuredUnit(2, file, nodes);
    } else if (order.equals("gather") && all == null) {
      all = Yardsticks.places(nodes, nodes);
    }
    if (order.startsWith("graph") || order.equals("dump")) {
      alone = null;
      together = null;
      graph = order.equals("graph-save") || order.equals("dump") ? graph() : null;
    } else if (order.startsWith("relax")) {
      System.arraycopy(original, 0, field, 0, nodes);
      if (order.equals("relax-1") && alone == null) {
        alone = new Relaxation(graph(), one);
      } else if (order.equals("relax-2") && together == null) {
        together = new Relaxation(graph(), two);
      }
    } else if (order.equals("needs")) {
      System.arraycopy(original, 0, field, 0, nodes);
    } else if (order.startsWith("update") && places == null) {
      places = Yardsticks.places(RANDOM_UPDATES, nodes);
      placesInHalf = Yardsticks.places(RANDOM_UPDATES / 2, nodes / 2);
    }
  }

  private Graph graph() {
    if (graph == null) {
      graph = Problem.graph(nodes, two);
    }
    return graph;
  }

  private String carryOut(String order) throws IOException {
    return switch (order) {
      case "relax-1" -> relax(alone);
      case "relax-2" -> relax(together);
      case "threshold" -> threshold();
      case "read" -> said("sum", Yardsticks.read(original));
      case "copy" -> copy();
      case "copy-2" -> done(() -> two.run(2, this::copyHalf));
      case "needs" -> needs();
      case "update" -> update();
      case "update-2" ->
          done(
              () -> two.run(2, half -> Yardsticks.update(field, placesInHalf, half * (nodes / 2))));
      case "graph-1" -> said("edges", Problem.graph(nodes, one).rest().length);
      case "graph-2" -> said("edges", Problem.graph(nodes, two).rest().length);
      case "graph-plain" ->
          said("degree", new SequentialBuilder(nodes, Problem.SEED).neighbours(0).length);
      case "graph-save" -> done(() -> store().save(key(), graph(), two));
      case "graph-load" -> said("edges", store().load(key(), two).orElseThrow().rest().length);
      case "gaussian" -> done(() -> GaussianField.n0(7, 0).fill(field, one));
      case "permute" ->
          done(() -> new FeistelPermutation(nodes, 7, 0).permute(original, field, one));
      case "gather" -> done(() -> Yardsticks.gather(original, all, field));
      case "moments" -> said("mean", Moments.of(original, one).mean());
      case "sum" -> said("sum", Moments.sum(original, one));
      case "hash" -> done(() -> MeasuredUnit.hash(nodes));
      case "load" -> said("entries", (double) unitAlone.load().entries());
      case "unit-1" -> measured(unitAlone);
      case "unit-2" -> measured(unitTogether);
      case "units-2" -> sideBySide();
      case "dump" -> done(() -> FieldDump.write(folder, graph(), original));
      case "memory" -> said("heap_bytes", (double) usedAfterCollection());
      default -> throw new IllegalArgumentException("unknown order '" + order + "'");
    };
  }

  /** Two units at a time, one thread each. */
  private String sideBySide() {
    return done(
        () ->
            two.run(
                2,
                unit -> {
                  try {
                    List<ProbeResult> unused = unitAlone.measure();
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                }));
  }

  private static String measured(MeasuredUnit unit) throws IOException {
    ProbeResult real = unit.measure().get(0);
    return said("size", (double) real.size()) + said("steps", real.steps());
  }

  private String relax(Relaxation relaxation) {
    Relaxed relaxed = relaxation.relax(field, ProbeParameters.PAPER);
    return said("size", (double) relaxed.size()) + said("steps", relaxed.steps());
  }

  /** Tau and the first scan for active nodes, as a bitmap. */
  private String threshold() {
    double quantile = ProbeParameters.PAPER.quantile();
    return said("tau", MagnitudeQuantile.mark(original, quantile, marks, room, one));
  }

  /** What memory accesses the relaxation needs; not timed for comparison. */
  private String needs() {
    double quantile = ProbeParameters.PAPER.quantile();
    double tau = MagnitudeQuantile.mark(original, quantile, marks, room, one);
    Needs needs = Needs.of(graph(), field, tau, ProbeParameters.PAPER);
    return said("shares", (double) needs.shares())
        + said("kept", (double) needs.kept())
        + said("settled", (double) needs.settled())
        + said("passes", needs.passes())
        + said("streamed_lines", (double) needs.streamedLines())
        + said("single_lines", (double) needs.singleLines());
  }

  private String copy() {
    System.arraycopy(original, 0, field, 0, nodes);
    return said("bytes", 16.0 * nodes);
  }

  private void copyHalf(int half) {
    System.arraycopy(original, half * (nodes / 2), field, half * (nodes / 2), nodes / 2);
  }

  private String update() {
    Yardsticks.update(field, places, 0);
    return said("updates", places.length);
  }

  private static long usedAfterCollection() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private GraphStore store() {
    return new GraphStore(folder, Long.MAX_VALUE);
  }

  private GraphKey key() {
    return GraphKey.of(nodes, ProbeParameters.PAPER);
  }

  private static String done(Runnable work) {
    work.run();
    return "";
  }

  private static String said(String name, double value) {
    return String.format(Locale.ROOT, ", \"%s\": %.17g", name, value);
  }
}

package org.gradienttransport.udfs.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.gradienttransport.udfs.graph.BarabasiAlbert;
import org.gradienttransport.udfs.graph.Graph;
import org.gradienttransport.udfs.parallel.Workers;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.gradienttransport.udfs.probe.ProbeResult;
import org.gradienttransport.udfs.relax.Relaxation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** METHOD section 1's golden cases on the kernels, and graphs of every shape against the oracle. */
@Tag("thorough")
class GoldenCasesTest {
  private static final Tuning ALL_DENSE = new Tuning(18, 10, 62, 8);
  private static final Tuning ALL_SPARSE = new Tuning(18, 10, -20, 8);

  private static final Workers ONE = Workers.of(1);

  private CudaDevice device;
  private Lane lane;

  @BeforeEach
  void open() {
    device = Emulation.device();
    lane = new Lane(device);
  }

  @AfterEach
  void close() {
    if (lane != null) {
      lane.close();
      device.close();
    }
  }

  // Made and read in one test.
  @SuppressWarnings("ArrayRecordComponent")
  private record Relaxed(ProbeResult result, double[] field) {}

  private Relaxed relax(Graph graph, double[] field, ProbeParameters parameters, Tuning tuning) {
    lane.prepare(new Lane.Shape(field.length, parameters.ceiling(), 1));
    try (DeviceGraph onDevice = DeviceGraph.copy(device, lane.stream(), graph, tuning)) {
      DeviceMemory entries = lane.buffers().field();
      lane.staging().upload(field, entries, lane.stream());
      DeviceProbe probe = new DeviceProbe(lane, onDevice, parameters);
      ProbeResult result = probe.relax(entries, probe.survey(entries));
      return new Relaxed(result, lane.staging().doubles(entries, field.length, lane.stream()));
    }
  }

  private static ProbeParameters at(double quantile, int ceiling) {
    return new ProbeParameters(0.3, quantile, ceiling, 2, 42L);
  }

  @Test
  void path_of_three() {
    Graph path = Graph.ofEdges(3, new int[][] {{0, 1}, {1, 2}});
    for (Tuning tuning : new Tuning[] {ALL_DENSE, ALL_SPARSE}) {
      Relaxed relaxed = relax(path, new double[] {4, 1, -2}, at(0.5, 500), tuning);
      assertThat(relaxed.result.tau()).isEqualTo(2.0);
      assertThat(relaxed.result.activeCounts()).containsExactly(1, 2, 2, 1, 1, 1);
      assertThat(relaxed.result.size()).isEqualTo(8);
      assertThat(relaxed.field)
          .containsExactly(new double[] {1.97021275, 1.6386895, -0.60890225}, within(1e-12));
      assertThat(relaxed.result.sumAfter()).isCloseTo(3.0, within(1e-12));
    }
  }

  @Test
  void star_that_never_stops() {
    Graph star = Graph.ofEdges(5, new int[][] {{0, 1}, {0, 2}, {0, 3}, {0, 4}});
    ProbeResult result =
        relax(star, new double[] {10, 1, -1, 2, -2}, at(0.5, 500), Tuning.DEFAULT).result;
    assertThat(result.tau()).isEqualTo(2.0);
    assertThat(result.steps()).isEqualTo(500);
    assertThat(result.size()).isEqualTo(1161);
    assertThat(result.hitCeiling()).isTrue();
  }

  @Test
  void five_nodes_with_one_step() {
    Graph graph = Graph.ofEdges(5, new int[][] {{0, 1}, {0, 2}, {1, 2}, {1, 3}, {2, 4}});
    Relaxed relaxed = relax(graph, new double[] {8, -1, 0.5, -3, 1}, at(0.9, 500), ALL_SPARSE);
    assertThat(relaxed.result.tau()).isEqualTo(6.0);
    assertThat(relaxed.result.size()).isEqualTo(1);
    assertThat(relaxed.field).containsExactly(new double[] {5.6, 0.2, 1.7, -3, 1}, within(1e-12));
  }

  @Test
  void the_graph_of_twelve_nodes_is_the_published_one() {
    try (DeviceGraph graph =
        DeviceGraph.build(device, lane.stream(), lane.staging(), 12, 42L, Tuning.DEFAULT)) {
      long[] pairs = lane.staging().longs(graph.lower(), 3, 9, lane.stream());
      int[][] expected = {{0, 2}, {2, 3}, {3, 4}, {2, 3}, {0, 4}, {2, 3}, {3, 7}, {2, 3}, {2, 10}};
      for (int i = 0; i < pairs.length; i++) {
        assertThat(new int[] {(int) pairs[i], (int) (pairs[i] >>> 32)})
            .as("lower neighbours of node %d", i + 3)
            .containsExactly(expected[i]);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"3,42", "4,42", "33,42", "4097,42", "100000,42", "5000,-1", "5000,81985529216486895"})
  void the_graph_is_the_oracle_s_in_every_index(int nodes, long seed) {
    Graph expected = BarabasiAlbert.build(nodes, seed, ONE);
    try (DeviceGraph graph =
        DeviceGraph.build(device, lane.stream(), lane.staging(), nodes, seed, Tuning.DEFAULT)) {
      int[] lower = ints(graph.lower(), 2 * nodes);
      assertThat(Arrays.copyOfRange(lower, 6, lower.length))
          .isEqualTo(Arrays.copyOfRange(expected.lower(), 6, 2 * nodes));
      assertThat(ints(graph.offsets(), nodes + 1)).isEqualTo(expected.offsets());
      assertThat(ints(graph.rest(), expected.rest().length)).isEqualTo(expected.rest());
    }
  }

  @Test
  void a_run_that_shared_memory_does_not_hold_is_in_order_too() {
    int nodes = 2_400_000;
    Graph expected = BarabasiAlbert.build(nodes, 42L, ONE);
    assertThat(expected.offsets()[3] - expected.offsets()[2]).isGreaterThan(4_096);
    try (DeviceGraph graph =
        DeviceGraph.build(device, lane.stream(), lane.staging(), nodes, 42L, Tuning.DEFAULT)) {
      int hubs = 100_000; // entries of their runs, which come first
      assertThat(ints(graph.rest(), hubs)).isEqualTo(Arrays.copyOf(expected.rest(), hubs));
    }
  }

  private int[] ints(DeviceMemory memory, int entries) {
    long[] pairs = lane.staging().longs(memory, 0, entries / 2, lane.stream());
    int[] values = new int[entries];
    for (int i = 0; i < entries; i++) {
      long pair = i / 2 < pairs.length ? pairs[i / 2] : last(memory, entries);
      values[i] = (int) (i % 2 == 0 ? pair : pair >>> 32);
    }
    return values;
  }

  /** The last of an odd number of 32-bit numbers. */
  private long last(DeviceMemory memory, int entries) {
    DeviceMemory shifted = new DeviceMemory(device, memory.address() + 4L * (entries - 2), 8);
    return lane.staging().longs(shifted, 0, 1, lane.stream())[0] >>> 32;
  }

  @Test
  void a_star_of_many_leaves_and_a_long_cycle_equal_the_oracle() {
    int nodes = 3001;
    int[][] star = new int[nodes - 1][];
    int[][] cycle = new int[nodes][];
    for (int i = 0; i < nodes; i++) {
      cycle[i] = new int[] {i, (i + 1) % nodes};
      if (i > 0) {
        star[i - 1] = new int[] {i, 0};
      }
    }
    double[] field = Fields.Distribution.HEAVY_TAILED.draw(nodes, 8);
    for (int[][] edges : new int[][][] {star, cycle}) {
      Graph graph = Graph.ofEdges(nodes, edges);
      for (Tuning tuning :
          new Tuning[] {ALL_DENSE, ALL_SPARSE, new Tuning(9, 2, 2, 8), new Tuning(9, 2, -9, 8)}) {
        Relaxed relaxed = relax(graph, field, at(0.9, 20), tuning);
        double[] expected = field.clone();
        assertThat(relaxed.result.size())
            .isEqualTo(
                new Relaxation(graph, ONE)
                    .relax(expected, relaxed.result.tau(), at(0.9, 20))
                    .size());
        assertThat(relaxed.field).isEqualTo(expected);
      }
    }
  }
}

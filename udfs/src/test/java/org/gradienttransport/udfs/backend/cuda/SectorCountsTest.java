package org.gradienttransport.udfs.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.udfs.backend.Backend;
import org.gradienttransport.udfs.backend.CpuBackend;
import org.gradienttransport.udfs.nulls.FeistelPermutation;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.gradienttransport.udfs.probe.ProbeResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The emulated device that counts, on accesses whose sectors follow from the layout alone. */
@Tag("thorough")
class SectorCountsTest {
  private static final int NODES = 1 << 16;
  private static final int WARP = 32;
  private static final int DOUBLES_PER_SECTOR = 4;
  private static final int BLOCKS = NODES / Lane.BLOCK;

  /** Few multiprocessors, for speed; both caches as large as the H100's. */
  private static final SectorCounts.Model ROOMY = new SectorCounts.Model(4, 50L << 20, 128L << 10);

  /** A second-level cache that holds an eighth of the field. */
  private static final SectorCounts.Model NARROW = new SectorCounts.Model(4, NODES, 128L << 10);

  /** The paper's, with a ceiling that keeps fields that never settle short. */
  private static final ProbeParameters SHORT = new ProbeParameters(0.3, 0.9, 10, 2, 42L);

  @AfterEach
  void threads_run_in_ascending_order_again() {
    SectorCounts.controls().emulation_set_reversed(0);
  }

  /** What some launches on the buffers of one lane move. */
  private static Map<String, SectorCounts.Row> counted(
      SectorCounts.Model model, Consumer<Lane> launches) {
    SectorCounts.begin(model);
    try (CudaDevice device =
        CudaDevice.open(CudaDriver.load(SectorCounts.library().toString()), 0)) {
      device.enter();
      try (Lane lane = new Lane(device)) {
        lane.prepare(new Lane.Shape(NODES, 10, 2));
        launches.accept(lane);
        return SectorCounts.finish();
      }
    }
  }

  private static void sumBlocks(Lane lane, long address, long nodes) {
    lane.stream()
        .launch(
            Kernel.BLOCK_SUMS, nodes / Lane.BLOCK * WARP, address, nodes, lane.buffers().sums());
  }

  private static void sumBlocks(Lane lane) {
    sumBlocks(lane, lane.buffers().field().address(), NODES);
  }

  @Test
  void a_warp_that_reads_32_doubles_in_a_row_touches_8_sectors() {
    SectorCounts.Row row = counted(ROOMY, SectorCountsTest::sumBlocks).get("block_sums");
    assertThat(row.accesses()).isEqualTo(new SectorCounts.ByKind(NODES / WARP, BLOCKS, 0));
    assertThat(row.sectors()).isEqualTo(new SectorCounts.ByKind(NODES / 4, BLOCKS, 0));
    assertThat(row.neededRead()).isEqualTo(8 * NODES);
    assertThat(row.neededWritten()).isEqualTo(8 * BLOCKS);
  }

  @Test
  void one_that_begins_between_sectors_touches_9_and_the_first_level_cache_has_the_ninth() {
    int nodes = NODES - Lane.BLOCK;
    SectorCounts.Row row =
        counted(ROOMY, lane -> sumBlocks(lane, lane.buffers().field().address() + 8, nodes))
            .get("block_sums");
    assertThat(row.sectors().loads()).isEqualTo(9L * (nodes / WARP));
    assertThat(row.secondLevel().loads())
        .isBetween(nodes / 4L + 1, nodes / 4L + nodes / Lane.BLOCK);
    assertThat(row.memoryRead()).isEqualTo(nodes / 4L + 1 + partlyWritten(nodes));
  }

  /** Sectors of the block sums that end in the middle are filled from memory. */
  private static int partlyWritten(int nodes) {
    return nodes / Lane.BLOCK % DOUBLES_PER_SECTOR == 0 ? 0 : 1;
  }

  @Test
  void a_second_reading_comes_from_the_second_level_cache_if_the_field_fits() {
    Consumer<Lane> twice =
        lane -> {
          sumBlocks(lane);
          sumBlocks(lane);
        };
    assertThat(counted(ROOMY, twice).get("block_sums").memoryRead()).isEqualTo(NODES / 4);
    SectorCounts.Row narrow = counted(NARROW, twice).get("block_sums");
    assertThat(narrow.memoryRead()).isBetween(NODES / 2 - 64L, NODES / 2L);
    assertThat(narrow.secondLevel().loads()).isEqualTo(NODES / 2);
    assertThat(narrow.neededRead()).isEqualTo(2 * 8 * NODES);
  }

  @Test
  void the_survey_reads_every_entry_once() {
    SectorCounts.Row row =
        counted(
                ROOMY,
                lane ->
                    lane.stream()
                        .launch(
                            Kernel.SURVEY,
                            (long) BLOCKS * WARP,
                            lane.buffers().field(),
                            (long) NODES,
                            lane.buffers().sums(),
                            lane.buffers().survey(),
                            lane.buffers().histogram()))
            .get("survey");
    assertThat(row.sectors().loads()).isEqualTo(NODES / 4);
    // An entry of the sums per block, and what the atomics read and write.
    assertThat(row.neededWritten() - 8 * BLOCKS).isEqualTo(row.neededRead() - 8 * NODES);
    assertThat(row.accesses().atomics()).isPositive();
  }

  @Test
  void a_null_field_is_written_in_whole_sectors_and_nothing_is_read_for_it() {
    SectorCounts.Row row =
        counted(
                ROOMY,
                lane ->
                    new DeviceNulls(lane)
                        .draw(
                            FieldVariant.nullOf(FieldKind.N0, 0, 7L),
                            null,
                            null,
                            lane.buffers().drawn()))
            .get("gaussian");
    assertThat(row.accesses()).isEqualTo(new SectorCounts.ByKind(0, NODES / (2 * WARP), 0));
    assertThat(row.sectors().stores()).isEqualTo(NODES / 4);
    assertThat(row.memoryRead()).isZero();
    assertThat(row.memoryWritten()).isEqualTo(NODES / 4);
  }

  @Test
  void a_permutation_reads_a_sector_for_nearly_every_entry() {
    long seed = 1042L;
    SectorCounts.Row row =
        counted(
                NARROW,
                lane ->
                    new DeviceNulls(lane)
                        .draw(
                            FieldVariant.nullOf(FieldKind.N2, 0, seed),
                            null,
                            lane.buffers().field(),
                            lane.buffers().drawn()))
            .get("permute");
    FeistelPermutation permutation = new FeistelPermutation(NODES, seed, 0);
    long expected = 0;
    for (int first = 0; first < NODES; first += WARP) {
      Set<Integer> sectors = new HashSet<>();
      for (int i = first; i < first + WARP; i++) {
        sectors.add(permutation.at(i) / DOUBLES_PER_SECTOR);
      }
      expected += sectors.size();
    }
    assertThat(row.sectors()).isEqualTo(new SectorCounts.ByKind(expected, NODES / 4, 0));
    assertThat(row.neededBytes()).isEqualTo(16 * NODES);
    assertThat(row.neededSectorBytes()).isEqualTo(16 * NODES);
  }

  private static List<ProbeResult> measure(double[] field) {
    SectorCounts.begin(ROOMY);
    try (Backend cuda = CudaBackend.open(SectorCounts.options())) {
      return cuda.measure(field, field.length, SHORT, CountSectors.UNIT);
    }
  }

  @Test
  void a_unit_has_the_results_of_cpu_and_counts_that_no_order_of_threads_changes() {
    double[] field = Fields.Distribution.HEAVY_TAILED.draw(20_011, 9);
    List<ProbeResult> expected;
    try (Backend cpu = CpuBackend.create(1)) {
      expected = cpu.measure(field.clone(), field.length, SHORT, CountSectors.UNIT);
    }
    assertThat(measure(field.clone())).isEqualTo(expected);
    Map<String, SectorCounts.Row> ascending = SectorCounts.finish();
    SectorCounts.controls().emulation_set_reversed(1);
    assertThat(measure(field.clone())).isEqualTo(expected);
    Map<String, SectorCounts.Row> descending = SectorCounts.finish();
    assertThat(descending).containsOnlyKeys(ascending.keySet());
    for (String name : List.of("survey", "gaussian", "permute", "relax, dense", "relax, sparse")) {
      SectorCounts.Row row = ascending.get(name);
      assertThat(row.accesses().total()).as(name).isPositive();
      assertThat(descending.get(name).accesses()).as(name).isEqualTo(row.accesses());
      assertThat(descending.get(name).sectors()).as(name).isEqualTo(row.sectors());
      assertThat(descending.get(name).neededBytes()).as(name).isEqualTo(row.neededBytes());
    }
  }
}

package org.gradienttransport.udfs.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.ptr.LongByReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.udfs.backend.BackendOptions;
import org.gradienttransport.udfs.backend.Backends;
import org.gradienttransport.udfs.backend.InsufficientMemoryException;
import org.gradienttransport.udfs.backend.Measured;
import org.gradienttransport.udfs.backend.OpenedBackend;
import org.gradienttransport.udfs.graph.GraphKey;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Admission by device memory, its exhaustion, and that everything taken is given back. */
@Tag("thorough")
class DeviceMemoryTest {
  @TempDir Path folder;

  private static final long PLENTY = 4L << 30;

  @AfterEach
  void restoreMemory() {
    Emulation.controls().emulation_set_memory_limit(PLENTY);
  }

  private static void measure(CudaBackend backend, int nodes) {
    backend.measure(
        null,
        nodes,
        ProbeParameters.PAPER,
        List.of(FieldVariant.nullOf(FieldKind.N0, 0, 1000L + nodes)));
  }

  private static long[] live() {
    LongByReference device = new LongByReference();
    LongByReference host = new LongByReference();
    LongByReference handles = new LongByReference();
    Emulation.controls().emulation_live(device, host, handles);
    return new long[] {device.getValue(), host.getValue(), handles.getValue()};
  }

  @Test
  @Tag("slow")
  void ten_thousand_fields_leak_nothing() {
    assertNothingLeaksOver(10_000);
  }

  @Test
  void a_hundred_fields_leak_nothing() {
    assertNothingLeaksOver(100);
  }

  private static void assertNothingLeaksOver(int fields) {
    long[] before = live();
    try (CudaBackend backend = CudaBackend.open(Emulation.options())) {
      measure(backend, 3);
      measure(backend, 4);
      long[] warm = live();
      for (int i = 0; i < fields; i++) {
        measure(backend, 3 + i % 2);
      }
      assertThat(live()).isEqualTo(warm);
    }
    assertThat(live()).isEqualTo(before);
  }

  @Test
  void a_field_that_does_not_fit_alone_is_refused_with_its_size() {
    CudaOptions small = Emulation.options(1_000_000);
    try (CudaBackend backend = CudaBackend.open(small)) {
      measure(backend, 1_000);
      assertThatThrownBy(() -> measure(backend, 100_000))
          .isInstanceOf(InsufficientMemoryException.class)
          .hasMessageStartingWith("a field of 100000 entries needs ")
          .hasMessageEndingWith(" of which 1000000 may be taken");
      measure(backend, 1_000);
    }
  }

  @Test
  void a_job_is_told_to_leave_such_fields_to_the_processor_or_does_so() {
    BackendOptions small = new BackendOptions(1, Emulation.options(1_000_000), folder);
    List<FieldVariant> n0 = List.of(FieldVariant.nullOf(FieldKind.N0, 0, 1042L));
    try (OpenedBackend alone = Backends.open("cuda", small);
        OpenedBackend both = Backends.open("cuda,cpu", small)) {
      assertThatThrownBy(() -> alone.measure(null, 100_000, ProbeParameters.PAPER, n0))
          .isInstanceOf(InsufficientMemoryException.class)
          .hasMessageEndingWith("; the backend cuda,cpu leaves such fields to the processor");
      assertThat(both.measure(null, 1_000, ProbeParameters.PAPER, n0).backend()).isEqualTo("cuda");
      Measured large = both.measure(null, 100_000, ProbeParameters.PAPER, n0);
      assertThat(large.backend()).isEqualTo("cpu");
      assertThat(large.reason())
          .startsWith("it does not fit cuda: a field of 100000 entries needs ");
      assertThat(large.results().get(0).size()).isEqualTo(13_537);
      // The second backend keeps its graphs where the first one's options say.
      assertThat(folder).isDirectoryContaining(path -> Files.exists(path));
    }
  }

  @Test
  void idle_graphs_and_buffers_make_room_for_the_next_size() {
    long bytes = Emulation.deviceBytes(20_000, 1) * 3 / 2;
    try (CudaBackend backend = CudaBackend.open(Emulation.options(bytes))) {
      for (int nodes : new int[] {20_000, 19_000, 18_000, 20_000}) {
        measure(backend, nodes);
      }
    }
  }

  @Test
  void memory_taken_by_others_is_met_by_releasing_what_is_idle() {
    long bytes = Emulation.deviceBytes(20_000, 1) * 3 / 2;
    long[] before = live();
    try (CudaBackend backend = CudaBackend.open(Emulation.options())) {
      Emulation.controls().emulation_set_memory_limit(bytes);
      for (int nodes : new int[] {20_000, 19_000, 18_000, 20_000}) {
        measure(backend, nodes);
      }
      assertThatThrownBy(() -> measure(backend, 1_000_000))
          .isInstanceOf(InsufficientMemoryException.class)
          .hasMessageStartingWith("a field of 1000000 entries needs ");
    }
    assertThat(live()).isEqualTo(before);
  }

  @Test
  void a_device_with_room_for_the_graph_alone_refuses_the_field() {
    long[] before = live();
    try (CudaBackend backend = CudaBackend.open(Emulation.options())) {
      Emulation.controls()
          .emulation_set_memory_limit(
              DeviceGraph.peakBytesFor(GraphKey.of(20_000, ProbeParameters.PAPER)) + 1000);
      assertThatThrownBy(() -> measure(backend, 20_000))
          .isInstanceOf(InsufficientMemoryException.class)
          .hasMessageStartingWith("a field of 20000 entries needs ");
      measure(backend, 5_000);
    }
    assertThat(live()).isEqualTo(before);
  }

  @Test
  void two_lanes_share_one_budget_without_deadlock() throws InterruptedException {
    long bytes = Emulation.deviceBytes(5_000, 1) * 5 / 4;
    try (CudaBackend backend = CudaBackend.open(Emulation.options(bytes))) {
      Thread[] threads = new Thread[4];
      Throwable[] failures = new Throwable[threads.length];
      for (int t = 0; t < threads.length; t++) {
        int own = t;
        threads[t] = new Thread(() -> measure(backend, 5_000 - 7 * own));
        threads[t].setUncaughtExceptionHandler((thread, e) -> failures[own] = e);
        threads[t].start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(failures).containsOnlyNulls();
    }
  }
}

package org.gradienttransport.udfs.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.udfs.backend.cuda.CudaOptions;
import org.gradienttransport.udfs.graph.GraphKey;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.gradienttransport.udfs.probe.ProbeResult;
import org.junit.jupiter.api.Test;

class BackendsTest {
  private static final BackendOptions NO_DRIVER =
      new BackendOptions(1, new CudaOptions(0, 0, 1, "libcuda-not-there.so.1"), null);

  @Test
  void auto_without_a_driver_is_cpu_and_says_why() {
    try (OpenedBackend opened = Backends.open("auto", NO_DRIVER)) {
      assertThat(opened.first().name()).isEqualTo("cpu");
      assertThat(opened.reason())
          .startsWith(
              "cuda cannot run here: no NVIDIA driver on this host: libcuda-not-there.so.1");
    }
  }

  @Test
  void cuda_by_name_without_a_driver_is_refused() {
    assertThatThrownBy(() -> Backends.open("cuda", NO_DRIVER))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining("install the driver or use the backend cpu");
  }

  @Test
  void cpu_by_name_is_cpu() {
    try (OpenedBackend opened = Backends.open("cpu", NO_DRIVER)) {
      assertThat(opened.first().name()).isEqualTo("cpu");
      assertThat(opened.reason()).isEqualTo("cpu was asked for");
    }
  }

  @Test
  void another_name_is_told_what_there_is() {
    assertThatThrownBy(() -> Backends.open("gpu", NO_DRIVER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("unknown backend 'gpu', expected one of [auto, cpu, cuda, cuda,cpu, nd4j]");
  }

  @Test
  void a_field_too_large_for_the_device_is_measured_by_the_second_backend_and_says_so() {
    Backend cpu = CpuBackend.create(1);
    List<FieldVariant> n0 = List.of(FieldVariant.nullOf(FieldKind.N0, 0, 42L));
    try (OpenedBackend opened =
        OpenedBackend.of(new TooSmall(), "small was asked for").withSecond(cpu)) {
      Measured measured = opened.measure(null, 100, ProbeParameters.PAPER, n0);
      assertThat(measured.results()).isEqualTo(cpu.measure(null, 100, ProbeParameters.PAPER, n0));
      assertThat(measured.backend()).isEqualTo("cpu");
      assertThat(measured.device()).isEqualTo(cpu.device());
      assertThat(measured.reason()).isEqualTo("it does not fit small: no memory");
      GraphKey graph = GraphKey.of(100, ProbeParameters.PAPER);
      assertThat(opened.workingBytes(graph, n0)).isEqualTo(cpu.workingBytes(graph, n0));
      assertThat(opened.graphBytes(graph)).isEqualTo(cpu.graphBytes(graph));
    }
  }

  @Test
  void without_a_second_backend_the_field_is_refused() {
    try (OpenedBackend opened = OpenedBackend.of(new TooSmall(), "small was asked for")) {
      assertThatThrownBy(
              () ->
                  opened.measure(
                      null,
                      100,
                      ProbeParameters.PAPER,
                      List.of(FieldVariant.nullOf(FieldKind.N0, 0, 42L))))
          .isInstanceOf(InsufficientMemoryException.class)
          .hasMessage("no memory");
    }
  }

  /** A device no field fits. */
  private static final class TooSmall implements Backend {
    @Override
    public String name() {
      return "small";
    }

    @Override
    public String device() {
      return "a device without memory";
    }

    @Override
    public List<ProbeResult> measure(
        double[] field, long nodes, ProbeParameters parameters, List<FieldVariant> variants) {
      throw new InsufficientMemoryException("no memory", null);
    }

    @Override
    public long workingBytes(GraphKey graph, List<FieldVariant> variants) {
      return 0;
    }

    @Override
    public long graphBytes(GraphKey graph) {
      return 0;
    }

    @Override
    public void close() {}
  }
}

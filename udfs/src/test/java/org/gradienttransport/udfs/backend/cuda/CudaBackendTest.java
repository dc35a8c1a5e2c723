package org.gradienttransport.udfs.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.udfs.backend.Backend;
import org.gradienttransport.udfs.backend.BackendUnavailableException;
import org.gradienttransport.udfs.backend.CpuBackend;
import org.gradienttransport.udfs.backend.NonFiniteFieldException;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.gradienttransport.udfs.probe.ProbeResult;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The backend cuda on the emulated driver against the oracle. */
@Tag("thorough")
class CudaBackendTest {
  private static final List<FieldVariant> ALL =
      List.of(
          FieldVariant.real(),
          FieldVariant.nullOf(FieldKind.N0, 0, 1042L),
          FieldVariant.nullOf(FieldKind.N1, 1, 1042L),
          FieldVariant.nullOf(FieldKind.N2, 2, -7_000_000_000L));

  /** Splits that send small graphs through the code for blocks, warps and touched nodes alike. */
  private static final Tuning HUBS = new Tuning(4, 1, 0, 1);

  private static final Tuning SPARSE = new Tuning(3, 2, -8, 3);

  /** The paper's, with a ceiling that keeps fields that never settle short. */
  private static final ProbeParameters SHORT = new ProbeParameters(0.3, 0.9, 12, 2, 42L);

  private static void assertSameAsOracle(double[] field, Tuning tuning) {
    try (Backend cuda = CudaBackend.open(Emulation.options(), tuning);
        Backend cpu = CpuBackend.create(1)) {
      List<ProbeResult> expected = cpu.measure(field.clone(), field.length, SHORT, ALL);
      List<ProbeResult> measured = cuda.measure(field.clone(), field.length, SHORT, ALL);
      assertThat(measured).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {3, 4, 5, 31, 32, 33, 63, 64, 65, 127, 128, 129, 255, 256, 257, 1023, 1024, 1025})
  void equals_the_oracle_at_sizes_around_every_boundary(int nodes) {
    double[] field = Fields.Distribution.GAUSSIAN.draw(nodes, 11);
    assertSameAsOracle(field, Tuning.DEFAULT);
    assertSameAsOracle(field, HUBS);
    assertSameAsOracle(field, SPARSE);
  }

  @ParameterizedTest
  @ValueSource(ints = {4095, 4096, 4097, 8191, 8192, 8193})
  void equals_the_oracle_at_sizes_around_a_block_of_the_moments(int nodes) {
    assertSameAsOracle(Fields.Distribution.GAUSSIAN.draw(nodes, 12), Tuning.DEFAULT);
  }

  @ParameterizedTest
  @EnumSource(Fields.Distribution.class)
  void equals_the_oracle_on_every_distribution(Fields.Distribution distribution) {
    assertSameAsOracle(distribution.draw(4_211, 5), Tuning.DEFAULT);
    assertSameAsOracle(distribution.draw(611, 6), HUBS);
    assertSameAsOracle(distribution.draw(611, 7), SPARSE);
  }

  @Test
  void does_not_depend_on_the_order_in_which_threads_run() {
    Emulation.controls().emulation_set_reversed(1);
    try {
      assertSameAsOracle(Fields.Distribution.HEAVY_TAILED.draw(1_500, 3), HUBS);
      assertSameAsOracle(Fields.Distribution.HEAVY_TAILED.draw(1_500, 4), SPARSE);
    } finally {
      Emulation.controls().emulation_set_reversed(0);
    }
  }

  @Test
  void gives_the_known_answer_of_a_gaussian_field() {
    try (Backend cuda = CudaBackend.open(Emulation.options())) {
      ProbeResult result =
          cuda.measure(
                  null,
                  100_000,
                  ProbeParameters.PAPER,
                  List.of(FieldVariant.nullOf(FieldKind.N0, 0, 1042L)))
              .get(0);
      assertThat(result.activeCounts()).containsExactly(10000, 2697, 642, 163, 28, 7);
      assertThat(result.size()).isEqualTo(13537);
    }
  }

  @Test
  void refuses_a_field_with_nan_and_says_where() {
    double[] field = Fields.Distribution.GAUSSIAN.draw(10_000, 1);
    field[7_777] = Double.NaN;
    field[9_000] = Double.POSITIVE_INFINITY;
    try (Backend cuda = CudaBackend.open(Emulation.options())) {
      assertThatThrownBy(
              () ->
                  cuda.measure(
                      field, field.length, ProbeParameters.PAPER, List.of(FieldVariant.real())))
          .isInstanceOf(NonFiniteFieldException.class)
          .hasMessage("entry 7777 of the field is NaN");
    }
  }

  @Test
  void serves_several_threads_at_once() throws InterruptedException {
    double[] field = Fields.Distribution.GAUSSIAN.draw(3_000, 2);
    try (Backend cuda = CudaBackend.open(Emulation.options());
        Backend cpu = CpuBackend.create(1)) {
      List<ProbeResult> expected =
          cpu.measure(field.clone(), field.length, ProbeParameters.PAPER, ALL);
      List<List<ProbeResult>> measured = new ArrayList<>();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Thread thread =
            new Thread(
                () -> {
                  List<ProbeResult> own =
                      cuda.measure(field.clone(), field.length, ProbeParameters.PAPER, ALL);
                  synchronized (measured) {
                    measured.add(own);
                  }
                });
        threads.add(thread);
        thread.start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(measured).hasSize(4).allMatch(expected::equals);
    }
  }

  @Test
  void opens_the_device_whose_address_it_is_given() {
    try (Backend cuda = CudaBackend.open(Emulation.options().onDevice(1))) {
      assertThat(cuda.device())
          .isEqualTo("emulated device, GPU 1, compute capability 7.5, driver for CUDA 13.0");
      assertThat(
              cuda.measure(
                  null,
                  1_000,
                  ProbeParameters.PAPER,
                  List.of(FieldVariant.nullOf(FieldKind.N0, 0, 42L))))
          .hasSize(1);
    }
  }

  @Test
  void a_machine_without_a_driver_is_told_so() {
    CudaOptions options = new CudaOptions(0, 0, 1, "libcuda-not-there.so.1");
    assertThatThrownBy(() -> CudaBackend.open(options))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessage(
            "no NVIDIA driver on this host: libcuda-not-there.so.1 cannot be loaded; install the"
                + " driver or use the backend cpu");
  }

  @Test
  void a_device_address_that_is_not_there_is_told_so() {
    CudaOptions options = Emulation.options().onDevice(5);
    assertThatThrownBy(() -> CudaBackend.open(options))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessage("no GPU with address 5 on this host, the driver shows 2");
  }
}

package org.gradienttransport.udfs.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program that proves a GPU, itself proved on the emulated one. */
@Tag("thorough")
class GpuCheckTest {
  @TempDir Path folder;

  @Test
  @Tag("slow")
  void compares_everything_up_to_the_size_asked_and_measures_the_copy() throws IOException {
    double[] field = Fields.Distribution.HEAVY_TAILED.draw(1_000, 1);
    ByteBuffer bytes = ByteBuffer.allocate(8_000).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asDoubleBuffer().put(field);
    Files.write(folder.resolve("one.f64"), bytes.array());
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    GpuCheck.Request request =
        GpuCheck.Request.of(
            List.of(
                "--library",
                Emulation.library().toString(),
                "--fields",
                folder.toString(),
                "--edges",
                folder.resolve("edges").toString(),
                "--largest",
                "1000",
                "--threads",
                "1"));
    GpuCheck.run(request, new PrintStream(printed, true, StandardCharsets.UTF_8));
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("device: emulated device, GPU 0, compute capability 7.5, driver for CUDA 13.0")
        .contains("exact: 61 comparisons with cpu, no bit differs")
        .contains("bench: copy on the device moves")
        .containsPattern("bench: N 1000 graph: .* ms, floor .* ms")
        .containsPattern("bench: N 1000 relaxation: .* ms, floor .* ms .*, .* times")
        .containsPattern("bench: N 1000 whole unit, three nulls included: cuda .* ms, cpu on 2");
    // Lower neighbours of each node, for the comparison with PyTorch.
    assertThat(folder.resolve("edges")).hasSize(8 * 1_000);
  }

  @Test
  void an_unknown_option_is_told() {
    assertThatThrownBy(() -> GpuCheck.Request.of(List.of("--size", "3")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("unknown option --size");
    assertThatThrownBy(() -> GpuCheck.Request.of(List.of("--largest")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("--largest needs a value");
  }
}

package org.gradienttransport.udfs.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The PTX in the resources is what the sources give, and assembles for every generation of GPU. */
@Tag("thorough")
class PtxTest {
  @TempDir Path folder;

  private static String shipped() {
    return new String(CudaDevice.readPtx(), StandardCharsets.UTF_8);
  }

  @Test
  void every_kernel_of_the_enum_is_in_the_ptx_and_no_other() {
    List<String> entries =
        shipped().lines().filter(line -> line.startsWith(".visible .entry ")).toList();
    assertThat(entries).hasSameSizeAs(Kernel.values());
    for (Kernel kernel : Kernel.values()) {
      assertThat(entries)
          .anyMatch(
              entry ->
                  entry.startsWith(
                      ".visible .entry " + kernel.name().toLowerCase(Locale.ROOT) + "("));
    }
  }

  @Test
  void no_kernel_multiplies_and_adds_in_one_rounding() {
    // An operation without a rounding (add.f64) may be fused when the PTX is compiled.
    Pattern fusible = Pattern.compile("\\b((add|sub|mul)\\.f(32|64)|fma\\.|mad\\.rn)");
    assertThat(shipped().lines()).noneMatch(line -> fusible.matcher(line).find());
    assertThat(shipped()).contains("add.rn.f64", "mul.rn.f64", "div.rn.f64", "sqrt.rn.f64");
  }

  @Test
  void any_driver_since_cuda_10_1_reads_it() {
    assertThat(shipped()).contains("\n.version 6.4\n").contains("\n.target sm_75\n");
  }

  @Test
  void nvcc_makes_the_same_ptx_from_the_sources() throws IOException {
    Emulation.Tools.assumePresent("nvcc");
    String version = Emulation.Tools.run(List.of("nvcc", "--version"));
    assumeTrue(
        version.contains("release 13.0"),
        "the shipped PTX was made by nvcc 13.0, this machine has another: " + version);
    Path made = folder.resolve("made.ptx");
    Emulation.Tools.run(
        List.of(Emulation.Tools.kernels().resolve("make-ptx.sh").toString(), made.toString()));
    assertThat(Files.readString(made)).isEqualTo(shipped());
  }

  @ParameterizedTest
  @ValueSource(ints = {75, 80, 90})
  void ptxas_assembles_it_without_warnings_and_spills_nothing(int architecture) throws IOException {
    Emulation.Tools.assumePresent("ptxas");
    Path ptx = Files.write(folder.resolve("shipped.ptx"), CudaDevice.readPtx());
    assertNothingSpills(
        Emulation.Tools.run(
            List.of(
                "ptxas",
                "-v",
                "--warn-on-spills",
                "-Werror",
                "-arch=sm_" + architecture,
                ptx.toString(),
                "-o",
                folder.resolve("made.cubin").toString())));
  }

  /** NVIDIA's assembler as a library that Maven brings: no CUDA installation is needed. */
  @ParameterizedTest
  @ValueSource(ints = {75, 80, 90})
  void so_does_nvidia_s_ptx_compiler_of_cuda_12(int architecture) {
    assertNothingSpills(
        PtxCompiler.assemble(
            CudaDevice.readPtx(),
            "--gpu-name=sm_" + architecture,
            "--verbose",
            "--warn-on-spills",
            "--warning-as-error"));
  }

  @Test
  void the_ptx_compiler_refuses_what_is_not_ptx() {
    assertThatThrownBy(
            () ->
                PtxCompiler.assemble(
                    shipped().replace("ld.global", "ld.nowhere").getBytes(StandardCharsets.UTF_8),
                    "--gpu-name=sm_75"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("nowhere");
  }

  private static void assertNothingSpills(String report) {
    assertThat(AssembledKernel.read(report))
        .hasSameSizeAs(Kernel.values())
        .allSatisfy(kernel -> assertThat(kernel.spilledBytes()).isZero());
  }

  /** Which also says how many warps a multiprocessor runs at once. */
  @Test
  void the_documentation_has_the_registers_that_the_assembler_reports() throws IOException {
    Path document = Path.of(System.getProperty("repository.root"), "docs/gpu.md");
    assertThat(Files.readAllLines(document)).containsSubsequence(AssembledKernel.table());
  }

  @Test
  void the_warps_of_a_multiprocessor_are_bound_by_registers_shared_memory_and_threads() {
    AssembledKernel.Multiprocessor older = AssembledKernel.Multiprocessor.SM_80;
    AssembledKernel.Multiprocessor newer = AssembledKernel.Multiprocessor.SM_90;
    assertThat(older.residentWarps(new AssembledKernel(Kernel.RELAX, 32, 0, 0, 0))).isEqualTo(64);
    assertThat(older.residentWarps(new AssembledKernel(Kernel.RELAX, 33, 0, 0, 0))).isEqualTo(48);
    assertThat(older.residentWarps(new AssembledKernel(Kernel.RELAX, 65, 0, 0, 0))).isEqualTo(24);
    AssembledKernel sharing = new AssembledKernel(Kernel.RELAX, 32, 32 << 10, 0, 0);
    assertThat(older.residentWarps(sharing)).isEqualTo(8 * 4);
    assertThat(newer.residentWarps(sharing)).isEqualTo(8 * 6);
  }
}

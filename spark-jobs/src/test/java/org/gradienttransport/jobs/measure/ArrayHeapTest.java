package org.gradienttransport.jobs.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArrayHeapTest {
  private static final long MB = 1 << 20;

  @Test
  void aHeapKeepsSomethingForOthers() {
    assertThat(ArrayHeap.of(10_000 * MB).budget()).isEqualTo(8_500 * MB);
    assertThat(ArrayHeap.of(512 * MB).budget()).isEqualTo(320 * MB);
    assertThat(ArrayHeap.of(256 * MB).budget()).isEqualTo(128 * MB);
  }

  @Test
  void arraysLiveInThePartForOldObjectsWhereAHeapIsCutIntoParts() {
    ArrayHeap serial = new ArrayHeap(3_000 * MB, 2_900 * MB, 2_000 * MB);

    assertThat(serial.isParted()).isTrue();
    assertThat(serial.budget()).isEqualTo(1_808 * MB);
    assertThat(ArrayHeap.of(3_000 * MB).isParted()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "3000,2900,2000", "3000,2900,2850", "2048,1963,1365", "64000,64000,64000"})
  void theSettingThatIsAskedForIsEnoughAndNoneSmallerIs(long setting, long usable, long old) {
    ArrayHeap now = new ArrayHeap(setting * MB, usable * MB, old * MB);
    for (long wanted : new long[] {300 * MB, 1_604 * MB, 17_160 * MB}) {
      long asked = now.settingFor(wanted);

      assertThat(scaled(now, asked + 16).budget()).isGreaterThanOrEqualTo(wanted);
      assertThat(scaled(now, asked - MB).budget()).isLessThan(wanted);
    }
  }

  /** The heap of a JVM like that one with another setting. */
  private static ArrayHeap scaled(ArrayHeap like, long setting) {
    double scale = (double) setting / like.setting();
    return new ArrayHeap(
        setting, Math.round(like.usable() * scale), Math.round(like.old() * scale));
  }

  /** What JVMs of 300 MB say of themselves. */
  @ParameterizedTest
  @CsvSource({"-XX:+UseG1GC,false", "-XX:+UseSerialGC,true", "-XX:+UseParallelGC,true"})
  void aJvmIsAskedWhetherItsHeapIsCutIntoParts(String collector, boolean parted) throws Exception {
    String[] said = heapOf(collector, "-Xmx300m").split(" ", -1);
    long setting = Long.parseLong(said[0]);
    long old = Long.parseLong(said[2]);

    assertThat(setting).isEqualTo(300 * MB);
    assertThat(old < Long.parseLong(said[1])).isEqualTo(parted);
    assertThat(old).isBetween(parted ? 150 * MB : 300 * MB, parted ? 250 * MB : 300 * MB);
  }

  private static String heapOf(String... options) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of(options));
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), Says.class.getName()));
    Process process = new ProcessBuilder(line).start();
    try {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).isZero();
      return said.strip();
    } finally {
      process.destroyForcibly();
    }
  }

  /** Prints what it finds of its own heap. */
  static final class Says {
    private Says() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] none) {
      ArrayHeap heap = ArrayHeap.ofThisProcess();
      System.out.println(heap.setting() + " " + heap.usable() + " " + heap.old());
    }
  }
}

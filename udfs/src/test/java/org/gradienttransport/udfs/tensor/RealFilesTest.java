package org.gradienttransport.udfs.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.gradienttransport.udfs.SharedData;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of real training runs, in the layouts of Pico-LM and Pythia. */
class RealFilesTest {
  /** A prime: over all scales, every part of a run is met. */
  private static final int SAMPLED = 23;

  private static List<Path> files(String family) throws IOException {
    try (Stream<Path> all = Files.walk(SharedData.path(family))) {
      return all.filter(path -> path.toString().matches(".*\\.(pt|bin|safetensors)"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"pico-mini", "pythia-mini"})
  void aSampleOfFilesIsReadToTheEnd(String family) throws IOException {
    List<Path> files = files(family);
    for (int i = 0; i < files.size(); i += SAMPLED) {
      readToTheEnd(files.get(i));
    }
  }

  @Test
  @Tag("slow")
  void allFilesAreReadToTheEnd() throws IOException {
    for (String family : List.of("pico-mini", "pythia-mini")) {
      for (Path file : files(family)) {
        readToTheEnd(file);
      }
    }
  }

  private static void readToTheEnd(Path path) throws IOException {
    try (TensorFile file = TensorFiles.open(FileSource.open(path))) {
      assertThat(file.tensors()).as(path.toString()).isNotEmpty();
      long floating = 0;
      for (TensorInfo tensor : file.tensors()) {
        long[] streamed = {0};
        file.stream(tensor, (dtype, raw, offset, count) -> streamed[0] += count);
        assertThat(streamed[0]).as("%s in %s", tensor, path).isEqualTo(tensor.elements());
        floating += tensor.dtype().floating() ? tensor.elements() : 0;
      }
      assertThat(floating).as("floating elements of %s", path).isGreaterThan(5000);
    }
  }
}

package org.gradienttransport.jobs.conf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.udfs.layout.Candidate;
import org.gradienttransport.udfs.layout.Candidate.ElementKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pythia's layout takes exactly the trainable parameters of real files. */
final class SampleTensorsTest {

  /** Name, kind and size of every tensor of a safetensors file, from its header. */
  private static List<Candidate> tensors(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    long length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    JsonNode header = new ObjectMapper().readTree(bytes, 8, Math.toIntExact(length));
    List<Candidate> tensors = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : header.properties()) {
      if (!entry.getKey().equals("__metadata__")) {
        long elements = 1;
        for (JsonNode size : entry.getValue().get("shape")) {
          elements *= size.asLong();
        }
        boolean floating = entry.getValue().get("dtype").asText().startsWith("F");
        tensors.add(
            new Candidate(
                entry.getKey(), floating ? ElementKind.FLOATING : ElementKind.INTEGER, elements));
      }
    }
    return tensors;
  }

  @ParameterizedTest
  @CsvSource({"pythia-mini-44k, 3", "pythia-mini-87k, 4"})
  void theElementsOfTheOrderedTensorsAreTheScalesEntries(String scale, int blocks)
      throws Exception {
    Family family =
        FamilyFiles.load(Repository.family("pythia-mini-sample"), new Configuration(false));
    Path file =
        Repository.root().resolve("samples/pythia-mini/" + scale + "/step200/model.safetensors");
    Map<String, Long> sizes = new HashMap<>();
    tensors(file).forEach(tensor -> sizes.put(tensor.name(), tensor.elements()));

    List<String> order = family.layout().order(tensors(file));

    assertThat(order).hasSize(4 + 12 * blocks);
    assertThat(sizes).as("the file also has buffers").hasSize(4 + 15 * blocks);
    assertThat(order.stream().mapToLong(sizes::get).sum())
        .isEqualTo(
            family.scales().stream()
                .filter(s -> s.name().equals(scale))
                .findFirst()
                .orElseThrow()
                .entries());
  }
}

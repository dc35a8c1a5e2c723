package org.gradienttransport.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.FamilyFiles;
import org.gradienttransport.jobs.hub.fetch.ImitatedHub;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is measured of fetched excerpts is what is measured of the whole files, bit for bit. */
@Tag("spark")
class FieldFetchTest {
  private static final long[] STEPS = {1, 2, 3};

  /** Tensors of no field, larger than all that is read to see a header. */
  private static final List<Long> LARGE = List.of(100L, 1000L);

  @TempDir Path directory;

  @Test
  void rowsOfExcerptsAreThoseOfTheWholeFiles() throws IOException {
    try (ImitatedHub hub = new ImitatedHub(directory)) {
      for (long step : STEPS) {
        for (long width : List.of(8L, 16L)) {
          hub.file("lab/w" + width, "step" + step, "model.safetensors", bytes(width, step));
        }
        shards(hub, step);
      }
      Family whole = family("whole");
      assertThat(hub.fetch(directory.resolve("whole.yaml"))).isEmpty();
      long wholeBytes = hub.bytesSent();
      Family field = family("field");
      assertThat(hub.fetch(directory.resolve("field.yaml"), "--tensors", "field")).isEmpty();
      assertThat(hub.bytesSent() - wholeBytes).isLessThan(wholeBytes / 4);

      assertThat(directory.resolve("field/w8/step2/model.field.safetensors")).exists();
      assertThat(directory.resolve("field/w32/step2"))
          .isDirectoryNotContaining("glob:**rest*")
          .isDirectoryContaining("glob:**/model.field.safetensors.index.json");
      assertThat(MeasuredFamilies.rows(directory, field))
          .isEqualTo(MeasuredFamilies.rows(directory, whole))
          .hasSize(6);
    }
  }

  /** A buffer in front, an optimizer's state behind, and between them the tensors of the field. */
  private static Map<String, List<Long>> all(long width) {
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    shapes.put("a.buffer", LARGE);
    shapes.putAll(TinyCheckpoints.tensors(width));
    shapes.put("optimizer", LARGE);
    return shapes;
  }

  private byte[] bytes(long width, long step) throws IOException {
    return written(all(width), step);
  }

  private byte[] written(Map<String, List<Long>> shapes, long step) throws IOException {
    Map<String, double[]> values = new LinkedHashMap<>();
    shapes.forEach((name, shape) -> values.put(name, TinyCheckpoints.values(name, shape, step)));
    Path file = directory.resolve("offered.safetensors");
    TinyCheckpoints.write(file, shapes, values);
    return Files.readAllBytes(file);
  }

  /** The largest model in three files, of which one holds nothing of the field. */
  private void shards(ImitatedHub hub, long step) throws IOException {
    Map<String, Map<String, List<Long>>> shards = new TreeMap<>();
    StringBuilder map = new StringBuilder();
    all(32)
        .forEach(
            (name, shape) -> {
              String shard =
                  (shape.equals(LARGE) ? "rest" : name.startsWith("h.1") ? "second" : "first")
                      + ".safetensors";
              shards.computeIfAbsent(shard, s -> new LinkedHashMap<>()).put(name, shape);
              map.append(map.isEmpty() ? "" : ",");
              map.append("\"%s\": \"%s\"".formatted(name, shard));
            });
    for (Map.Entry<String, Map<String, List<Long>>> shard : shards.entrySet()) {
      hub.file("lab/w32", "step" + step, shard.getKey(), written(shard.getValue(), step));
    }
    hub.file(
        "lab/w32",
        "step" + step,
        "model.safetensors.index.json",
        ("{\"weight_map\": {" + map + "}}").getBytes(StandardCharsets.UTF_8));
  }

  private Family family(String name) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve(name + ".yaml"),
            """
            family: tiny
            title: Three models with tensors of no field
            field: checkpoint_difference
            root: %s
            scales:
              - {name: w8, entries: 80}
              - {name: w16, entries: 160}
              - {name: w32, entries: 320}
            snapshot:
              directory: 'step{step}'
              files: [model.safetensors, model.safetensors.index.json]
            hub: {repository: 'lab/{scale}', ref: 'step{step}'}
            steps: {discover: true}
            tensors:
              rules:
                - names: [embed]
                - blocks: 'h\\.(?<block>\\d+)\\.(?<part>.+)'
                  parts: [matrix, gain]
              exclude: [a.buffer, optimizer]
            """
                .formatted(name));
    return FamilyFiles.load(file.toString(), new Configuration());
  }
}

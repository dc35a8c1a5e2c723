package org.gradienttransport.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.FamilyFiles;
import org.gradienttransport.jobs.plan.input.FamilyExamination;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layouts of which no series is shipped give the fields and rows of the plain layout, too. */
@Tag("spark")
class OwnLayoutsTest {
  private static final long[] STEPS = {1, 2, 3};
  private static final long[] WIDTHS = {8, 12, 16};

  @TempDir Path directory;

  private Family load(String name, String text) throws IOException {
    Path file = Files.writeString(directory.resolve(name + ".yaml"), text);
    return FamilyFiles.load(file.toString(), new Configuration());
  }

  private void write(String file, Map<String, List<Long>> shapes, Map<String, double[]> values)
      throws IOException {
    TinyCheckpoints.write(directory.resolve(file), shapes, values);
  }

  private static Map<String, double[]> values(Map<String, List<Long>> shapes, long step) {
    Map<String, double[]> values = new LinkedHashMap<>();
    shapes.forEach((name, shape) -> values.put(name, TinyCheckpoints.values(name, shape, step)));
    return values;
  }

  /** Parameters as OLMo-core names them, of two blocks. */
  private static Map<String, List<Long>> olmo(long width) {
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    shapes.put("embeddings.weight", List.of(5L, width));
    for (int block = 0; block < 2; block++) {
      shapes.put("blocks." + block + ".attention.w_q.weight", List.of(width, 3L));
      shapes.put("blocks." + block + ".feed_forward.w1.weight", List.of(4L, width));
      shapes.put("blocks." + block + ".feed_forward_norm.weight", List.of(width));
    }
    shapes.put("lm_head.w_out.weight", List.of(5L, width));
    return shapes;
  }

  private static String scales(Map<Long, Long> entries) {
    StringBuilder text = new StringBuilder("scales:\n");
    entries.forEach(
        (width, count) -> text.append("  - {name: w%d, entries: %d}\n".formatted(width, count)));
    return text.toString();
  }

  @Test
  void aFolderWithAFilePerGradientIsMeasuredAsTheSameTensorsInOneFile() throws Exception {
    Map<Long, Long> entries = new LinkedHashMap<>();
    for (long width : WIDTHS) {
      Map<String, List<Long>> shapes = olmo(width);
      entries.put(width, MeasuredFamilies.entries(shapes));
      for (long step : STEPS) {
        Map<String, double[]> values = values(shapes, step);
        write("plain/w%d/step%d/gradients.safetensors".formatted(width, step), shapes, values);
        for (String name : shapes.keySet()) {
          write(
              "folders/w%d/step%d/gradients/%s.safetensors".formatted(width, step, name),
              Map.of("gradient", shapes.get(name)),
              Map.of("gradient", values.get(name)));
        }
      }
    }
    String text =
        """
        family: olmo
        title: Gradients of three made-up models
        field: gradient
        root: %s
        snapshot: {directory: 'step{step}', files: [%s]}
        steps: {discover: true}
        tensors:
          rules:
            - names: [embeddings.weight]
            - blocks: 'blocks\\.(?<block>\\d+)\\.(?<part>.+)'
              parts: [attention.w_q.weight, feed_forward.w1.weight, feed_forward_norm.weight]
            - names: [lm_head.w_out.weight]
        %s
        """;
    Family folders = load("folders", text.formatted("folders", "gradients", scales(entries)));
    Family plain = load("plain", text.formatted("plain", "gradients.safetensors", scales(entries)));

    assertThat(FamilyExamination.of(folders, new Configuration()))
        .allSatisfy(scale -> assertThat(scale.problems()).isEmpty());
    Map<String, List<Long>> fields = MeasuredFamilies.fields(folders);
    assertThat(fields).isEqualTo(MeasuredFamilies.fields(plain)).hasSize(9);
    assertThat(MeasuredFamilies.rows(directory, folders))
        .isEqualTo(MeasuredFamilies.rows(directory, plain))
        .hasSize(9);
  }

  private static final List<String> SPLIT = List.of("q_proj", "k_proj", "v_proj");

  private static String name(int block, String part) {
    return "h." + block + "." + part + ".weight";
  }

  /** The parts of two blocks, and behind them what fused tensors would be called. */
  private static Map<String, List<Long>> split(long width) {
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    for (int block = 0; block < 2; block++) {
      for (String part : SPLIT) {
        // Queries have more heads than keys and values.
        shapes.put(name(block, part), List.of(part.equals("q_proj") ? width : 4L, width));
      }
      shapes.put(name(block, "o_proj"), List.of(width, width));
    }
    return shapes;
  }

  private void writeFused(String file, Map<String, double[]> values, long width)
      throws IOException {
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    Map<String, double[]> fused = new LinkedHashMap<>();
    for (int block = 0; block < 2; block++) {
      int of = block;
      shapes.put(name(block, "qkv_proj"), List.of(width + 8, width));
      fused.put(
          name(block, "qkv_proj"),
          SPLIT.stream()
              .map(part -> values.get(name(of, part)))
              .flatMapToDouble(DoubleStream::of)
              .toArray());
      shapes.put(name(block, "o_proj"), List.of(width, width));
      fused.put(name(block, "o_proj"), values.get(name(block, "o_proj")));
    }
    write(file, shapes, fused);
  }

  private Family projections(String name, String middle, String order) throws IOException {
    StringBuilder scales = new StringBuilder("scales:\n");
    for (long width : WIDTHS) {
      scales.append(
          "  - {name: w%d, entries: %d%s}\n"
              .formatted(width, MeasuredFamilies.entries(split(width)), width == 12 ? middle : ""));
    }
    return load(
        name,
        """
        family: projections
        title: Attention that is fused at one scale
        field: checkpoint_difference
        root: .
        snapshot: {directory: 'step{step}', files: [split.safetensors]}
        steps: [1, 2, 3]
        tensors:
          rules:
            - blocks: 'h\\.(?<block>\\d+)\\.(?<part>.+)\\.weight'
              parts: [%s, o_proj]
        %s
        """
            .formatted(order, scales));
  }

  @Test
  void aFusedTensorIsTheSplitOnesInTheOrderThatTheRulesState() throws Exception {
    List<double[]> differences = new ArrayList<>();
    for (long width : WIDTHS) {
      for (long step : STEPS) {
        Map<String, double[]> values = values(split(width), step);
        String folder = "w%d/step%d/".formatted(width, step);
        write(folder + "split.safetensors", split(width), values);
        if (width == 12) {
          writeFused(folder + "fused.safetensors", values, width);
          differences.add(values.values().stream().flatMapToDouble(DoubleStream::of).toArray());
        }
      }
    }
    Family split = projections("split", "", "q_proj, k_proj, v_proj");
    Family fused =
        projections(
            "fused",
            ", snapshot: {directory: 'step{step}', files: [fused.safetensors]}, tensors:"
                + " {rules: [{blocks: 'h\\.(?<block>\\d+)\\.(?<part>.+)\\.weight',"
                + " parts: [qkv_proj, o_proj]}]}",
            "q_proj, k_proj, v_proj");

    Map<String, List<Long>> fields = MeasuredFamilies.fields(fused);
    assertThat(fields).isEqualTo(MeasuredFamilies.fields(split)).hasSize(6);
    double[] later = differences.get(1);
    double[] earlier = differences.get(0);
    double[] expected = new double[later.length];
    Arrays.setAll(expected, i -> (double) (float) later[i] - (double) (float) earlier[i]);
    assertThat(fields.get("w12 1->2"))
        .isEqualTo(Arrays.stream(expected).mapToObj(Double::doubleToLongBits).toList());
    assertThat(MeasuredFamilies.fields(projections("other", "", "k_proj, q_proj, v_proj")))
        .as("another order is another field")
        .doesNotContainEntry("w12 1->2", fields.get("w12 1->2"));
    assertThat(Stream.of(split, fused).map(Family::hash).distinct()).hasSize(2);
    assertThat(moments(fused)).isEqualTo(moments(split));
  }

  /** Rows without the hashes of tensors, which are cut otherwise in the two layouts. */
  private Map<String, List<Object>> moments(Family family) throws IOException {
    Map<String, List<Object>> rows = MeasuredFamilies.rows(directory, family);
    rows.replaceAll((field, row) -> row.subList(0, 3));
    return rows;
  }
}

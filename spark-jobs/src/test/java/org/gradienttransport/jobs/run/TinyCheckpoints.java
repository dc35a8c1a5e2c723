package org.gradienttransport.jobs.run;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.FamilyFiles;
import org.gradienttransport.udfs.tensor.DType;
import org.gradienttransport.udfs.tensor.TensorInfo;
import org.gradienttransport.udfs.tensor.TensorWriter;
import org.gradienttransport.udfs.tensor.TensorWriters;

/**
 * Checkpoints of three made-up models of 80, 160 and 320 parameters in a folder, one safetensors
 * file each: an embedding of 5 by width, and two blocks of a matrix and a gain.
 */
final class TinyCheckpoints {
  private static final List<Integer> WIDTHS = List.of(8, 16, 32);

  /** The model whose files tests spoil. */
  static final String SPOILT = "w8";

  private final Path folder;

  TinyCheckpoints(Path folder) {
    this.folder = folder;
  }

  /** Writes every model at these steps. */
  TinyCheckpoints write(long... steps) throws IOException {
    for (int width : WIDTHS) {
      for (long step : steps) {
        write("w" + width, step, tensors(width), step);
      }
    }
    return this;
  }

  /** Shapes of a model's tensors by name: ten times its width in all. */
  static Map<String, List<Long>> tensors(long width) {
    Map<String, List<Long>> tensors = new LinkedHashMap<>();
    tensors.put("embed", List.of(5L, width));
    tensors.put("h.0.matrix", List.of(2L, width - 4));
    tensors.put("h.0.gain", List.of(8L));
    tensors.put("h.1.matrix", List.of(2L, (width + 4) / 2));
    tensors.put("h.1.gain", List.of(2 * width - 4));
    return tensors;
  }

  /** Writes a model's file at a step with the values of a step. */
  void write(String scale, long step, Map<String, List<Long>> shapes, long valuesOf)
      throws IOException {
    Map<String, double[]> values = new LinkedHashMap<>();
    shapes.forEach((name, shape) -> values.put(name, values(name, shape, valuesOf)));
    write(file(scale, step), shapes, values);
  }

  /** Values that move a little at every step, by amounts with heavy tails. */
  static double[] values(String name, List<Long> shape, long step) {
    double[] values = new double[(int) shape.stream().mapToLong(n -> n).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      for (long t = 0; t <= step; t++) {
        double phase = Math.sin(i * 12.9898 + t * 78.233 + name.hashCode() % 1000) * 43758.5453;
        values[i] += Math.pow(phase - Math.floor(phase), 9);
      }
    }
    return values;
  }

  /** Writes a file of float32 tensors. */
  static void write(Path file, Map<String, List<Long>> shapes, Map<String, double[]> values)
      throws IOException {
    write(file, DType.F32, shapes, values);
  }

  /** Writes a safetensors file. */
  static void write(
      Path file, DType dtype, Map<String, List<Long>> shapes, Map<String, double[]> values)
      throws IOException {
    List<TensorInfo> infos = new ArrayList<>();
    shapes.forEach((name, shape) -> infos.add(new TensorInfo(name, dtype, shape, "here")));
    Files.createDirectories(file.getParent());
    try (OutputStream out = Files.newOutputStream(file);
        TensorWriter writer = TensorWriters.safetensors(out, infos)) {
      for (TensorInfo info : writer.order()) {
        byte[] raw = new byte[(int) info.bytes()];
        dtype.narrow(values.get(info.name()), 0, (int) info.elements(), raw, 0);
        writer.write(raw, 0, raw.length);
      }
    }
  }

  /** Where a checkpoint lies. */
  Path file(String scale, long step) {
    return folder.resolve(scale + "/step" + step + "/model.safetensors");
  }

  /** Puts one step's file in the place of another's. */
  void copy(String scale, long of, long to) throws IOException {
    Files.copy(file(scale, of), file(scale, to), StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * The family of differences of these checkpoints.
   *
   * @param steps as in a family file
   */
  Family family(String steps) throws IOException {
    return family("tiny", steps);
  }

  /** The family under another name. */
  Family family(String name, String steps) throws IOException {
    StringBuilder text =
        new StringBuilder(
            """
            family: %s
            title: Three made-up models of 80 to 320 parameters
            field: checkpoint_difference
            root: .
            snapshot: {directory: 'step{step}', files: [model.safetensors]}
            steps: %s
            tensors:
              rules:
                - names: [embed]
                - blocks: 'h\\.(?<block>\\d+)\\.(?<part>.+)'
                  parts: [matrix, gain]
            scales:
            """
                .formatted(name, steps));
    WIDTHS.forEach(
        width -> text.append("  - {name: w%d, entries: %d}\n".formatted(width, total(width))));
    Path file = folder.resolve(name + ".yaml");
    Files.createDirectories(folder);
    Files.writeString(file, text, StandardCharsets.UTF_8);
    return FamilyFiles.load(file.toString(), new Configuration());
  }

  /** A family of differences of other models in the same folder. */
  Family described(String steps, String... lines) throws IOException {
    String text =
        """
        family: tiny
        title: Made-up models
        field: checkpoint_difference
        root: .
        snapshot: {directory: 'step{step}', files: [model.safetensors]}
        steps: %s
        %s
        """
            .formatted(steps, String.join("\n", lines));
    Path file = Files.writeString(folder.resolve("tiny.yaml"), text, StandardCharsets.UTF_8);
    return FamilyFiles.load(file.toString(), new Configuration());
  }

  private static long total(long width) {
    return tensors(width).values().stream()
        .mapToLong(shape -> shape.stream().mapToLong(n -> n).reduce(1, (a, b) -> a * b))
        .sum();
  }
}

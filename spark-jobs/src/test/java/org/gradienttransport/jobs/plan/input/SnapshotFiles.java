package org.gradienttransport.jobs.plan.input;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.FamilyFiles;
import org.gradienttransport.udfs.tensor.DType;
import org.gradienttransport.udfs.tensor.TensorInfo;
import org.gradienttransport.udfs.tensor.TensorWriter;
import org.gradienttransport.udfs.tensor.TensorWriters;

/** One checkpoint of many small tensors in every format, and the family that reads it. */
final class SnapshotFiles {
  private static final List<String> PARTS =
      List.of("ln.weight", "ln.bias", "attn.weight", "attn.bias", "mlp.weight", "mlp.bias");

  private final Path folder;
  private final List<TensorInfo> tensors = new ArrayList<>();

  /**
   * @param width of the model; a block has 4 times its square of entries, and some
   */
  SnapshotFiles(Path folder, int blocks, int width) {
    this.folder = folder;
    add("wte", 100, width);
    for (int block = 0; block < blocks; block++) {
      for (String part : PARTS) {
        if (part.endsWith("attn.weight")) {
          add("h." + block + "." + part, width, 3L * width);
        } else if (part.endsWith("mlp.weight")) {
          add("h." + block + "." + part, width, width);
        } else {
          add("h." + block + "." + part, width);
        }
      }
    }
  }

  private void add(String name, Long... shape) {
    tensors.add(new TensorInfo(name, DType.F32, List.of(shape), "here"));
  }

  private void add(String name, long... shape) {
    add(name, Arrays.stream(shape).boxed().toArray(Long[]::new));
  }

  long entries() {
    return tensors.stream().mapToLong(TensorInfo::elements).sum();
  }

  Family family() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("family.yaml"),
            """
            family: lab
            title: Read from a store that counts
            field: gradient
            root: .
            scales: [{name: one, entries: %d}]
            snapshot: {directory: 'step{step}', files: [model.safetensors]}
            steps: [1]
            tensors:
              rules:
                - names: [wte]
                - {blocks: 'h\\.(?<block>\\d+)\\.(?<part>.+)', parts: [%s]}
            """
                .formatted(entries(), String.join(", ", PARTS)));
    return FamilyFiles.load(file.toString(), new Configuration());
  }

  /** A PyTorch file, whose storages are sorted by their numbers as text: 1, 10, 100, 101. */
  List<File> torch() throws IOException {
    Path file = folder.resolve("model.bin");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
        TensorWriter writer =
            TensorWriters.torch(out, "archive", TensorWriters.Pickled.STATE_DICT, tensors)) {
      fill(writer);
    }
    return List.of(file.toFile());
  }

  /** A safetensors file, whose tensors are sorted by name: h.1, h.10, h.2, and bias first. */
  List<File> safetensors() throws IOException {
    return List.of(safetensors("model.safetensors", tensors));
  }

  private File safetensors(String name, List<TensorInfo> some) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
        TensorWriter writer = TensorWriters.safetensors(out, some)) {
      fill(writer);
    }
    return file.toFile();
  }

  /** Three shards and their index, which comes first. */
  List<File> shards() throws IOException {
    List<File> files = new ArrayList<>();
    List<String> map = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      String name = "model-" + i + ".safetensors";
      List<TensorInfo> some = tensors.subList(i * tensors.size() / 3, (i + 1) * tensors.size() / 3);
      files.add(safetensors(name, some));
      some.forEach(tensor -> map.add("\"%s\": \"%s\"".formatted(tensor.name(), name)));
    }
    String weights = map.stream().collect(Collectors.joining(", ", "{", "}"));
    Path index = folder.resolve("model.safetensors.index.json");
    files.add(0, Files.writeString(index, "{\"weight_map\": " + weights + "}").toFile());
    return files;
  }

  private static void fill(TensorWriter writer) throws IOException {
    for (TensorInfo tensor : writer.order()) {
      Random random = new Random(tensor.name().hashCode());
      ByteBuffer raw =
          ByteBuffer.allocate(Math.toIntExact(tensor.bytes())).order(ByteOrder.LITTLE_ENDIAN);
      while (raw.hasRemaining()) {
        raw.putFloat(random.nextFloat() - 0.5f);
      }
      writer.write(raw.array(), 0, raw.capacity());
    }
  }

  static FileStatus status(File file, org.apache.hadoop.fs.Path path) {
    return new FileStatus(file.length(), false, 1, 1 << 25, file.lastModified(), path);
  }

  /** The files as a listing shows them, at another root such as {@code gs://bucket}. */
  static List<SnapshotFile> at(String root, List<File> files) {
    return files.stream()
        .map(file -> status(file, new org.apache.hadoop.fs.Path(root + file.getPath())))
        .map(SnapshotFile::of)
        .toList();
  }
}

package org.gradienttransport.jobs.faults;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.FamilyFiles;

/** Three made-up models of at most a thousand parameters: what a run over it takes is overhead. */
public final class TinyFamily {
  private static final List<Integer> SIZES = List.of(300, 600, 1000);

  private TinyFamily() {}

  /**
   * Writes gradients of these steps and describes them.
   *
   * @param directory for the description and, below it, the gradients
   */
  public static Family write(Path directory, int... steps) throws IOException {
    for (int size : SIZES) {
      for (int step : steps) {
        writeGradient(gradient(directory, size, step), size, step);
      }
    }
    Path file =
        Files.writeString(
            directory.resolve("tiny-" + steps.length + ".yaml"),
            """
            family: tiny
            title: Three made-up models of at most a thousand parameters
            field: gradient
            root: .
            scales:
              - {name: m300, entries: 300}
              - {name: m600, entries: 600}
              - {name: m1000, entries: 1000}
            snapshot: {directory: 'step-{step}', files: [gradient.safetensors]}
            steps: %s
            tensors:
              rules:
                - names: [w]
            """
                .formatted(java.util.Arrays.toString(steps)));
    return FamilyFiles.load(file.toString(), new Configuration());
  }

  /** Where a gradient lies. */
  public static Path gradient(Path directory, int size, int step) {
    return directory.resolve("m" + size + "/step-" + step + "/gradient.safetensors");
  }

  /** Writes one tensor of float32 whose values depend on size and step alone. */
  public static void writeGradient(Path file, int size, int step) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, bytes(size, step));
  }

  /** What such a file holds. */
  static byte[] bytes(int size, int step) {
    byte[] header =
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[%d],\"data_offsets\":[0,%d]}}"
            .formatted(size, 4 * size)
            .getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + header.length + 4 * size).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(header.length).put(header);
    for (int i = 0; i < size; i++) {
      // Heavy tails without randomness: a few large entries among many small ones.
      double phase = Math.sin(i * 12.9898 + step * 78.233 + size) * 43758.5453;
      bytes.putFloat((float) Math.pow(phase - Math.floor(phase), 9));
    }
    return bytes.array();
  }
}

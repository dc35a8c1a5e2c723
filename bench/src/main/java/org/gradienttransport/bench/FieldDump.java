package org.gradienttransport.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gradienttransport.udfs.graph.Graph;

/** Graph and field as raw little-endian files that NumPy reads: the peers' input. */
final class FieldDump {
  private static final int BUFFER = 1 << 20;

  private FieldDump() {}

  static void write(Path folder, Graph graph, double[] field) {
    try (OutputStream offsets = open(folder.resolve("offsets.i64"));
        OutputStream neighbours = open(folder.resolve("neighbours.i32"));
        OutputStream values = open(folder.resolve("field.f64"))) {
      ByteBuffer eight = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      long offset = 0;
      offsets.write(eight.putLong(0, offset).array());
      for (int node = 0; node < graph.nodes(); node++) {
        for (int neighbour : graph.neighbours(node)) {
          neighbours.write(eight.putInt(0, neighbour).array(), 0, 4);
        }
        offset += graph.degree(node);
        offsets.write(eight.putLong(0, offset).array());
        values.write(eight.putDouble(0, field[node]).array());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static OutputStream open(Path file) throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(file), BUFFER);
  }
}

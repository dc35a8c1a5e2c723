package org.gradienttransport.udfs.tensor;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Files written by PyTorch, see the README beside them. */
final class Fixtures {
  private Fixtures() {}

  static byte[] bytes(String name) {
    try (InputStream in = Fixtures.class.getResourceAsStream("/torch-format-fixtures/" + name)) {
      if (in == null) {
        throw new IllegalArgumentException("no fixture " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static SeekableSource source(String name) {
    return new BytesSource(name, bytes(name));
  }

  /** All elements of a tensor, widened. */
  static double[] values(TensorFile file, String tensor) throws IOException {
    TensorInfo info = file.tensor(tensor);
    double[] values = new double[Math.toIntExact(info.elements())];
    int[] done = {0};
    file.stream(
        info,
        (dtype, raw, offset, count) -> {
          dtype.widen(raw, offset, count, values, done[0]);
          done[0] += count;
        });
    if (done[0] != values.length) {
      throw new AssertionError(done[0] + " elements streamed of " + values.length);
    }
    return values;
  }
}

package org.gradienttransport.jobs.run;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Writes float32 tensors as {@code pickle.dump} writes a dictionary of them: without an archive,
 * each storage a stream of PyTorch before 1.6 in bytes of its own.
 */
final class PickledGradients {
  private static final String ORDERED_DICT = "ccollections\nOrderedDict\n)R";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private PickledGradients() {}

  /** The file of tensors by name. */
  static byte[] of(Map<String, List<Long>> shapes, Map<String, double[]> values) {
    PickledGradients pickle = new PickledGradients().protocol(4).ascii("}(");
    shapes.forEach((name, shape) -> pickle.text(name).tensor(shape, values.get(name)));
    return pickle.ascii("u.").out.toByteArray();
  }

  private void tensor(List<Long> shape, double[] values) {
    byte[] storage = storage(values);
    ascii("ctorch._utils\n_rebuild_tensor_v2\n(ctorch.storage\n_load_from_bytes\nB");
    little(4, storage.length);
    out.writeBytes(storage);
    op(0x85).ascii("R").number(0);
    ascii("(");
    shape.forEach(this::number);
    ascii("t(");
    for (int i = 0; i < shape.size(); i++) {
      number(shape.subList(i + 1, shape.size()).stream().reduce(1L, (a, b) -> a * b));
    }
    ascii("t").op(0x89).ascii(ORDERED_DICT + "tR");
  }

  private static byte[] storage(double[] values) {
    PickledGradients stream = new PickledGradients();
    stream.out.writeBytes(HexFormat.of().parseHex("80028a0a6cfc9c46f9206aa850192e"));
    stream.protocol(2).number(1001).ascii(".");
    stream.protocol(2).ascii("}").text("little_endian").op(0x88).ascii("s.");
    stream.protocol(2).ascii("(").text("storage").ascii("ctorch\nFloatStorage\n");
    stream.text("0").text("cpu").number(values.length).ascii("NtQ.");
    stream.protocol(2).ascii("](").text("0").ascii("e.");
    stream.little(8, values.length);
    for (double value : values) {
      stream.little(4, Float.floatToIntBits((float) value));
    }
    return stream.out.toByteArray();
  }

  private void little(int bytes, long value) {
    for (int i = 0; i < bytes; i++) {
      out.write((int) (value >>> (8 * i)));
    }
  }

  private PickledGradients protocol(int version) {
    return op(0x80).op(version);
  }

  private PickledGradients op(int code) {
    out.write(code);
    return this;
  }

  private PickledGradients ascii(String text) {
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    return this;
  }

  private PickledGradients text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ascii("X");
    little(4, bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  private PickledGradients number(long value) {
    op(0x8a).op(8);
    little(8, value);
    return this;
  }
}

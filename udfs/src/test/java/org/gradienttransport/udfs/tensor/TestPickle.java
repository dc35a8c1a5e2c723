package org.gradienttransport.udfs.tensor;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes pickles instruction by instruction, so that tests can also write wrong ones. */
final class TestPickle {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private TestPickle() {}

  static TestPickle protocol(int version) {
    return new TestPickle().op(0x80, version);
  }

  static TestPickle start() {
    return protocol(2);
  }

  /** Instructions and arguments as they are, one byte each. */
  TestPickle op(int... bytes) {
    for (int b : bytes) {
      out.write(b);
    }
    return this;
  }

  /** The instructions of another pickle, without its protocol. */
  TestPickle raw(TestPickle other) {
    byte[] bytes = other.out.toByteArray();
    out.write(bytes, 2, bytes.length - 2);
    return this;
  }

  TestPickle append(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  TestPickle ascii(String text) {
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    return this;
  }

  TestPickle text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    op('X').i32(bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  TestPickle i32(int value) {
    out.writeBytes(TestArchive.le(4).putInt(value).array());
    return this;
  }

  TestPickle i64(long value) {
    out.writeBytes(TestArchive.le(8).putLong(value).array());
    return this;
  }

  /** A whole number of any size up to 64 bits, as LONG1. */
  TestPickle number(long value) {
    return op(0x8a, 8).i64(value);
  }

  TestPickle float64(double value) {
    op('G');
    out.writeBytes(ByteBuffer.allocate(8).putDouble(value).array());
    return this;
  }

  TestPickle global(String module, String name) {
    return ascii("c" + module + "\n" + name + "\n");
  }

  TestPickle numbers(long... values) {
    op('(');
    for (long value : values) {
      number(value);
    }
    return op('t');
  }

  TestPickle storage(String type, String key, long count) {
    op('(').text("storage").global("torch", type).text(key).text("cpu").number(count);
    return op('t', 'Q');
  }

  /** A storage as before PyTorch 1.6, of which nothing is a view. */
  TestPickle legacyStorage(String type, String key, long count) {
    op('(').text("storage").global("torch", type).text(key).text("cpu").number(count);
    return op('N', 't', 'Q');
  }

  /** A vector of float32 over a storage that {@code pushed} leaves on the stack. */
  TestPickle vectorOver(TestPickle pushed, long count) {
    global("torch._utils", "_rebuild_tensor_v2").op('(').raw(pushed).number(0);
    return numbers(count).numbers(1).op(0x89).emptyOrderedDict().op('t', 'R');
  }

  /** A call of the function that reads a storage out of bytes. */
  TestPickle embedded(byte[] stream) {
    global("torch.storage", "_load_from_bytes").op('B').i32(stream.length);
    out.writeBytes(stream);
    return op(0x85, 'R');
  }

  TestPickle emptyOrderedDict() {
    return global("collections", "OrderedDict").op(')', 'R');
  }

  /** A tensor over a storage, as torch.save writes it. */
  TestPickle tensor(
      String type, String key, long count, long offset, long[] shape, long[] strides) {
    global("torch._utils", "_rebuild_tensor_v2").op('(').storage(type, key, count).number(offset);
    return numbers(shape).numbers(strides).op(0x89).emptyOrderedDict().op('t', 'R');
  }

  /** A float32 vector that fills its storage. */
  TestPickle vector(String key, long count) {
    return tensor("FloatStorage", key, count, 0, new long[] {count}, new long[] {1});
  }

  byte[] stop() {
    op('.');
    return out.toByteArray();
  }

  /** A checkpoint of this pickle with storage 0. */
  byte[] checkpoint(byte[] storage) {
    return TestArchive.zip().add("a/data.pkl", stop()).add("a/data/0", storage).bytes();
  }
}

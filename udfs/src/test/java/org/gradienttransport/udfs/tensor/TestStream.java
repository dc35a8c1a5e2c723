package org.gradienttransport.udfs.tensor;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/**
 * Writes streams of PyTorch before 1.6 pickle by pickle, so that tests can also write wrong ones.
 */
final class TestStream {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private TestStream() {}

  /** The three pickles before the value. */
  static TestStream start() {
    return start(1001, true);
  }

  static TestStream start(int version, boolean littleEndian) {
    return new TestStream()
        .bytes(HexFormat.of().parseHex("80028a0a6cfc9c46f9206aa850192e"))
        .pickle(TestPickle.start().number(version))
        .pickle(
            TestPickle.start()
                .op('}')
                .text("little_endian")
                .op(littleEndian ? 0x88 : 0x89)
                .op('s'));
  }

  /** A float32 storage on its own, as a bare pickle holds it. */
  static byte[] ofStorage(float... values) {
    return start()
        .pickle(TestPickle.start().legacyStorage("FloatStorage", "7", values.length))
        .keys("7")
        .floats(values)
        .toBytes();
  }

  /** Continues a stream that was written up to here. */
  static TestStream after(byte[] start) {
    return new TestStream().bytes(start);
  }

  TestStream pickle(TestPickle pickle) {
    return bytes(pickle.stop());
  }

  TestStream keys(String... keys) {
    TestPickle list = TestPickle.start().op(']', '(');
    for (String key : keys) {
      list.text(key);
    }
    return pickle(list.op('e'));
  }

  /** A storage with its true count. */
  TestStream floats(float... values) {
    count(values.length);
    for (float value : values) {
      bytes(TestArchive.le(4).putFloat(value).array());
    }
    return this;
  }

  TestStream count(long count) {
    return bytes(TestArchive.le(8).putLong(count).array());
  }

  TestStream bytes(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  byte[] toBytes() {
    return out.toByteArray();
  }
}

package org.gradienttransport.udfs.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** A cursor over a pickle that never passes its end. */
final class PickleInput {
  /** Names of modules and classes end in a line feed; none is longer than this. */
  private static final int LINE = 256;

  private final byte[] bytes;
  private final FilePlace entry;
  private int at;
  private int instruction;

  PickleInput(byte[] bytes, FilePlace entry) {
    this.bytes = bytes;
    this.entry = entry;
  }

  /** The next instruction; refusals from here on name its position. */
  int opcode() throws TensorFormatException {
    instruction = at;
    return u8();
  }

  TensorFormatException refuse(String problem, String remedy) {
    return entry.at(entry.place() + ", pickle byte " + instruction).refuse(problem, remedy);
  }

  int remaining() {
    return bytes.length - at;
  }

  int u8() throws TensorFormatException {
    return Byte.toUnsignedInt(bytes[take(1)]);
  }

  int u16() throws TensorFormatException {
    return LittleEndian.u16(bytes, take(2));
  }

  int i32() throws TensorFormatException {
    return LittleEndian.i32(bytes, take(4));
  }

  long u32() throws TensorFormatException {
    return LittleEndian.u32(bytes, take(4));
  }

  long i64() throws TensorFormatException {
    return LittleEndian.i64(bytes, take(8));
  }

  /** Python writes floats with the most significant byte first. */
  double float64() throws TensorFormatException {
    return ByteBuffer.wrap(bytes, take(8), 8).order(ByteOrder.BIG_ENDIAN).getDouble();
  }

  String text(long length) throws TensorFormatException {
    int from = take(length);
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, from, (int) length))
          .toString();
    } catch (CharacterCodingException e) {
      throw refuse("a text is not UTF-8", Remedy.FETCH_AGAIN);
    }
  }

  String line() throws TensorFormatException {
    int end = at;
    while (end < bytes.length && end - at <= LINE && bytes[end] != '\n') {
      end++;
    }
    if (end == bytes.length || bytes[end] != '\n') {
      throw refuse(
          "a module or class name does not end within " + LINE + " bytes", Remedy.FETCH_AGAIN);
    }
    String line = text(end - at);
    at++;
    return line;
  }

  void skip(long length) throws TensorFormatException {
    take(length);
  }

  /** Little-endian two's complement of up to 8 bytes; 0 bytes are 0. */
  long integer(int length) throws TensorFormatException {
    int from = take(length);
    long value = length > 0 && bytes[from + length - 1] < 0 ? -1 : 0;
    for (int i = length - 1; i >= 0; i--) {
      value = value << 8 | Byte.toUnsignedLong(bytes[from + i]);
    }
    return value;
  }

  private int take(long length) throws TensorFormatException {
    if (length < 0 || length > remaining()) {
      throw refuse(
          "the pickle ends here, " + Long.toUnsignedString(length) + " more bytes were announced",
          Remedy.FETCH_AGAIN);
    }
    int from = at;
    at += (int) length;
    return from;
  }
}

package org.gradienttransport.udfs.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A cursor over a pickle that never passes its end. A pickle in memory is read where it lies; one
 * in a file is read through a small window, and what is skipped is never read.
 */
final class PickleInput {
  /** Names of modules and classes end in a line feed; none is longer than this. */
  private static final int LINE = 256;

  /** Bytes read at once from a file; a longer text, bounded by its own limit, widens the window. */
  private static final int WINDOW = 4096;

  private final SeekableSource source;
  private final FilePlace entry;
  private final long end;
  private byte[] window;
  private long windowStart;
  private int filled;
  private int at;
  private long instruction;

  private PickleInput(
      SeekableSource source, long start, long end, byte[] window, int filled, FilePlace entry) {
    this.source = source;
    this.windowStart = start;
    this.end = end;
    this.window = window;
    this.filled = filled;
    this.entry = entry;
  }

  /** A pickle in memory; positions count from its start. */
  static PickleInput of(byte[] bytes, FilePlace entry) {
    return new PickleInput(null, 0, bytes.length, bytes, bytes.length, entry);
  }

  /** Bytes {@code start} to {@code end} of a file; positions are those of the file. */
  static PickleInput of(SeekableSource source, long start, long end, FilePlace entry) {
    return new PickleInput(source, start, end, new byte[0], 0, entry);
  }

  /** The next instruction; refusals from here on name its position. */
  int opcode() throws IOException {
    instruction = position();
    return u8();
  }

  TensorFormatException refuse(String problem, String remedy) {
    return entry.at(entry.place() + ", pickle byte " + instruction).refuse(problem, remedy);
  }

  long position() {
    return windowStart + at;
  }

  long remaining() {
    return end - position();
  }

  int u8() throws IOException {
    int from = take(1); // First: it may exchange the window.
    return Byte.toUnsignedInt(window[from]);
  }

  int u16() throws IOException {
    int from = take(2);
    return LittleEndian.u16(window, from);
  }

  int i32() throws IOException {
    int from = take(4);
    return LittleEndian.i32(window, from);
  }

  long u32() throws IOException {
    int from = take(4);
    return LittleEndian.u32(window, from);
  }

  long i64() throws IOException {
    int from = take(8);
    return LittleEndian.i64(window, from);
  }

  /** Python writes floats with the most significant byte first. */
  double float64() throws IOException {
    int from = take(8);
    return ByteBuffer.wrap(window, from, 8).order(ByteOrder.BIG_ENDIAN).getDouble();
  }

  /** A text of at most {@link Limits#PICKLE_TEXT} bytes. */
  String text(long length) throws IOException {
    int from = take(length);
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(window, from, (int) length))
          .toString();
    } catch (CharacterCodingException e) {
      throw refuse("a text is not UTF-8", Remedy.FETCH_AGAIN);
    }
  }

  String line() throws IOException {
    require((int) Math.min(LINE + 1L, remaining()));
    int length = 0;
    while (at + length < filled && length <= LINE && window[at + length] != '\n') {
      length++;
    }
    if (at + length == filled || window[at + length] != '\n') {
      throw refuse(
          "a module or class name does not end within " + LINE + " bytes", Remedy.FETCH_AGAIN);
    }
    String line = text(length);
    at++;
    return line;
  }

  /** Passes over bytes without reading them. */
  void skip(long length) throws TensorFormatException {
    requireLeft(length);
    if (length <= filled - at) {
      at += (int) length;
    } else {
      windowStart = position() + length;
      filled = 0;
      at = 0;
    }
  }

  /** Little-endian two's complement of up to 8 bytes; 0 bytes are 0. */
  long integer(int length) throws IOException {
    int from = take(length);
    long value = length > 0 && window[from + length - 1] < 0 ? -1 : 0;
    for (int i = length - 1; i >= 0; i--) {
      value = value << 8 | Byte.toUnsignedLong(window[from + i]);
    }
    return value;
  }

  /** The place in the window of the next bytes, which are at most a text's. */
  private int take(long length) throws IOException {
    requireLeft(length);
    require((int) length);
    int from = at;
    at += (int) length;
    return from;
  }

  private void requireLeft(long length) throws TensorFormatException {
    if (length < 0 || length > remaining()) {
      throw refuse(
          "the pickle ends here, " + Long.toUnsignedString(length) + " more bytes were announced",
          Remedy.FETCH_AGAIN);
    }
  }

  private void require(int count) throws IOException {
    if (count <= filled - at) {
      return;
    }
    windowStart = position();
    at = 0;
    filled = (int) Math.min(Math.max(count, WINDOW), end - windowStart);
    if (window.length < filled) {
      window = new byte[filled];
    }
    source.readFully(windowStart, window, 0, filled);
  }
}

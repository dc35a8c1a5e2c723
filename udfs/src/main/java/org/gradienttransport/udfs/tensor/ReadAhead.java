package org.gradienttransport.udfs.tensor;

import java.io.IOException;

/**
 * A source that reads a block and answers small reads inside it from memory: one request of a store
 * in place of several. Closing it closes nothing.
 */
final class ReadAhead implements SeekableSource {
  private static final int BLOCK = 16 << 10;

  private final SeekableSource source;
  private byte[] block = new byte[0];
  private long start;
  private int filled;

  ReadAhead(SeekableSource source) {
    this.source = source;
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public long length() {
    return source.length();
  }

  @Override
  public int read(long position, byte[] buffer, int offset, int count) throws IOException {
    if (count >= BLOCK || position >= length()) {
      return source.read(position, buffer, offset, count);
    }
    if (position < start || position + count > start + filled) {
      load(position);
    }
    int taken = (int) Math.min(count, start + filled - position);
    System.arraycopy(block, (int) (position - start), buffer, offset, taken);
    return taken;
  }

  private void load(long position) throws IOException {
    int wanted = (int) Math.min(BLOCK, length() - position);
    if (block.length < wanted) {
      block = new byte[wanted];
    }
    filled = 0;
    source.readFully(position, block, 0, wanted);
    start = position;
    filled = wanted;
  }

  @Override
  public void close() {
    // The file that owns the source closes it.
  }
}

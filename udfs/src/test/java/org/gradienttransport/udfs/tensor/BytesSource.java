package org.gradienttransport.udfs.tensor;

/** A source held in memory. The array is not copied. */
public final class BytesSource implements SeekableSource {
  private final String name;
  private final byte[] bytes;

  public BytesSource(String name, byte[] bytes) {
    this.name = name;
    this.bytes = bytes;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long length() {
    return bytes.length;
  }

  @Override
  public int read(long position, byte[] buffer, int offset, int count) {
    if (position >= bytes.length) {
      return -1;
    }
    int read = (int) Math.min(count, bytes.length - position);
    System.arraycopy(bytes, (int) position, buffer, offset, read);
    return read;
  }

  @Override
  public void close() {
    // Nothing is held open.
  }
}

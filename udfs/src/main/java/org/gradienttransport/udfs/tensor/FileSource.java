package org.gradienttransport.udfs.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A local file, read by position through a channel; never memory-mapped. */
public final class FileSource implements SeekableSource {
  private final String name;
  private final FileChannel channel;
  private final long length;

  private FileSource(String name, FileChannel channel, long length) {
    this.name = name;
    this.channel = channel;
    this.length = length;
  }

  /** Opens {@code path} for reading. */
  public static FileSource open(Path path) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      return new FileSource(path.toString(), channel, channel.size());
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public int read(long position, byte[] buffer, int offset, int count) throws IOException {
    return channel.read(ByteBuffer.wrap(buffer, offset, count), position);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

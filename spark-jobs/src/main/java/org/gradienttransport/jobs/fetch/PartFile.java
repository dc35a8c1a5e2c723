package org.gradienttransport.jobs.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongConsumer;

/**
 * The bytes of one file received so far, with their hash. Named after path and checksum together,
 * so a part is only ever continued with bytes of the same content.
 */
final class PartFile implements AutoCloseable {
  private final RemoteFile file;
  private final Path path;
  private final FileChannel channel;
  private final LongConsumer lengthChange;
  private FileDigest digest;
  private long length;

  private PartFile(RemoteFile file, Path path, FileChannel channel, LongConsumer lengthChange) {
    this.file = file;
    this.path = path;
    this.channel = channel;
    this.lengthChange = lengthChange;
    this.digest = new FileDigest(file.checksum(), file.size());
  }

  static Path pathOf(RemoteFile file, Path staging) {
    FileDigest name = new FileDigest(Checksum.sha256("0".repeat(64)), 0);
    byte[] identity = (file.path() + "\n" + file.checksum()).getBytes(StandardCharsets.UTF_8);
    name.update(identity, identity.length);
    return staging.resolve("parts").resolve(name.finish().sha256().substring(0, 32) + ".part");
  }

  /**
   * Opens the part an earlier run left, or a new one.
   *
   * @param lengthChange told by how many bytes the part grew, or shrank
   */
  static PartFile open(RemoteFile file, Path staging, LongConsumer lengthChange)
      throws IOException {
    Path path = pathOf(file, staging);
    Files.createDirectories(path.getParent());
    FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    PartFile part = new PartFile(file, path, channel, lengthChange);
    part.takeUp();
    return part;
  }

  private void takeUp() throws IOException {
    if (channel.size() > file.size()) {
      channel.truncate(0);
      return;
    }
    // Not closed: closing the stream would close the channel.
    InputStream held = Channels.newInputStream(channel);
    grow(digest.update(held));
  }

  long length() {
    return length;
  }

  Path path() {
    return path;
  }

  void append(byte[] bytes, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, count);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    digest.update(bytes, count);
    grow(count);
  }

  /** Forgets everything received. */
  void restart() throws IOException {
    channel.truncate(0);
    channel.position(0);
    digest = new FileDigest(file.checksum(), file.size());
    grow(-length);
  }

  /** Ends the hash. The bytes are on the disk when this returns. */
  FileDigest.Result complete() throws IOException {
    channel.force(true);
    return digest.finish();
  }

  private void grow(long bytes) {
    length += bytes;
    lengthChange.accept(bytes);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

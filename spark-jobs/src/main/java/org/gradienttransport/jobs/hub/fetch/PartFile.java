package org.gradienttransport.jobs.hub.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongConsumer;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The bytes of one file received so far, with their hash. Named after path and checksum together,
 * so a part is only ever continued with bytes of the same content. Nobody publishes the hash of an
 * excerpt, so beside its part lies the hash of what was received: only that is continued.
 */
final class PartFile implements AutoCloseable {
  private final RemoteFile file;
  private final FileChannel channel;
  private final LongConsumer lengthChange;
  private Checksum.Digest digest;
  private long length;
  private long furthest;
  private final Path sum;
  private boolean ended;

  private PartFile(RemoteFile file, Path path, FileChannel channel, LongConsumer lengthChange) {
    this.file = file;
    this.sum = sumOf(path);
    this.channel = channel;
    this.lengthChange = lengthChange;
    this.digest = file.checksum().digest(file.size());
  }

  static Path pathOf(RemoteFile file, Path staging) {
    String identity = DigestUtils.sha256Hex(file.path() + "\n" + file.checksum() + file.content());
    return staging.resolve("parts").resolve(identity.substring(0, 32) + ".part");
  }

  /** Where the hash of a part is kept that no checksum covers. */
  static Path sumOf(Path part) {
    return part.resolveSibling(part.getFileName() + ".sha256");
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
    part.furthest = part.length;
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
    boolean sure =
        file.excerpt() == null
            || (Files.exists(sum) && Files.readString(sum).equals(digest.soFar()));
    if (!sure) {
      restart();
    }
  }

  long length() {
    return length;
  }

  /**
   * Whether more has been received than ever before this was last asked, or since it was opened.
   */
  boolean gotFurther() {
    boolean further = length > furthest;
    furthest = Math.max(furthest, length);
    return further;
  }

  void append(byte[] bytes, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, count);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    digest.update(bytes, count);
    grow(count);
  }

  void restart() throws IOException {
    channel.truncate(0);
    channel.position(0);
    digest = file.checksum().digest(file.size());
    grow(-length);
  }

  /** Ends the hash. The bytes are on the disk when this returns. */
  Checksum.Result complete() throws IOException {
    channel.force(true);
    ended = true;
    return digest.finish();
  }

  private void grow(long bytes) {
    length += bytes;
    lengthChange.accept(bytes);
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      if (file.excerpt() != null && !ended) {
        channel.force(true);
        Files.writeString(sum, digest.soFar());
      }
    }
  }
}

package org.gradienttransport.jobs.plan.input;

import java.security.MessageDigest;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.gradienttransport.jobs.io.Tasks;

/**
 * SHA-256 of what is read, taken on a thread of its own once there is much of it: it costs more
 * than reading from the page cache does. One thread at a time.
 */
final class SnapshotDigest implements AutoCloseable {
  /** Less is hashed sooner than a thread is started. */
  static final long LARGE = 8L << 20;

  private static final int BUFFERS = 3;

  private final MessageDigest digest = DigestUtils.getSha256Digest();
  private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(BUFFERS);
  private ExecutorService beside;
  private long taken;

  /** Takes the next bytes, which may change after the call. */
  void update(byte[] bytes, int offset, int length) {
    taken += length;
    if (taken <= LARGE) {
      digest.update(bytes, offset, length);
      return;
    }
    if (beside == null) {
      start();
    }
    byte[] buffer = freeBuffer(length);
    System.arraycopy(bytes, offset, buffer, 0, length);
    beside.execute(
        () -> {
          digest.update(buffer, 0, length);
          free.add(buffer);
        });
  }

  private void start() {
    for (int i = 0; i < BUFFERS; i++) {
      free.add(new byte[0]);
    }
    beside = Executors.newSingleThreadExecutor(Tasks.daemons("snapshot-digest"));
  }

  private byte[] freeBuffer(int length) {
    try {
      byte[] buffer = free.take();
      return buffer.length < length ? new byte[length] : buffer;
    } catch (InterruptedException e) {
      throw stopped();
    }
  }

  /** The hash of all that was taken, in hexadecimal digits; nothing can be taken after it. */
  String value() {
    if (beside != null) {
      try {
        beside.submit(() -> {}).get();
      } catch (InterruptedException e) {
        throw stopped();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }
    return Hex.encodeHexString(digest.digest());
  }

  private static CancellationException stopped() {
    Thread.currentThread().interrupt();
    return new CancellationException("reading was stopped, as nobody waits for the field");
  }

  @Override
  public void close() {
    if (beside != null) {
      beside.shutdownNow();
    }
  }
}

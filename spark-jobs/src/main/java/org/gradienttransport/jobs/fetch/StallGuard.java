package org.gradienttransport.jobs.fetch;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Gives up on a body that stops flowing. The JDK's client times only the head of an answer; a
 * server that then falls silent would otherwise hold a download for ever.
 */
final class StallGuard implements AutoCloseable {
  private static final ScheduledThreadPoolExecutor WATCH = watch();

  private final Watched body;
  private final ScheduledFuture<?> checks;

  private StallGuard(Watched body, ScheduledFuture<?> checks) {
    this.body = body;
    this.checks = checks;
  }

  /** The guarded body; it is closed by its owner, not by this guard. */
  static StallGuard over(InputStream body, Duration longestPause) {
    Watched watched = new Watched(body, longestPause);
    long period = Math.max(1, longestPause.toMillis() / 4);
    return new StallGuard(
        watched,
        WATCH.scheduleWithFixedDelay(watched::check, period, period, TimeUnit.MILLISECONDS));
  }

  InputStream body() {
    return body;
  }

  @Override
  public void close() {
    checks.cancel(false);
  }

  private static ScheduledThreadPoolExecutor watch() {
    ScheduledThreadPoolExecutor watch =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "fetch-stall-guard");
              thread.setDaemon(true);
              return thread;
            });
    watch.setRemoveOnCancelPolicy(true);
    return watch;
  }

  private static final class Watched extends FilterInputStream {
    private final Duration longestPause;
    // Only the time spent inside read counts: waiting for the rate limit or a slow disk is no
    // stall.
    private volatile long readingSince;
    private volatile boolean reading;
    private volatile boolean stalled;

    Watched(InputStream body, Duration longestPause) {
      super(body);
      this.longestPause = longestPause;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      readingSince = System.nanoTime();
      reading = true;
      try {
        int count = in.read(buffer, offset, length);
        failIfStalled(null);
        return count;
      } catch (IOException e) {
        failIfStalled(e);
        throw e;
      } finally {
        reading = false;
      }
    }

    private void failIfStalled(IOException cause) throws IOException {
      if (stalled) {
        throw new IOException("nothing came for " + longestPause.toMillis() + " ms", cause);
      }
    }

    void check() {
      if (reading && System.nanoTime() - readingSince > longestPause.toNanos()) {
        stalled = true;
        try {
          in.close();
        } catch (IOException e) {
          // Closing is how the reader is woken; it learns of the stall from the flag.
        }
      }
    }
  }
}

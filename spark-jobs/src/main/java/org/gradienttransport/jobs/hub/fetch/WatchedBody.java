package org.gradienttransport.jobs.hub.fetch;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.gradienttransport.jobs.io.Tasks;

/**
 * The body of an answer, given up when it stops flowing. The JDK's client times only the head of an
 * answer; a server that then falls silent would otherwise hold a download for ever.
 */
final class WatchedBody extends FilterInputStream {
  private static final ScheduledThreadPoolExecutor ALARMS =
      new ScheduledThreadPoolExecutor(1, Tasks.daemons("fetch-alarms"));

  static {
    ALARMS.setRemoveOnCancelPolicy(true);
  }

  private final Duration longestPause;
  private volatile boolean stalled;

  WatchedBody(InputStream body, Duration longestPause) {
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
    // Only time inside read counts: waiting for the rate limit or a slow disk is no stall.
    ScheduledFuture<?> alarm =
        ALARMS.schedule(this::giveUp, longestPause.toNanos(), TimeUnit.NANOSECONDS);
    int count = -1;
    IOException failure = null;
    try {
      count = in.read(buffer, offset, length);
    } catch (IOException e) {
      failure = e;
    }
    alarm.cancel(false);
    if (stalled) {
      throw new IOException("nothing came for " + longestPause.toMillis() + " ms", failure);
    }
    if (failure != null) {
      throw failure;
    }
    return count;
  }

  private void giveUp() {
    stalled = true;
    try {
      in.close();
    } catch (IOException e) {
      // Closing is how the reader is woken; it learns of the stall from the flag.
    }
  }
}

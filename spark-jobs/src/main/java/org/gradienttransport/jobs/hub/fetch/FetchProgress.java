package org.gradienttransport.jobs.hub.fetch;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.gradienttransport.jobs.io.Amounts;

/** How far a fetch has come, in a line a person can follow. */
final class FetchProgress {
  private final int files;
  private final long bytes;
  private final Timing timing;
  private final long startedAt;
  private final LongAdder filesDone = new LongAdder();
  private final LongAdder bytesHeld = new LongAdder();
  private final LongAdder bytesReceived = new LongAdder();
  private double toldAt;

  FetchProgress(int files, long bytes, Timing timing) {
    this.files = files;
    this.bytes = bytes;
    this.timing = timing;
    this.startedAt = timing.nanos().getAsLong();
  }

  /** Counts a file that needs no more work. */
  void fileDone() {
    filesDone.increment();
  }

  /** Bytes that need not be fetched any more; negative when some must be fetched again. */
  void held(long count) {
    bytesHeld.add(count);
  }

  void received(long count) {
    bytesReceived.add(count);
  }

  /** A line, if the last one is that long ago; asked by one thread. */
  Optional<String> lineEvery(double pause) {
    boolean due = seconds() - toldAt >= pause;
    toldAt = due ? seconds() : toldAt;
    return due ? Optional.of(line()) : Optional.empty();
  }

  private double seconds() {
    return (timing.nanos().getAsLong() - startedAt) / 1e9;
  }

  /** Files and bytes done, rate since the start, and the time left at that rate. */
  String line() {
    double rate = seconds() > 0 ? bytesReceived.sum() / seconds() : 0;
    long left = Math.max(0, bytes - bytesHeld.sum());
    return String.format(
        Locale.ROOT,
        "%d of %d files, %s of %s, %s/s, %s left",
        filesDone.sum(),
        files,
        Amounts.bytes(bytesHeld.sum()),
        Amounts.bytes(bytes),
        Amounts.bytes(rate),
        rate > 0 ? Amounts.time(left / rate) : "unknown time");
  }
}

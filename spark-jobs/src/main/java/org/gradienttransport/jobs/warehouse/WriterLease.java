package org.gradienttransport.jobs.warehouse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.io.Json;
import org.gradienttransport.jobs.io.SmallFiles;
import org.gradienttransport.jobs.io.Tasks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to write to a warehouse: one holder at a time, renewed while it lives, gone when it
 * expires.
 *
 * <p>The lease of a process that was killed on this host is free at once, since its end can be seen
 * from here, and that of a Spark application's earlier attempt for the next one; any other of
 * another host when it expires.
 *
 * <p>Leases are numbered files, {@code lock/0000000007.json}. The highest number holds; a new
 * holder creates the next number, which only one can do. Nothing needs deleting to take over, so
 * two takers cannot both succeed. A holder that slept past its expiry finds a higher number and
 * stops: {@link #requireHeld} is asked before every step that readers or later runs can see.
 */
public final class WriterLease implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WriterLease.class);

  /** Whoever follows a run sees how far it is as often. */
  private static final Duration LONGEST_PERIOD = Duration.ofSeconds(30);

  /** How long closing waits for a renewal that is under way. */
  private static final long PATIENCE_SECONDS = 10;

  private final FileSystem fs;
  private final ReentrantLock writing = new ReentrantLock();
  private final Path directory;
  private final long number;
  private final ObjectNode content;
  private final Duration lifetime;
  private final Clock clock;
  private final ScheduledExecutorService renewer;
  private volatile Consumer<ObjectNode> progress = content -> {};

  private WriterLease(
      FileSystem fs,
      Path directory,
      long number,
      ObjectNode content,
      Duration lifetime,
      Clock clock) {
    this.fs = fs;
    this.directory = directory;
    this.number = number;
    this.content = content;
    this.lifetime = lifetime;
    this.clock = clock;
    this.renewer = Executors.newSingleThreadScheduledExecutor(Tasks.daemons("writer-lease"));
  }

  /**
   * Takes the lease.
   *
   * @param owner who asks, shown to whoever is refused
   * @param lifetime after which an unrenewed lease counts as abandoned
   * @throws JobException with exit code 73 when somebody else holds it
   */
  public static WriterLease acquire(
      Warehouse warehouse, String owner, Duration lifetime, Clock clock) throws IOException {
    FileSystem fs = warehouse.fileSystem();
    Path directory = warehouse.lock();
    long last = highest(fs, directory);
    read(fs, directory, last).ifPresent(held -> refuseIfHeld(held, clock));
    Instant now = clock.instant();
    ObjectNode content =
        Json.object()
            .put("owner", owner)
            .put("token", UUID.randomUUID().toString().substring(0, 8))
            .put("acquired_at", now.toString())
            .put("expires_at", now.plus(lifetime).toString());
    Holder.describeThisProcess(content);
    if (!SmallFiles.createNew(fs, file(directory, last + 1), Json.text(content))) {
      throw JobException.cannotWrite(
          "Another run took the warehouse %s a moment ago. Try again when it has finished."
              .formatted(warehouse.root()));
    }
    WriterLease lease = new WriterLease(fs, directory, last + 1, content, lifetime, clock);
    lease.startRenewing();
    lease.deleteOlder();
    return lease;
  }

  private static void refuseIfHeld(JsonNode held, Clock clock) {
    Instant expires = Instant.parse(held.path("expires_at").asText());
    boolean over =
        held.path("released").asBoolean(false)
            || !clock.instant().isBefore(expires)
            || Holder.isGone(held)
            || Holder.isEarlierAttempt(held);
    if (!over) {
      throw JobException.cannotWrite(
          ("The warehouse is being written by %s (process %s, since %s). Wait for it, or, if"
                  + " that process is gone, for its lease to expire at %s.")
              .formatted(
                  held.path("owner").asText(),
                  held.path("pid").asText(),
                  held.path("acquired_at").asText(),
                  expires));
    }
  }

  /**
   * Confirms that nobody has taken over.
   *
   * @throws JobException with exit code 75 when a later holder exists
   */
  public void requireHeld() throws IOException {
    if (highest(fs, directory) != number) {
      throw new JobException(
          ExitCode.TRY_AGAIN,
          "This run's lease on the warehouse expired and another run took over. Nothing was"
              + " published; run again when the other has finished.");
    }
  }

  /** From the next renewal on the lease says how far its holder is. */
  public void tell(Consumer<ObjectNode> howFar) {
    progress = howFar;
  }

  /** What the latest lease of a warehouse says, held or not; empty if there is none. */
  public static Optional<JsonNode> latest(Warehouse warehouse) throws IOException {
    FileSystem fs = warehouse.fileSystem();
    return read(fs, warehouse.lock(), highest(fs, warehouse.lock()));
  }

  private static Optional<JsonNode> read(FileSystem fs, Path directory, long number)
      throws IOException {
    Path file = file(directory, number);
    return Json.parse(SmallFiles.read(fs, file), file.toString());
  }

  /** Short text that no other holder has, for names of files written under this lease. */
  public String token() {
    return Long.toString(number, 36) + "-" + content.path("token").asText();
  }

  private void startRenewing() {
    long period = Math.max(1, Math.min(lifetime.toMillis() / 3, LONGEST_PERIOD.toMillis()));
    ScheduledFuture<?> unused =
        renewer.scheduleAtFixedRate(this::renew, period, period, TimeUnit.MILLISECONDS);
  }

  private void renew() {
    writing.lock();
    try {
      requireHeld();
      content.put("expires_at", clock.instant().plus(lifetime).toString());
      Holder.describeItsApplication(content);
      progress.accept(content);
      SmallFiles.replace(fs, file(directory, number), Json.text(content));
    } catch (IOException | RuntimeException e) {
      LOG.warn("The lease on {} could not be renewed: {}", directory, e.getMessage());
    } finally {
      writing.unlock();
    }
  }

  private void deleteOlder() {
    try {
      for (FileStatus status : fs.listStatus(directory)) {
        long older = numberOf(status.getPath());
        if (older > 0 && older < number) {
          fs.delete(status.getPath(), false);
        }
      }
    } catch (IOException e) {
      LOG.debug("Old leases in {} could not be deleted", directory, e);
    }
  }

  /** Gives the lease back; leaves it to expire if the store does not answer a renewal. */
  @Override
  public void close() {
    renewer.shutdownNow();
    try {
      if (!writing.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("The lease on {} is being renewed and cannot be given back", directory);
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    giveBack();
  }

  private void giveBack() {
    try {
      if (highest(fs, directory) == number) {
        content.put("released", true);
        SmallFiles.replace(fs, file(directory, number), Json.text(content));
      }
    } catch (IOException e) {
      LOG.warn(
          "The lease on {} could not be given back, it expires by itself: {}",
          directory,
          e.getMessage());
    } finally {
      writing.unlock();
    }
  }

  private static long highest(FileSystem fs, Path directory) throws IOException {
    long highest = 0;
    try {
      for (FileStatus status : fs.listStatus(directory)) {
        highest = Math.max(highest, numberOf(status.getPath()));
      }
    } catch (FileNotFoundException e) {
      return 0;
    }
    return highest;
  }

  private static long numberOf(Path file) {
    String name = file.getName();
    return name.matches("\\d{10}\\.json") ? Long.parseLong(name.substring(0, 10)) : 0;
  }

  private static Path file(Path directory, long number) {
    return new Path(directory, String.format(Locale.ROOT, "%010d.json", number));
  }
}

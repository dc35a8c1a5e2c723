package org.gradienttransport.jobs.faults;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;

/**
 * One directory behind a {@link FaultyFileSystem} of its own name, and the one fault it is to show.
 * Stores share nothing but the list of their names, so tests may run side by side.
 */
public final class FaultyStore implements AutoCloseable {
  static final String SCHEME = "faulty";

  /** What can be asked of a file system. */
  public enum Operation {
    CREATE,
    WRITE,
    CLOSE,
    RENAME,
    DELETE,
    MKDIRS,
    LIST,
    OPEN,
    STATUS
  }

  /** How an operation goes wrong. */
  public enum Fault {
    /** It does nothing and fails; the next one succeeds. */
    FAILS,
    /** It is done, but its caller is told that it failed. */
    FAILS_AFTERWARDS,
    /** It and everything after it fails: what a process killed here leaves behind. */
    GONE,
    /** The process ends before it, as by SIGKILL. */
    KILLS,
    /** The process ends after it, as by SIGKILL. */
    KILLS_AFTERWARDS,
    /** It never returns, unless its thread is interrupted or the store is closed. */
    HANGS
  }

  /** One operation that happened. */
  public record Event(Operation operation, String path, int number) {}

  /** Something done to a file system. */
  @FunctionalInterface
  interface Action<T> {
    T run() throws IOException;
  }

  private static final Map<String, FaultyStore> STORES = new ConcurrentHashMap<>();

  private final String name;
  private final Path directory;
  private final PlannedFaults planned;
  private final Map<Operation, Integer> counts = new EnumMap<>(Operation.class);
  private final List<Event> events = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch released = new CountDownLatch(1);
  private Predicate<Event> trap = event -> false;
  private Fault fault = Fault.FAILS;
  private boolean gone;
  private int left = 1;
  private Event struck;
  private long room = Long.MAX_VALUE;

  private FaultyStore(Path directory) {
    this.name = "s" + UUID.randomUUID().toString().substring(0, 8);
    this.directory = directory;
    this.planned = null;
  }

  private FaultyStore(String name, PlannedFaults planned) {
    this.name = name;
    this.directory = Path.of("/");
    this.planned = planned;
  }

  /** Opens a store over a directory of this machine. */
  public static FaultyStore over(Path directory) {
    FaultyStore store = new FaultyStore(directory);
    STORES.put(store.name, store);
    return store;
  }

  /** Makes the scheme known to a Hadoop configuration. */
  public static Configuration register(Configuration configuration) {
    configuration.set("fs." + SCHEME + ".impl", FaultyFileSystem.class.getName());
    configuration.set(
        "fs.AbstractFileSystem." + SCHEME + ".impl", FaultyFileSystem.Context.class.getName());
    return configuration;
  }

  /** The store of a name; a process that has none of that name may have {@link PlannedFaults}. */
  static FaultyStore named(String name, Configuration configuration) throws IOException {
    FaultyStore store = STORES.get(name);
    if (store != null) {
      return store;
    }
    PlannedFaults planned = PlannedFaults.of(configuration);
    if (planned == null) {
      throw new IOException("there is no store " + name);
    }
    return STORES.computeIfAbsent(name, other -> new FaultyStore(other, planned));
  }

  /** Address of the directory. */
  public String uri() {
    return SCHEME + "://" + name + directory.toAbsolutePath();
  }

  /** The operation with this number, of its kind, goes wrong. */
  public void arm(Fault how, Operation operation, int number) {
    arm(how, event -> event.operation() == operation && event.number() == number);
  }

  /** The first operation like this goes wrong. */
  public void arm(Fault how, Predicate<Event> when) {
    arm(how, 1, when);
  }

  /** So many operations like this go wrong, the first ones. */
  public synchronized void arm(Fault how, int times, Predicate<Event> when) {
    left = times;
    counts.clear();
    events.clear();
    trap = when;
    fault = how;
    struck = null;
    gone = false;
  }

  /** After so many more bytes the device is full. */
  public synchronized void leaveRoomFor(long bytes) {
    room = bytes;
  }

  /** Everything works again. */
  public synchronized void heal() {
    arm(Fault.FAILS, event -> false);
    room = Long.MAX_VALUE;
  }

  /** What went wrong, or null. */
  public synchronized Event struck() {
    return struck;
  }

  /** Everything that was asked since the store was armed or healed. */
  public List<Event> events() {
    synchronized (events) {
      return List.copyOf(events);
    }
  }

  <T> T meetWrite(org.apache.hadoop.fs.Path path, int count, Action<T> action) throws IOException {
    synchronized (this) {
      if (count > room) {
        room = 0;
        throw new IOException("No space left on device");
      }
      room -= count;
    }
    return meet(Operation.WRITE, path, action);
  }

  <T> T meet(Operation operation, org.apache.hadoop.fs.Path path, Action<T> action)
      throws IOException {
    Fault now = strike(operation, path.toUri().getPath());
    if (now == null) {
      return action.run();
    }
    if (now == Fault.HANGS) {
      hang();
      return action.run();
    }
    if (now == Fault.FAILS_AFTERWARDS || now == Fault.KILLS_AFTERWARDS) {
      T unused = action.run();
    }
    if (now == Fault.KILLS || now == Fault.KILLS_AFTERWARDS) {
      Runtime.getRuntime().halt(KilledDriver.STATUS);
    }
    throw new IOException("injected: " + operation + " of " + path + " failed");
  }

  private synchronized Fault strike(Operation operation, String path) throws IOException {
    if (planned != null) {
      return planned.take(operation, path);
    }
    Event event = new Event(operation, path, counts.merge(operation, 1, Integer::sum));
    events.add(event);
    if (gone) {
      return Fault.GONE;
    }
    if (left == 0 || !trap.test(event)) {
      return null;
    }
    left--;
    struck = event;
    gone = fault == Fault.GONE;
    return fault;
  }

  private void hang() throws InterruptedIOException {
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while hanging");
    }
  }

  @Override
  public void close() {
    released.countDown();
    STORES.remove(name);
  }
}

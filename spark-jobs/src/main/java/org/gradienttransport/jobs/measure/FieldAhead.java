package org.gradienttransport.jobs.measure;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.gradienttransport.jobs.plan.UnitWork;

/**
 * The units of one task with their fields, read one ahead: while one is measured, the next is read
 * on a thread of its own, if there is memory for both. One thread at a time, except for {@link
 * #close}.
 */
final class FieldAhead implements AutoCloseable {
  private final Iterator<UnitWork> units;
  private final Loader loader;
  private Reading reading;
  private UnitWork pending;
  private boolean closed;

  /** Takes memory for units and reads their fields. */
  interface Loader {
    /** Waits for memory, then reads. */
    LoadedUnit load(UnitWork work) throws InterruptedException;

    /** Memory for a unit, if it is free now. */
    Optional<MemoryLedger.Place> tryAdmit(UnitWork work);

    /** Reads a unit whose memory is taken; gives it back when that fails. */
    LoadedUnit load(UnitWork work, MemoryLedger.Place place);
  }

  FieldAhead(Iterator<UnitWork> units, Loader loader) {
    this.units = units;
    this.loader = loader;
  }

  boolean hasNext() {
    return reading != null || pending != null || units.hasNext();
  }

  /** The next unit, read ahead or now. What went wrong with it is thrown here. */
  LoadedUnit next() throws InterruptedException {
    if (!hasNext()) {
      throw new NoSuchElementException("all units of this task are read");
    }
    Reading ahead = reading;
    if (ahead != null) {
      try {
        return ahead.get();
      } catch (ExecutionException e) {
        throw rethrown(e.getCause());
      } finally {
        synchronized (this) {
          reading = null;
        }
      }
    }
    UnitWork work = pending == null ? units.next() : pending;
    pending = null;
    return loader.load(work);
  }

  private static RuntimeException rethrown(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
  }

  /** Begins to read the next unit, if there is one and memory for it. */
  void start() {
    if (reading != null || !hasNext()) {
      return;
    }
    UnitWork work = pending == null ? units.next() : pending;
    pending = work;
    Optional<MemoryLedger.Place> place = loader.tryAdmit(work);
    if (place.isEmpty()) {
      return;
    }
    synchronized (this) {
      if (closed) {
        place.get().close();
        return;
      }
      reading = new Reading(work, place.get());
      reading.thread.start();
    }
    pending = null;
  }

  /** Stops reading and gives back the memory of what nobody has taken. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      if (reading != null) {
        reading.abandon();
      }
    }
  }

  private final class Reading {
    private final FutureTask<LoadedUnit> task;
    private final Thread thread;
    private boolean abandoned;
    private LoadedUnit untaken;

    Reading(UnitWork work, MemoryLedger.Place place) {
      this.task = new FutureTask<>(() -> read(work, place));
      this.thread = new Thread(task, "field-ahead");
      this.thread.setDaemon(true);
    }

    private LoadedUnit read(UnitWork work, MemoryLedger.Place place) {
      LoadedUnit loaded = loader.load(work, place);
      synchronized (this) {
        if (!abandoned) {
          untaken = loaded;
          return loaded;
        }
      }
      loaded.close();
      throw new CancellationException("nobody waits for this field any more");
    }

    LoadedUnit get() throws InterruptedException, ExecutionException {
      LoadedUnit loaded = task.get();
      synchronized (this) {
        untaken = null;
      }
      return loaded;
    }

    void abandon() {
      LoadedUnit left;
      synchronized (this) {
        abandoned = true;
        left = untaken;
        untaken = null;
      }
      thread.interrupt();
      if (left != null) {
        left.close();
      }
    }
  }
}

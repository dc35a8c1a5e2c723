package org.gradienttransport.jobs.measure;

import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.gradienttransport.udfs.backend.FieldSource;
import org.gradienttransport.udfs.backend.Measured;
import org.gradienttransport.udfs.backend.OpenedBackend;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the tasks of one executor share: a backend with its cached graphs, the memory fields may
 * take, and the turns of large fields.
 *
 * <p>Small fields run side by side, one thread each. A large field runs alone on all threads, while
 * other tasks load theirs, as far as memory allows; on a device the backend's lanes are the turns.
 */
final class ExecutorEngine {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutorEngine.class);

  /** From this size on a field is worth all threads of an executor. */
  static final long LARGE = 1L << 22;

  private static final ConcurrentHashMap<Key, ExecutorEngine> ENGINES = new ConcurrentHashMap<>();

  private static final int BYTES_PER_PERMIT = 1 << 20;

  private final OpenedBackend backend;
  private final int permits;
  private final Semaphore memory;
  private final ReentrantReadWriteLock turns = new ReentrantReadWriteLock(true);

  private ExecutorEngine(OpenedBackend backend, long memoryBytes) {
    this.backend = backend;
    this.permits = (int) Math.max(1, Math.min(Integer.MAX_VALUE, memoryBytes / BYTES_PER_PERMIT));
    this.memory = new Semaphore(permits, true);
  }

  /** Tasks of one executor share a backend, unless Spark gave them different devices. */
  private record Key(MeasureSettings settings, OptionalInt device) {}

  /**
   * The engine of this executor for these settings and the running task's device; made on first
   * use, kept for its life.
   */
  static ExecutorEngine of(MeasureSettings settings) {
    return ENGINES.computeIfAbsent(
        new Key(settings, BackendChoice.deviceOfTask()), key -> open(settings));
  }

  private static ExecutorEngine open(MeasureSettings settings) {
    // Spark's own share of the heap (buffers, rows on their way) is small beside fields and graphs.
    long budget = (long) (Runtime.getRuntime().maxMemory() * 0.85);
    OpenedBackend backend = BackendChoice.open(settings);
    LOG.info(
        "backend {} on {}: {}", backend.first().name(), backend.first().device(), backend.reason());
    return new ExecutorEngine(backend, budget);
  }

  OpenedBackend backend() {
    return backend;
  }

  /**
   * Waits until the memory of a unit is free. A unit larger than the whole budget is admitted
   * alone: it may still fit, and the plan has warned of it.
   */
  Admission admit(long entries, List<FieldVariant> variants) {
    long bytes =
        entries * Double.BYTES
            + backend.workingBytes(entries, variants)
            + backend.graphBytes(entries);
    int wanted = (int) Math.min(permits, bytes / BYTES_PER_PERMIT + 1);
    memory.acquireUninterruptibly(wanted);
    boolean alone = entries >= LARGE && backend.usesHostThreads();
    return new Admission(wanted, alone ? turns.writeLock() : turns.readLock());
  }

  /** A unit's place in memory, given back when closed. */
  final class Admission implements AutoCloseable {
    private final int taken;
    private final Lock turn;

    private Admission(int taken, Lock turn) {
      this.taken = taken;
      this.turn = turn;
    }

    Measured measure(
        FieldSource field, long entries, ProbeParameters probe, List<FieldVariant> variants) {
      turn.lock();
      try {
        return backend.measure(field, entries, probe, variants);
      } finally {
        turn.unlock();
      }
    }

    @Override
    public void close() {
      memory.release(taken);
    }
  }
}

package org.gradienttransport.jobs.measure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.gradienttransport.jobs.plan.ProbeWork;
import org.gradienttransport.jobs.plan.UnitWork;
import org.gradienttransport.udfs.backend.BackendField;
import org.gradienttransport.udfs.backend.Measured;
import org.gradienttransport.udfs.backend.OpenedBackend;
import org.gradienttransport.udfs.graph.GraphKey;
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

  private static final ConcurrentHashMap<Key, ExecutorEngine> ENGINES = new ConcurrentHashMap<>();

  private final OpenedBackend backend;
  private final int threads;
  private final MemoryLedger memory;
  private final Activity activity;
  private final ReentrantReadWriteLock turns = new ReentrantReadWriteLock(true);

  private ExecutorEngine(OpenedBackend backend, int threads, ArrayHeap heap) {
    this.backend = backend;
    this.threads = threads;
    this.memory = new MemoryLedger(heap, backend::forgetOthers);
    this.activity = new Activity(threads);
  }

  /**
   * Tasks of one executor share a backend and its memory, whatever they probe with, unless Spark
   * gave them different devices.
   */
  private record Key(MeasureSettings settings, OptionalInt device) {}

  /**
   * The engine of this executor for these settings and the running task's device; made on first
   * use, kept for its life.
   */
  static ExecutorEngine of(MeasureSettings settings) {
    return ENGINES.computeIfAbsent(
        new Key(settings.probing(ProbeParameters.PAPER), BackendChoice.deviceOfTask()),
        key -> open(settings));
  }

  private static ExecutorEngine open(MeasureSettings settings) {
    OpenedBackend backend = BackendChoice.open(settings);
    LOG.info(
        "backend {} on {}: {}", backend.first().name(), backend.first().device(), backend.reason());
    return new ExecutorEngine(
        backend,
        settings.threads() > 0 ? settings.threads() : Runtime.getRuntime().availableProcessors(),
        ArrayHeap.ofThisProcess());
  }

  OpenedBackend backend() {
    return backend;
  }

  MemoryLedger memory() {
    return memory;
  }

  Activity activity() {
    return activity;
  }

  /** Memory that a unit takes on a backend. */
  static MemoryLedger.Need need(OpenedBackend backend, UnitWork work) {
    long entries = work.unit().entries();
    Map<GraphKey, Long> graphs = new HashMap<>();
    long room = 0;
    for (ProbeWork probe : work.probes()) {
      GraphKey graph = GraphKey.of(entries, probe.parameters());
      graphs.put(graph, backend.graphBytes(graph));
      room = Math.max(room, backend.workingBytes(graph, probe.variants()));
    }
    // All probes but the last relax a copy.
    long copies = work.probes().size() > 1 && work.needsField() ? 2 : 1;
    return new MemoryLedger.Need(
        entries, copies * entries * Double.BYTES, room, graphs, takesTurns(backend, entries));
  }

  private static boolean takesTurns(OpenedBackend backend, long entries) {
    return SizeClass.of(entries) == SizeClass.LARGE && backend.usesHostThreads();
  }

  /**
   * Begins to make the graph of a large unit whose memory is taken, while its field is read and the
   * one before it relaxed.
   */
  void prepare(UnitWork work) {
    if (!takesTurns(backend, work.unit().entries())) {
      return;
    }
    GraphKey graph = GraphKey.of(work.unit().entries(), work.probes().get(0).parameters());
    Thread thread = new Thread(() -> backend.prepare(graph), "graph-ahead");
    thread.setDaemon(true);
    thread.start();
  }

  /** Measures a unit whose memory is taken, when it is its turn. */
  Measured measure(
      BackendField field, long entries, ProbeParameters probe, List<FieldVariant> variants) {
    boolean alone = takesTurns(backend, entries);
    Lock turn = alone ? turns.writeLock() : turns.readLock();
    turn.lock();
    try {
      return activity.during(
          alone ? threads : 1, () -> backend.measure(field, entries, probe, variants));
    } finally {
      turn.unlock();
    }
  }
}

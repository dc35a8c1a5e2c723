package org.gradienttransport.jobs.measure;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.udfs.graph.GraphKey;

/**
 * Who has which memory of one executor's heap. A unit is admitted before its field is read, and
 * only when it can then be finished whatever the others do, so nobody ever waits for memory while
 * holding some.
 *
 * <p>What admitted units take together: each its field; each small one its working room, but of the
 * large ones, which take turns, only the largest room; and each graph once.
 */
final class MemoryLedger {
  private final ArrayHeap heap;
  private final long budget;
  private final Consumer<Set<GraphKey>> forgetOthers;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Need> admitted = new ArrayList<>();
  private final Deque<Object> waiting = new ArrayDeque<>();
  private final Map<GraphKey, Long> graphsKept = new HashMap<>();

  /**
   * What one unit takes, in bytes.
   *
   * @param nodes N
   * @param field the field itself, and its copy where several probes relax it
   * @param room working room beside it
   * @param graphs each graph it relaxes on, shared by all units on it
   * @param takesTurns whether units of this size are measured one at a time
   */
  record Need(long nodes, long field, long room, Map<GraphKey, Long> graphs, boolean takesTurns) {
    Need {
      graphs = Map.copyOf(graphs);
    }

    /** Of a unit that relaxes on one graph. */
    Need(GraphKey on, long field, long room, long graph, boolean takesTurns) {
      this(on.nodes(), field, room, Map.of(on, graph), takesTurns);
    }

    long graph() {
      return graphs.values().stream().mapToLong(Long::longValue).sum();
    }

    long alone() {
      return field + room + graph();
    }
  }

  /**
   * @param heap what fields, graphs and rooms share with all else
   * @param forgetOthers makes the backend forget other graphs than these
   */
  MemoryLedger(ArrayHeap heap, Consumer<Set<GraphKey>> forgetOthers) {
    this.heap = heap;
    this.budget = heap.budget();
    this.forgetOthers = forgetOthers;
  }

  /**
   * Says that a unit cannot be measured in a heap, if so.
   *
   * @param what name of the unit, for the message
   * @throws JobException with exit code 78
   */
  static void requireFits(Need need, ArrayHeap heap, String what) {
    if (need.alone() > heap.budget()) {
      throw JobException.configuration(
          String.format(
              Locale.ROOT,
              "%s does not fit: a field of %,d entries needs %,d MB (field %,d, graph %,d, working"
                  + " room %,d), and an executor has %,d MB for fields. Nothing was measured. Raise"
                  + " spark.executor.memory (spark.driver.memory in local mode) to %,d MB or more,"
                  + " %sor leave the scale out.",
              what,
              need.nodes(),
              megabytes(need.alone()),
              megabytes(need.field()),
              megabytes(need.graph()),
              megabytes(need.room()),
              heap.budget() >> 20,
              megabytes(heap.settingFor(need.alone())),
              heap.isParted()
                  ? "give its JVM -XX:+UseG1GC, whose heap is not cut into parts, "
                  : ""));
    }
  }

  private static long megabytes(long bytes) {
    return (bytes + (1 << 20) - 1) >> 20;
  }

  /** Waits, first come first served, until a unit can be admitted. */
  Place admit(Need need) throws InterruptedException {
    requireFits(need, heap, "This unit");
    Object ticket = new Object();
    lock.lockInterruptibly();
    try {
      waiting.add(ticket);
      try {
        while (waiting.peek() != ticket || !fits(need)) {
          changed.await();
        }
      } finally {
        waiting.remove(ticket);
        changed.signalAll();
      }
      return take(need);
    } finally {
      lock.unlock();
    }
  }

  /** Admits a unit if that is possible at once and nobody has been waiting. */
  Optional<Place> tryAdmit(Need need) {
    lock.lock();
    try {
      return waiting.isEmpty() && fits(need) ? Optional.of(take(need)) : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private boolean fits(Need more) {
    List<Need> all = new ArrayList<>(admitted);
    all.add(more);
    return total(all) <= budget;
  }

  /** What admitted units take together, in bytes. */
  static long total(List<Need> needs) {
    long bytes = 0;
    long largestRoom = 0;
    Map<GraphKey, Long> graphs = new HashMap<>();
    for (Need need : needs) {
      bytes += need.field();
      if (need.takesTurns()) {
        largestRoom = Math.max(largestRoom, need.room());
      } else {
        bytes += need.room();
      }
      graphs.putAll(need.graphs());
    }
    for (long graph : graphs.values()) {
      bytes += graph;
    }
    return bytes + largestRoom;
  }

  private Place take(Need need) {
    admitted.add(need);
    graphsKept.putAll(need.graphs());
    Set<GraphKey> used = new HashSet<>();
    admitted.forEach(one -> used.addAll(one.graphs().keySet()));
    long idle =
        graphsKept.entrySet().stream()
            .filter(graph -> !used.contains(graph.getKey()))
            .mapToLong(Map.Entry::getValue)
            .sum();
    if (idle > 0 && total(admitted) + idle > budget) {
      forgetOthers.accept(used);
      graphsKept.keySet().retainAll(used);
    }
    return new Place(need);
  }

  /** A unit's memory, given back when closed. */
  final class Place implements AutoCloseable {
    private final Need need;
    private boolean held = true;

    private Place(Need need) {
      this.need = need;
    }

    @Override
    public void close() {
      lock.lock();
      try {
        if (held) {
          held = false;
          admitted.remove(need);
          changed.signalAll();
        }
      } finally {
        lock.unlock();
      }
    }
  }
}

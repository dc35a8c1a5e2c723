package org.gradienttransport.udfs.relax;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.gradienttransport.udfs.parallel.Workers;

/**
 * Shares out a step between two threads as a relay: the active nodes are cut into units in
 * ascending order, both threads gather units, and whichever finds the next unit in order ready adds
 * it up while the other goes on gathering. Adding is one thread's work at a time, so shares need
 * not be sorted by target first, as {@link GatheringRounds} does for more threads.
 *
 * <p>Always gets on, also where the second thread comes late or never: a unit waits only for those
 * before it.
 */
final class Relay implements SharedStep {
  /** Units under way at most. */
  private static final int SLOTS = 16;

  /** Active nodes per unit: enough to pay for handing it over, few enough for the cache. */
  private static final int NODES_PER_UNIT = 1 << 12;

  /** Looks at what the other thread has done before it gets a moment to itself. */
  private static final int SPINS = 1 << 10;

  private static final long PAUSE_NANOS = 20_000;

  private final Workers workers;
  private final ShareBatch[] slots = new ShareBatch[SLOTS];

  /** Of each slot, how many units there are up to the one that lies in it, ready to be added. */
  private final AtomicIntegerArray ready = new AtomicIntegerArray(SLOTS);

  private final AtomicInteger added = new AtomicInteger();
  private final AtomicBoolean adding = new AtomicBoolean();
  private final AtomicBoolean failed = new AtomicBoolean();

  Relay(Workers workers) {
    this.workers = workers;
    Arrays.setAll(slots, slot -> new ShareBatch());
  }

  /** About what the slots hold: each node's neighbours, twice, 12 bytes each. */
  static long bytesFor(int degree) {
    return (long) SLOTS * NODES_PER_UNIT * degree * 2 * 12;
  }

  @Override
  public void run(Gathering gathering, ShareSums sums, Marking marking) {
    reset();
    Step step = new Step(gathering, sums, marking);
    workers.run(workers.threads(), thread -> work(step));
  }

  private void reset() {
    for (int slot = 0; slot < SLOTS; slot++) {
      ready.set(slot, 0);
      slots[slot].clear();
    }
    added.set(0);
    adding.set(false);
    failed.set(false);
  }

  private void work(Step step) {
    boolean finished = false;
    try {
      for (Unit unit = step.next(); unit != null; unit = step.next()) {
        int number = unit.number();
        addUntil(step, number + 1 - SLOTS);
        if (failed.get()) {
          return;
        }
        step.gathering.run(unit.fromGroup(), unit.toGroup(), slots[number % SLOTS]);
        ready.set(number % SLOTS, number + 1);
        addReady(step);
      }
      addUntil(step, step.units());
      finished = true;
    } finally {
      if (!finished) {
        failed.set(true);
      }
    }
  }

  /** Adds what is ready until so many units are added, by whomever, or the other thread failed. */
  private void addUntil(Step step, int units) {
    int spins = 0;
    while (added.get() < units && !failed.get()) {
      addReady(step);
      if (++spins % SPINS == 0) {
        LockSupport.parkNanos(PAUSE_NANOS);
      } else {
        Thread.onSpinWait();
      }
    }
  }

  private void addReady(Step step) {
    while (isReady() && adding.compareAndSet(false, true)) {
      while (isReady()) {
        ShareBatch batch = slots[added.get() % SLOTS];
        step.sums.add(batch, step.marking);
        batch.clear();
        added.getAndIncrement();
      }
      adding.set(false);
    }
  }

  private boolean isReady() {
    int unit = added.get();
    return ready.get(unit % SLOTS) == unit + 1;
  }

  /** Consecutive groups of nodes that one thread gathers at once. */
  private record Unit(int number, int fromGroup, int toGroup) {}

  /** What a step still has to gather. */
  private static final class Step {
    private final Gathering gathering;
    private final ShareSums sums;
    private final Marking marking;
    private int units;
    private int nextGroup;

    Step(Gathering gathering, ShareSums sums, Marking marking) {
      this.gathering = gathering;
      this.sums = sums;
      this.marking = marking;
    }

    /**
     * The next unit; null if there are no more. Cut by the number of active nodes: in later steps
     * most of them are the low ones, which have most neighbours.
     */
    synchronized Unit next() {
      int from = nextGroup;
      nextGroup = gathering.active().past(from, NODES_PER_UNIT);
      return from == nextGroup ? null : new Unit(units++, from, nextGroup);
    }

    synchronized int units() {
      return units;
    }
  }
}

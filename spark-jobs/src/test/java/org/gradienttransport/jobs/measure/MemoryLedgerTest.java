package org.gradienttransport.jobs.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.measure.MemoryLedger.Need;
import org.gradienttransport.jobs.measure.MemoryLedger.Place;
import org.gradienttransport.udfs.graph.GraphKey;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.junit.jupiter.api.Test;

class MemoryLedgerTest {
  private static final long MB = 1 << 20;

  private final List<Set<GraphKey>> forgotten = new ArrayList<>();

  @Test
  void unitsOfOneSizeShareTheirGraph() throws Exception {
    MemoryLedger ledger = ledger(100);

    Place one = ledger.admit(small(10, 20, 10, 40));
    assertThat(ledger.tryAdmit(small(10, 20, 10, 40))).isPresent();
    assertThat(ledger.tryAdmit(small(10, 20, 10, 40))).isEmpty();
    one.close();
    assertThat(ledger.tryAdmit(small(10, 20, 10, 40))).isPresent();
  }

  @Test
  void largeUnitsTakeTurnsInOneWorkingRoom() throws Exception {
    MemoryLedger ledger = ledger(100);

    assertThat(ledger.tryAdmit(large(10, 20, 20, 40))).isPresent();
    assertThat(ledger.tryAdmit(large(10, 20, 20, 40))).isPresent();
    assertThat(ledger.tryAdmit(large(10, 20, 20, 40))).isEmpty();
  }

  @Test
  void whatDoesNotFitEvenAloneIsRefusedWithWhatIsNeededAndThere() {
    assertThatThrownBy(() -> ledger(100).admit(large(1_000_000, 50, 20, 40)))
        .isInstanceOfSatisfying(
            JobException.class,
            refused -> assertThat(refused.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
        .hasMessageContaining("1,000,000 entries needs 110 MB (field 50, graph 40")
        .hasMessageContaining("an executor has 100 MB")
        .hasMessageContaining("Raise spark.executor.memory");
  }

  @Test
  void unitsThatFitOnlyOneAtATimeAreMeasuredOneAfterTheOther() throws Exception {
    MemoryLedger ledger = ledger(100);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    ExecutorService tasks = Executors.newFixedThreadPool(4);
    List<Future<?>> done = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      done.add(
          tasks.submit(
              () -> {
                Place place = ledger.admit(small(10, 40, 20, 10));
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                inside.decrementAndGet();
                place.close();
                return null;
              }));
    }
    for (Future<?> one : done) {
      one.get();
    }
    tasks.shutdown();
    assertThat(most).hasValue(1);
  }

  /** A task that asks for 90 and says how that ended. */
  private static Thread admitting(
      MemoryLedger ledger, CountDownLatch admitted, CountDownLatch interrupted) {
    Thread task =
        new Thread(
            () -> {
              try {
                Place place = ledger.admit(small(2, 90, 0, 0));
                admitted.countDown();
                place.close();
              } catch (InterruptedException e) {
                interrupted.countDown();
              }
            });
    task.start();
    return task;
  }

  @Test
  void nobodyOvertakesTheOneWhoWaits() throws Exception {
    MemoryLedger ledger = ledger(100);
    Place first = ledger.admit(small(1, 60, 0, 0));
    CountDownLatch admitted = new CountDownLatch(1);
    Thread waiting = admitting(ledger, admitted, new CountDownLatch(1));
    while (waiting.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }

    assertThat(ledger.tryAdmit(small(3, 10, 0, 0))).isEmpty();
    first.close();
    admitted.await();
    waiting.join();
    assertThat(ledger.tryAdmit(small(3, 10, 0, 0))).isPresent();
  }

  @Test
  void waitingEndsWhenTheTaskIsKilled() throws Exception {
    MemoryLedger ledger = ledger(100);
    Place held = ledger.admit(small(1, 60, 0, 0));
    CountDownLatch interrupted = new CountDownLatch(1);
    Thread waiting = admitting(ledger, new CountDownLatch(1), interrupted);
    waiting.interrupt();
    interrupted.await();

    assertThat(ledger.tryAdmit(small(3, 10, 0, 0))).isPresent();
    held.close();
  }

  @Test
  void graphsNobodyUsesMakeRoom() throws Exception {
    MemoryLedger ledger = ledger(100);
    ledger.admit(small(1, 10, 0, 50)).close();
    assertThat(forgotten).isEmpty();

    Place other = ledger.admit(small(2, 10, 0, 50));

    assertThat(forgotten).containsExactly(Set.of(on(2)));
    other.close();
    other.close();
    assertThat(ledger.tryAdmit(small(2, 50, 0, 50))).isPresent();
  }

  @Test
  void graphsOfOneSizeThatDifferAreCountedEach() throws Exception {
    MemoryLedger ledger = ledger(100);
    GraphKey seeded = GraphKey.of(10, ProbeParameters.PAPER.withTopologySeed(43));

    Place one = ledger.admit(small(10, 10, 0, 40));
    assertThat(ledger.tryAdmit(new Need(seeded, 20 * MB, 0, 40 * MB, false))).isEmpty();
    one.close();
    assertThat(ledger.tryAdmit(new Need(seeded, 30 * MB, 0, 40 * MB, false))).isPresent();
    assertThat(forgotten).containsExactly(Set.of(seeded));
  }

  private static GraphKey on(long nodes) {
    return GraphKey.of(nodes, ProbeParameters.PAPER);
  }

  /** With so much for fields, which is half of a small heap. */
  private MemoryLedger ledger(long megabytes) {
    return new MemoryLedger(ArrayHeap.of(2 * megabytes * MB), forgotten::add);
  }

  private static Need small(long nodes, long field, long room, long graph) {
    return new Need(on(nodes), field * MB, room * MB, graph * MB, false);
  }

  private static Need large(long nodes, long field, long room, long graph) {
    return new Need(on(nodes), field * MB, room * MB, graph * MB, true);
  }
}

package org.gradienttransport.jobs.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.faults.FaultyStore.Event;
import org.gradienttransport.jobs.faults.FaultyStore.Fault;
import org.gradienttransport.jobs.faults.FaultyStore.Operation;
import org.gradienttransport.jobs.plan.store.MeasurementStore;
import org.gradienttransport.jobs.run.TestRuns;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * The n-th operation of a file system goes wrong, for every n of measuring into a store and of
 * showing another run to readers. After each, the next run has to end well, with the same rows.
 *
 * <p>Of reads (open, status), which are most of the operations and leave nothing behind, every
 * fifth fails. Staging and publishing are {@link PublicationFaultsTest}'s and {@link
 * KilledDriverTest}'s.
 */
@Tag("slow")
class FileSystemFaultsTest {
  @TempDir Path directory;
  private Family family;
  private final List<String> problems = new ArrayList<>();

  @BeforeEach
  void writeFamily() throws IOException {
    family = TinyFamily.write(directory.resolve("input"), 1, 2);
  }

  private static Map<Operation, Integer> counts(List<Event> events) {
    Map<Operation, Integer> counts = new EnumMap<>(Operation.class);
    events.forEach(event -> counts.merge(event.operation(), event.number(), Math::max));
    return counts;
  }

  @ParameterizedTest
  @EnumSource(names = {"FAILS", "FAILS_AFTERWARDS", "GONE"})
  void measuringSurvivesEveryOperationThatFails(Fault fault) throws IOException {
    List<String> expected;
    Map<Operation, Integer> operations;
    try (FaultyWarehouse calm = new FaultyWarehouse(directory.resolve("calm"))) {
      calm.run(family).measure();
      operations = counts(calm.store.events());
      expected = calm.measurements();
    }
    assertThat(expected).hasSize(6);
    operations.keySet().retainAll(concerned(fault));
    operations.forEach(
        (operation, last) -> {
          for (int n = 1; n <= last; n += stride(operation)) {
            measureWithFault(fault, operation, n, expected);
          }
        });
    assertThat(problems).isEmpty();
  }

  /** What a fault can be told by: killed between two reads is killed between two writes. */
  private static Set<Operation> concerned(Fault fault) {
    return switch (fault) {
      case FAILS_AFTERWARDS -> EnumSet.of(Operation.CLOSE, Operation.RENAME, Operation.DELETE);
      case GONE -> EnumSet.range(Operation.CREATE, Operation.MKDIRS);
      default -> EnumSet.allOf(Operation.class);
    };
  }

  private static int stride(Operation operation) {
    return operation == Operation.OPEN || operation == Operation.STATUS ? 5 : 1;
  }

  private void measureWithFault(Fault fault, Operation operation, int n, List<String> expected) {
    String name = fault + " " + operation + " " + n;
    try (FaultyWarehouse warehouse =
        new FaultyWarehouse(directory.resolve(name.replace(' ', '-')))) {
      warehouse.store.arm(fault, operation, n);
      attempt(name, warehouse, () -> warehouse.run(family).measure());
      warehouse.store.heal();
      warehouse.nextRun(family).measure();
      removeAbandoned(warehouse);
      requireEqual(name, warehouse.measurements(), expected);
    } catch (IOException | RuntimeException e) {
      problems.add(name + ": " + warehouseAt(e));
    }
  }

  /** What gc does. */
  private static void removeAbandoned(FaultyWarehouse warehouse) throws IOException {
    var files = new MeasurementStore(TestRuns.warehouse(warehouse.directory));
    for (var left : files.needless(Instant.now())) {
      TestRuns.warehouse(warehouse.directory).fileSystem().delete(left, true);
    }
  }

  private void requireEqual(String what, List<String> found, List<String> expected) {
    if (!found.equals(expected)) {
      problems.add(what + ": " + found);
    }
  }

  private static String warehouseAt(Throwable e) {
    StackTraceElement[] trace = e.getStackTrace();
    return e + " at " + (trace.length > 0 ? trace[0] : "?");
  }

  /** A piece of work that a fault may end. */
  @FunctionalInterface
  private interface Attempt {
    Object run() throws IOException;
  }

  /** If the fault shows, it is a failure whose command ends with "try again". */
  private void attempt(String name, FaultyWarehouse warehouse, Attempt work) {
    try {
      Object unused = work.run();
    } catch (IOException | RuntimeException e) {
      if (FaultyWarehouse.exitCode(e) != ExitCode.TRY_AGAIN) {
        problems.add(name + " ends with " + FaultyWarehouse.exitCode(e) + ": " + warehouseAt(e));
      }
    }
    if (warehouse.store.struck() == null) {
      problems.add(name + " never happened");
    }
  }

  @Test
  void showingAnotherRunSurvivesEveryOperationThatFails() throws IOException {
    Path place = directory.resolve("warehouse");
    Family later = TinyFamily.write(directory.resolve("input"), 1, 2, 3);
    try (FaultyWarehouse warehouse = new FaultyWarehouse(place)) {
      String one = warehouse.run(family).run().runId();
      String two = warehouse.run(later).run().runId();
      warehouse.store.heal();
      assertThat(warehouse.run(family).run().runId()).isEqualTo(one);
      Map<Operation, Integer> operations = counts(warehouse.store.events());
      Map<String, List<String>> rows = TestRuns.values(place, Set.of());
      warehouse.run(later).run();
      for (Fault fault : List.of(Fault.FAILS, Fault.FAILS_AFTERWARDS, Fault.GONE)) {
        Set<Operation> concerned = concerned(fault);
        operations.forEach(
            (operation, last) -> {
              for (int n = 1; n <= last && concerned.contains(operation); n += stride(operation)) {
                showWithFault(warehouse, fault, operation, n, one, two, later);
              }
            });
      }
      assertThat(problems).isEmpty();
      warehouse.nextRun(family).run();
      assertThat(TestRuns.values(place, Set.of())).isEqualTo(rows);
    }
  }

  private void showWithFault(
      FaultyWarehouse warehouse,
      Fault fault,
      Operation operation,
      int n,
      String one,
      String two,
      Family later) {
    String name = fault + " " + operation + " " + n;
    try {
      warehouse.store.arm(fault, operation, n);
      attempt(name, warehouse, () -> warehouse.nextRun(family).run());
      warehouse.store.heal();
      String seen = TestRuns.warehouse(warehouse.directory).requireCurrentRun();
      if (!seen.equals(one) && !seen.equals(two)) {
        problems.add(name + ": readers see " + seen);
      }
      String next = warehouse.nextNextRun(family).run().runId();
      if (!next.equals(one)) {
        problems.add(name + ": the next run is " + next);
      }
      warehouse.nextNextRun(later).run();
    } catch (IOException | RuntimeException e) {
      problems.add(name + ": " + warehouseAt(e));
    }
  }

  /** Measuring neither opens nor deletes anything of the warehouse. */
  @ParameterizedTest
  @EnumSource(
      value = Operation.class,
      mode = Mode.EXCLUDE,
      names = {"OPEN", "DELETE"})
  void aRunGivesUpAFileSystemThatDoesNotAnswer(Operation operation) throws IOException {
    List<String> expected;
    int last;
    try (FaultyWarehouse calm = new FaultyWarehouse(directory.resolve("calm"))) {
      calm.run(family).measure();
      expected = calm.measurements();
      last = counts(calm.store.events()).get(operation);
    }
    // In the middle of the run, so that the lease is held and waves are committed.
    int n = (last + 1) / 2;
    String name = operation + " " + n;
    try (FaultyWarehouse warehouse =
        new FaultyWarehouse(directory.resolve(name.replace(' ', '-')))) {
      warehouse.store.arm(Fault.HANGS, operation, n);
      attempt(name, warehouse, () -> warehouse.run(family, Duration.ofSeconds(2)).measure());
      warehouse.store.heal();
      warehouse.nextRun(family).measure();
      requireEqual(name, warehouse.measurements(), expected);
    }
    assertThat(problems).isEmpty();
  }
}

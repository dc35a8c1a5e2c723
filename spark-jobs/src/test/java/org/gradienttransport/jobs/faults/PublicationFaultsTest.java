package org.gradienttransport.jobs.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.faults.FaultyStore.Event;
import org.gradienttransport.jobs.faults.FaultyStore.Fault;
import org.gradienttransport.jobs.faults.FaultyStore.Operation;
import org.gradienttransport.jobs.run.TestRuns;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Staging and publishing a run that has nothing left to measure: what readers would see if the
 * driver were gone before the n-th operation, for every n, and what they see when operations fail.
 * For the first, one run is looked at hundreds of times instead of being repeated: what a killed
 * process leaves is what was there at that moment. The next run after such a kill is {@link
 * KilledDriverTest}'s.
 */
@Tag("slow")
class PublicationFaultsTest {
  private static final Set<Operation> CHANGES = EnumSet.range(Operation.CREATE, Operation.MKDIRS);
  private static final Set<Operation> FAILING = EnumSet.range(Operation.CREATE, Operation.LIST);

  @TempDir Path directory;
  private final List<String> problems = new ArrayList<>();
  private final Map<Operation, Integer> looks = new TreeMap<>();
  private String before;
  private Map<String, Long> shown;

  @Test
  void beforeEveryOperationReadersSeeThePreviousRunOrTheCompleteNewOne() throws IOException {
    Family family = TinyFamily.write(directory.resolve("input"), 1, 2);
    Path place = directory.resolve("warehouse");
    try (FaultyWarehouse warehouse = new FaultyWarehouse(place)) {
      before = warehouse.run(family).run().runId();
      Map<String, List<String>> tables = figures(place);

      warehouse.store.arm(Fault.FAILS, event -> CHANGES.contains(event.operation()) && look(event));
      String after = warehouse.run(family).aggregate().runId();

      assertThat(after).isNotEqualTo(before);
      assertThat(problems).isEmpty();
      assertThat(looks.keySet()).containsAll(CHANGES);
      // Two for each of the tables, and those of store, lease, marker and pointer.
      assertThat(looks.values().stream().mapToInt(Integer::intValue).sum()).isGreaterThan(60);
      // Only what follows the pointer, such as giving back the lease, comes after it is shown.
      assertThat(shown).isEqualTo(files(place.resolve("runs").resolve(after)));
      assertThat(figures(place)).isEqualTo(tables);
    }
  }

  /**
   * The middle operation of each kind, as an aggregation takes many seconds and what all the others
   * leave behind is looked at above; with {@code -Dfaults.every=LIST,RENAME} every single one of
   * these kinds.
   */
  @Test
  void anOperationThatFailsEndsTheRunOrDoesNoHarmAndReadersAlwaysSeeACompleteOne()
      throws IOException {
    Family family = TinyFamily.write(directory.resolve("input"), 1, 2);
    Path place = directory.resolve("warehouse");
    try (FaultyWarehouse warehouse = new FaultyWarehouse(place)) {
      var unused = warehouse.run(family).run();
      Map<String, List<String>> tables = figures(place);
      warehouse.store.heal();
      unused = warehouse.run(family).aggregate();
      Map<Operation, Integer> last = new EnumMap<>(Operation.class);
      warehouse.store.events().stream()
          .filter(event -> FAILING.contains(event.operation()))
          .forEach(event -> last.merge(event.operation(), event.number(), Math::max));
      assertThat(last.keySet()).containsAll(FAILING);
      int day = 0;
      for (Operation operation : last.keySet()) {
        for (int n : struck(operation, last.get(operation))) {
          failOnce(warehouse, family, operation, n, ++day);
          assertThat(figures(place)).as("after %s %d failed", operation, n).isEqualTo(tables);
        }
      }
      warehouse.store.heal();
      String next = aggregate(warehouse, family, ++day);
      assertThat(TestRuns.warehouse(place).requireCurrentRun()).isEqualTo(next);
      assertThat(figures(place)).isEqualTo(tables);
      assertThat(problems).isEmpty();
    }
  }

  private static int[] struck(Operation operation, int last) {
    String every = "," + System.getProperty("faults.every", "") + ",";
    return every.contains("," + operation + ",")
        ? IntStream.rangeClosed(1, last).toArray()
        : new int[] {(last + 1) / 2};
  }

  private void failOnce(
      FaultyWarehouse warehouse, Family family, Operation operation, int n, int day)
      throws IOException {
    Optional<String> published = Optional.empty();
    warehouse.store.arm(Fault.FAILS, operation, n);
    try {
      published = Optional.of(aggregate(warehouse, family, day));
    } catch (IOException | RuntimeException e) {
      if (FaultyWarehouse.exitCode(e) != ExitCode.TRY_AGAIN) {
        problems.add(operation + " " + n + " ends with " + FaultyWarehouse.exitCode(e) + ": " + e);
      }
    }
    if (warehouse.store.struck() == null) {
      problems.add(operation + " " + n + " never happened");
    }
    warehouse.store.heal();
    String now = TestRuns.warehouse(warehouse.directory).requireCurrentRun();
    Path marker = warehouse.directory.resolve("runs").resolve(now).resolve("_RUN.json");
    if (!Files.exists(marker)) {
      problems.add(operation + " " + n + ": readers see " + now + " without _RUN.json");
    }
    if (published.isPresent() && !published.get().equals(now)) {
      problems.add(operation + " " + n + ": readers see " + now + ", not " + published.get());
    }
  }

  /** Each on a day of its own, when any lease of the one before has expired. */
  private static String aggregate(FaultyWarehouse warehouse, Family family, int day)
      throws IOException {
    return warehouse
        .run(family, Clock.offset(Clock.systemUTC(), Duration.ofDays(day)))
        .aggregate()
        .runId();
  }

  /** All tables but the checks, which speak of the previous run. */
  private static Map<String, List<String>> figures(Path warehouse) throws IOException {
    Map<String, List<String>> tables = TestRuns.values(warehouse, Set.of());
    assertThat(tables.remove("check_result")).isNotEmpty();
    return tables;
  }

  /** Never lets the operation fail. */
  private boolean look(Event event) {
    looks.merge(event.operation(), 1, Integer::sum);
    try {
      String seen = TestRuns.warehouse(directory.resolve("warehouse")).requireCurrentRun();
      if (!seen.equals(before)) {
        lookAtNewRun(event, files(directory.resolve("warehouse/runs").resolve(seen)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return false;
  }

  private void lookAtNewRun(Event event, Map<String, Long> files) {
    if (shown == null) {
      shown = files;
    }
    if (!files.equals(shown) || !files.containsKey("_RUN.json")) {
      problems.add(event + " after the run was shown: " + files.keySet());
    }
  }

  private static Map<String, Long> files(Path run) throws IOException {
    Map<String, Long> lengths = new TreeMap<>();
    try (Stream<Path> files = Files.walk(run)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        lengths.put(run.relativize(file).toString(), Files.size(file));
      }
    }
    return lengths;
  }
}

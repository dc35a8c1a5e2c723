package org.gradienttransport.jobs.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.faults.FaultyStore.Event;
import org.gradienttransport.jobs.faults.FaultyStore.Fault;
import org.gradienttransport.jobs.faults.FaultyStore.Operation;
import org.gradienttransport.jobs.run.TestRuns;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What readers would see if the driver were gone before the n-th operation, for every n of staging
 * and publishing a run that has nothing left to measure. One run is looked at hundreds of times
 * instead of being repeated: what a killed process leaves is what was there at that moment. The
 * next run after such a kill is {@link KilledDriverTest}'s.
 */
@Tag("slow")
class PublicationFaultsTest {
  private static final Set<Operation> CHANGES = EnumSet.range(Operation.CREATE, Operation.MKDIRS);

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
      assertThat(looks.values().stream().mapToInt(Integer::intValue).sum()).isGreaterThan(100);
      // Only what follows the pointer, such as giving back the lease, comes after it is shown.
      assertThat(shown).isEqualTo(files(place.resolve("runs").resolve(after)));
      assertThat(figures(place)).isEqualTo(tables);
    }
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

package org.gradienttransport.jobs.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.faults.FaultyStore.Fault;
import org.gradienttransport.jobs.faults.FaultyStore.Operation;
import org.gradienttransport.jobs.io.StoreFailures;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Full disks, two runs at once, clocks set back, and files that change while they are read. */
@Tag("spark")
class HardTimesTest {
  @TempDir Path directory;
  private Family family;
  private List<String> expected;

  @BeforeEach
  void measureUndisturbed() throws IOException {
    family = TinyFamily.write(directory.resolve("input"), 1, 2);
    try (FaultyWarehouse calm = new FaultyWarehouse(directory.resolve("calm"))) {
      calm.run(family).measure();
      expected = calm.measurements();
    }
    assertThat(expected).hasSize(6);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 100, 5_000, 20_000, 30_000})
  void aFullDiskIsSaidInASentenceAndTheNextRunGoesOn(long room) throws IOException {
    try (FaultyWarehouse warehouse = new FaultyWarehouse(directory.resolve("full"))) {
      warehouse.store.leaveRoomFor(room);
      Throwable failure = catchThrowable(() -> warehouse.run(family).measure());

      assertThat(FaultyWarehouse.exitCode(failure)).isEqualTo(ExitCode.CANNOT_WRITE);
      assertThat(StoreFailures.explain(failure))
          .hasValueSatisfying(
              known ->
                  assertThat(known.getMessage())
                      .contains("No space left on device", "free some space", "run again"));
      warehouse.store.heal();
      warehouse.nextRun(family).measure();
      assertThat(warehouse.measurements()).isEqualTo(expected);
    }
  }

  @Test
  void aRunBesideAnotherEndsWith73AndDoesTheOtherNoHarm() throws IOException {
    try (FaultyWarehouse warehouse = new FaultyWarehouse(directory.resolve("two"))) {
      AtomicReference<Throwable> second = new AtomicReference<>();
      warehouse.store.arm(
          Fault.FAILS,
          event -> {
            if (second.get() == null
                && event.operation() == Operation.RENAME
                && event.path().endsWith("waves/0000000001.json")) {
              second.set(new IllegalStateException("the second run has not ended"));
              second.set(secondRun(warehouse));
            }
            return false;
          });
      warehouse.run(family).measure();

      assertThat(FaultyWarehouse.exitCode(second.get())).isEqualTo(ExitCode.CANNOT_WRITE);
      assertThat(second.get()).hasMessageContaining("is being written by");
      assertThat(warehouse.measurements()).isEqualTo(expected);
    }
  }

  /** In a thread of its own: the first run is inside an operation of the same store. */
  private Throwable secondRun(FaultyWarehouse warehouse) {
    return CompletableFuture.supplyAsync(
            () -> catchThrowable(() -> warehouse.secondDoor().run(family).measure()))
        .join();
  }

  @Test
  void aClockSetBackBetweenTwoRunsChangesNothing() throws IOException {
    try (FaultyWarehouse warehouse = new FaultyWarehouse(directory.resolve("back"))) {
      warehouse.run(family).measure();
      Clock back = Clock.offset(Clock.systemUTC(), Duration.ofDays(-400));
      assertThat(warehouse.run(family, back).measure()).isZero();
      assertThat(warehouse.measurements()).isEqualTo(expected);
    }
  }

  @Test
  void aFileThatChangesWhileItIsReadIsARowThatSaysSoAndIsMeasuredByTheNextRun() throws IOException {
    Path file = TinyFamily.gradient(directory.resolve("input"), 600, 2);
    try (FaultyStore input = FaultyStore.over(directory.resolve("input"));
        FaultyWarehouse warehouse = new FaultyWarehouse(directory.resolve("changing"))) {
      Family watched = family.withRoot(input.uri());
      input.arm(
          Fault.FAILS,
          event -> {
            if (event.operation() == Operation.OPEN && event.path().equals(file.toString())) {
              touch(file);
            }
            return false;
          });
      warehouse.run(watched).measure();
      List<String> changed =
          warehouse.measurements().stream().filter(row -> row.contains("unreadable")).toList();
      assertThat(changed).hasSize(1);
      assertThat(changed.get(0)).contains("changed while this run was at work", "m600");

      input.heal();
      assertThat(warehouse.run(watched).measure()).isEqualTo(1);
      assertThat(
              warehouse.measurements().stream().filter(row -> !row.contains("unreadable")).toList())
          .hasSize(6);
    }
  }

  private static void touch(Path file) {
    try {
      Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_000L));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}

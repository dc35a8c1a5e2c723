package org.gradienttransport.jobs.plan.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gradienttransport.jobs.plan.Hashes;
import org.gradienttransport.jobs.run.TestRuns;
import org.gradienttransport.jobs.warehouse.Warehouse;
import org.gradienttransport.jobs.warehouse.WriterLease;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store of many nights' small files is put together, and says what it said before. */
final class MergeTest {
  private static final int MANY = 4;
  private static final int ROWS = 20;

  @TempDir private Path folder;

  @Test
  void manySmallFilesBecomeOneWithTheSameRows() throws Exception {
    nights(1, MANY + 1);
    Map<String, List<StoredFit>> before = found();
    assertThat(before).hasSize(MANY + 1);

    tidy();

    assertThat(waves().files()).hasSize(1);
    assertThat(found()).isEqualTo(before);
  }

  @Test
  void fewFilesAreLeftAsTheyAre() throws Exception {
    nights(1, MANY);
    tidy();
    assertThat(waves().files()).hasSize(MANY);
  }

  @Test
  void theStoreThinksMoreThanSixtyFourMany() throws Exception {
    nights(1, 64);
    FitStore store = new FitStore(TestRuns.warehouse(folder));
    try (WriterLease lease = lease()) {
      store.tidy(lease);
      assertThat(waves().files()).hasSize(64);
      store.append(fits("night 65", 2, 65), lease);
      store.tidy(lease);
      assertThat(waves().files()).hasSize(1);
    }
  }

  @Test
  void nightsGoOnAfterwardsAndAreMergedInTheirTurn() throws Exception {
    nights(1, MANY + 1);
    tidy();
    nights(100, MANY);
    assertThat(waves().files()).hasSize(1 + MANY);
    Map<String, List<StoredFit>> before = found();
    assertThat(before).hasSize(2 * MANY + 1);

    tidy();

    assertThat(waves().files()).hasSize(1);
    assertThat(found()).isEqualTo(before);
  }

  @Test
  void ofRowsWithOneKeyThoseOfTheLatestFileStay() throws Exception {
    append(fits("twice", 2, 1.0));
    nights(1, MANY);
    append(fits("twice", 3, 2.0));

    tidy();

    assertThat(waves().files()).hasSize(1);
    assertThat(found().get(key("twice"))).isEqualTo(fits("twice", 3, 2.0));
  }

  @Test
  void aLargeFileIsNotWrittenAgain() throws Exception {
    double[] random = new Random(1).doubles(700_000).toArray();
    append(List.of(new StoredFit(key("large"), 0, 1.0, DoubleStream.of(random).boxed().toList())));
    StoredFile large = waves().files().get(0);
    append(fits("large", 1, 2.0));
    nights(1, MANY);

    tidy();

    assertThat(waves().files()).hasSize(2).contains(large);
    assertThat(found().get(key("large"))).as("the later one").isEqualTo(fits("large", 1, 2.0));
  }

  @Test
  void aFullFileIsNotWrittenAgain() throws Exception {
    int each = ROWS / MANY;
    nights(0, MANY + 1, each + 1);
    tidy();
    List<StoredFile> merged = waves().files();
    assertThat(merged).hasSize(2);
    nights(100, MANY);
    Map<String, List<StoredFit>> before = found();

    tidy();

    assertThat(waves().files()).hasSize(2).contains(merged.get(0)).doesNotContain(merged.get(1));
    assertThat(found()).isEqualTo(before);
  }

  @Test
  void whatIsKilledBeforeItsMarkerStandsChangesNothing() throws Exception {
    nights(1, MANY + 1);
    Map<String, List<StoredFit>> before = found();
    tidy();
    Path marker = folder.resolve("store/fits/waves/%010d.all.json".formatted(MANY + 2));
    assertThat(marker).exists();
    Files.delete(marker);

    assertThat(waves().files()).hasSize(MANY + 1);
    assertThat(found()).isEqualTo(before);

    tidy();
    assertThat(waves().files()).hasSize(1);
    assertThat(found()).isEqualTo(before);
  }

  @Test
  void whatIsNotNeededAnyMoreIsRemovedLater() throws Exception {
    nights(1, MANY + 1);
    Map<String, List<StoredFit>> before = found();
    tidy();
    Instant merged = Instant.now();
    FitStore store = new FitStore(TestRuns.warehouse(folder));
    assertThat(store.needless(merged.minus(Duration.ofDays(7))))
        .as("who listed the markers before may still read what they name")
        .isEmpty();

    Path all = folder.resolve("store/fits/waves/%010d.all.json".formatted(MANY + 2));
    Files.setLastModifiedTime(all, FileTime.from(merged.minus(Duration.ofDays(8))));
    List<org.apache.hadoop.fs.Path> needless = store.needless(merged.minus(Duration.ofDays(7)));
    for (org.apache.hadoop.fs.Path path : needless) {
      assertThat(TestRuns.warehouse(folder).fileSystem().delete(path, true)).isTrue();
    }

    assertThat(names("data")).hasSize(1);
    assertThat(names("waves")).containsExactly(all.getFileName().toString());
    assertThat(found()).isEqualTo(before);
    assertThat(waves().next()).isEqualTo(MANY + 3);
  }

  private List<String> names(String directory) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("store/fits/" + directory))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .toList();
    }
  }

  private Waves waves() {
    Warehouse warehouse = TestRuns.warehouse(folder);
    return new Waves(
        warehouse.fileSystem(), new org.apache.hadoop.fs.Path(warehouse.store(), "fits"));
  }

  private Map<String, List<StoredFit>> found() throws IOException {
    Set<String> keys =
        Stream.concat(
                IntStream.range(0, 300).mapToObj(night -> key("night " + night)),
                Stream.of(key("twice"), key("large")))
            .collect(Collectors.toSet());
    return new FitStore(TestRuns.warehouse(folder)).find(keys);
  }

  private void nights(int first, int count) throws IOException {
    nights(first, count, 2);
  }

  private void nights(int first, int count, int fits) throws IOException {
    try (WriterLease lease = lease()) {
      FitStore store = new FitStore(TestRuns.warehouse(folder));
      for (int night = first; night < first + count; night++) {
        store.append(fits("night " + night, fits, night), lease);
      }
    }
  }

  private void append(List<StoredFit> rows) throws IOException {
    try (WriterLease lease = lease()) {
      new FitStore(TestRuns.warehouse(folder)).append(rows, lease);
    }
  }

  private void tidy() throws IOException {
    try (WriterLease lease = lease()) {
      new Merge<>(waves(), StoredFit.ROWS, StoredFit::unitKey, MANY, ROWS).ifMany(lease);
    }
  }

  private WriterLease lease() throws IOException {
    return WriterLease.acquire(
        TestRuns.warehouse(folder), "a test", Duration.ofMinutes(1), Clock.systemUTC());
  }

  private static List<StoredFit> fits(String unit, int count, double sum) {
    return IntStream.range(0, count)
        .mapToObj(number -> new StoredFit(key(unit), number, sum, List.of(sum, number + 0.5)))
        .toList();
  }

  private static String key(String unit) {
    return Hashes.sha256(unit);
  }
}

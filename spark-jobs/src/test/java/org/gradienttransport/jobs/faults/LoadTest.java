package org.gradienttransport.jobs.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.SharedSpark;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.FamilyFiles;
import org.gradienttransport.jobs.measure.WaveSize;
import org.gradienttransport.jobs.plan.Plan;
import org.gradienttransport.jobs.publish.RunOutcome;
import org.gradienttransport.jobs.publish.RunPipeline;
import org.gradienttransport.jobs.publish.RunSettings;
import org.gradienttransport.jobs.run.TestRuns;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten thousand fields of about a thousand entries through one run; with {@code
 * -Dload.fields=100000} as many as that.
 */
@Tag("slow")
class LoadTest {
  private static final int SCALES = 20;
  private static final int FIELDS = Integer.getInteger("load.fields", 10_000);

  /** What a planned unit may take of the driver's memory: mostly the paths of its files. */
  private static final long BYTES_PER_UNIT = 2_000;

  @TempDir Path directory;

  @Test
  void manySmallFieldsBecomeFewLargeFilesAndTakeLittleMemoryOnTheDriver() throws IOException {
    SharedSpark.session()
        .sparkContext()
        .hadoopConfiguration()
        .set("fs." + GeneratedFileSystem.SCHEME + ".impl", GeneratedFileSystem.class.getName());
    Path warehouse = directory.resolve("warehouse");
    RunSettings settings = TestRuns.settings(List.of(family()), 1, 0, 0, WaveSize.DEFAULT);
    RunPipeline pipeline = TestRuns.pipeline(warehouse, settings);

    // Whatever a first plan leaves behind once (classes, listings) is not counted.
    assertThat(pipeline.plan().units()).hasSize(FIELDS);
    long before = usedMemory();
    Plan plan = pipeline.plan();
    long planned = usedMemory() - before;
    long started = System.nanoTime();
    RunOutcome outcome = pipeline.run();
    double seconds = (System.nanoTime() - started) * 1e-9;
    long kept = usedMemory() - before;

    System.out.printf(
        Locale.ROOT,
        "load: %d fields in %.0f s, %d bytes of plan per unit, %d MB more in use after the run%n",
        FIELDS,
        seconds,
        planned / FIELDS,
        kept >> 20);
    assertThat(plan.units()).hasSize(FIELDS);
    assertThat(outcome.measured()).isEqualTo(FIELDS);
    assertThat(
            TestRuns.current(warehouse)
                .rows(FieldTransport.ROWS.table())
                .where("status = 'ok'")
                .count())
        .isGreaterThan(FIELDS / 2);
    assertThat(planned / FIELDS).isLessThan(BYTES_PER_UNIT);
    assertThat(parquetFiles(warehouse.resolve("runs"), "field_transport")).isEqualTo(1);
    assertThat(parquetFiles(warehouse.resolve("store"), ""))
        .isLessThanOrEqualTo(FIELDS / WaveSize.DEFAULT.units() + 1);
  }

  private static long usedMemory() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static long parquetFiles(Path below, String folder) throws IOException {
    try (Stream<Path> files = Files.walk(below)) {
      return files
          .filter(file -> file.toString().endsWith(".parquet"))
          .filter(file -> file.getParent().toString().endsWith(folder))
          .count();
    }
  }

  private Family family() throws IOException {
    int steps = FIELDS / SCALES;
    String scales =
        IntStream.range(0, SCALES)
            .map(i -> 1000 - 20 * i)
            .mapToObj(size -> "  - {name: n%1$d, path: '%1$d', entries: %1$d}".formatted(size))
            .collect(Collectors.joining("\n"));
    Path file =
        Files.writeString(
            directory.resolve("load.yaml"),
            """
            family: load
            title: Very many small fields
            field: gradient
            root: generated://%d/
            scales:
            %s
            snapshot: {files: ['{step}.safetensors']}
            steps: {from: 1, to: %d, every: 1}
            window: {from: 1, to: %d}
            tensors:
              rules:
                - names: [w]
            """
                .formatted(steps, scales, steps, steps));
    return FamilyFiles.load(file.toString(), new Configuration());
  }
}

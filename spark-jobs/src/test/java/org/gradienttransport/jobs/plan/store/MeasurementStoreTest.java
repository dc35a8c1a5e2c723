package org.gradienttransport.jobs.plan.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.gradienttransport.jobs.SharedSpark;
import org.gradienttransport.jobs.plan.Hashes;
import org.gradienttransport.jobs.run.TestRuns;
import org.gradienttransport.jobs.warehouse.Warehouse;
import org.gradienttransport.jobs.warehouse.WriterLease;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.FieldTransport.Cascade;
import org.gradienttransport.schemas.rows.FieldTransport.FieldKey;
import org.gradienttransport.schemas.rows.FieldTransport.Input;
import org.gradienttransport.schemas.rows.FieldTransport.Moments;
import org.gradienttransport.schemas.rows.FieldTransport.Provenance;
import org.gradienttransport.schemas.rows.Realisation;
import org.gradienttransport.schemas.spark.SparkRows;
import org.gradienttransport.schemas.vocabulary.FieldStatus;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Spark wrote, read without it. */
class MeasurementStoreTest {
  @TempDir private Path folder;

  @Test
  void anEmptyWarehouseKnowsNothing() throws Exception {
    assertThat(new MeasurementStore(TestRuns.warehouse(folder)).known().size()).isZero();
  }

  @Tag("spark")
  @Test
  void whatCouldNotBeReadIsTriedAgainUntilALaterWaveHasIt() throws Exception {
    append(row(1, FieldStatus.OK), row(2, FieldStatus.UNREADABLE), row(3, FieldStatus.UNREADABLE));
    append(row(2, FieldStatus.CORRUPT));

    KnownKeys known = new MeasurementStore(TestRuns.warehouse(folder)).known();

    assertThat(known.size()).isEqualTo(2);
    assertThat(known.test(key(1))).isTrue();
    assertThat(known.test(key(2))).as("a damaged file stays damaged").isTrue();
    assertThat(known.test(key(3))).isFalse();
  }

  @Tag("spark")
  @Test
  void rowsComeBackFromSparkAsTheyWere() throws Exception {
    append(row(1, FieldStatus.OK), row(2, FieldStatus.UNREADABLE));

    List<FieldTransport> stored =
        new SparkStore(SharedSpark.session(), TestRuns.warehouse(folder))
            .rows().orderBy("step").collectAsList().stream()
                .map(row -> SparkRows.fromSpark(FieldTransport.ROWS, row))
                .toList();

    assertThat(stored).containsExactly(row(1, FieldStatus.OK), row(2, FieldStatus.UNREADABLE));
  }

  private void append(FieldTransport... rows) throws Exception {
    Warehouse warehouse = TestRuns.warehouse(folder);
    try (WriterLease lease =
        WriterLease.acquire(warehouse, "a test", Duration.ofMinutes(1), Clock.systemUTC())) {
      new SparkStore(SharedSpark.session(), warehouse)
          .append(
              JavaSparkContext.fromSparkContext(SharedSpark.session().sparkContext())
                  .parallelize(
                      Arrays.stream(rows)
                          .map(row -> SparkStore.row(key(row.key().step()), row, null))
                          .toList()),
              lease);
    }
  }

  private static String key(long step) {
    return Hashes.sha256("step " + step);
  }

  private static FieldTransport row(long step, FieldStatus status) {
    boolean relaxed = status == FieldStatus.OK;
    return new FieldTransport(
        new FieldKey("family", "scale", step, step, Realisation.REAL),
        10L,
        relaxed ? Cascade.of(10, 0.5, 3, 2, false, List.of(2L, 1L)) : null,
        relaxed ? new Moments(-1.0, 1.0, 0.1, 0.2, 0.0, 1.0, 1.0) : null,
        null,
        status,
        relaxed ? null : "file: not answered",
        new Input("hash", null, null, "file", null, 100L),
        relaxed ? "key" : null,
        "1",
        new Provenance("cpu", "here", 0.1, Instant.parse("2026-11-21T03:15:00Z"), "asked for"));
  }
}

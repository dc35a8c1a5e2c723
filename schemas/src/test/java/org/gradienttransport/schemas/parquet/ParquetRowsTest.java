package org.gradienttransport.schemas.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.FieldTransport.Cascade;
import org.gradienttransport.schemas.rows.FieldTransport.FieldKey;
import org.gradienttransport.schemas.rows.FieldTransport.Input;
import org.gradienttransport.schemas.rows.FieldTransport.Moments;
import org.gradienttransport.schemas.rows.FieldTransport.Provenance;
import org.gradienttransport.schemas.rows.Performance;
import org.gradienttransport.schemas.rows.Realisation;
import org.gradienttransport.schemas.rows.Run;
import org.gradienttransport.schemas.spark.SparkSchemas;
import org.gradienttransport.schemas.vocabulary.EvaluationStatus;
import org.gradienttransport.schemas.vocabulary.FieldStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows written into a Parquet file and read from one. */
class ParquetRowsTest {
  @TempDir private Path folder;

  private static final FieldTransport RELAXED =
      new FieldTransport(
          new FieldKey("pico", "tiny", 8, 8, Realisation.REAL),
          9216L,
          new Cascade(
              0.25, 12L, 3, 4.0, 4.0 / 9216, 3.0 / 9216, false, 7L, 7L, List.of(7L, 4L, 1L)),
          new Moments(-1.0, 2.0, 0.5, 1e300, 0.125, 4608.0, 4608.0),
          null,
          FieldStatus.OK,
          null,
          new Input("ab", null, null, "file:/a b", null, 36_864L),
          "key",
          "tdu-ofc-v1",
          new Provenance(
              "cpu", "a processor", 0.5, Instant.parse("2026-11-29T01:02:03.000004Z"), "x"));

  private static final FieldTransport REFUSED =
      new FieldTransport(
          new FieldKey("pico", "tiny", 16, 16, Realisation.REAL),
          9216L,
          null,
          null,
          null,
          FieldStatus.CORRUPT,
          "The file ends early.",
          new Input(null, null, null, "file:/b", null, 1L),
          null,
          "tdu-ofc-v1",
          new Provenance(null, null, null, null, null));

  @Test
  void whatIsWrittenIsRead() throws IOException {
    assertThat(written(FieldTransport.ROWS, List.of(RELAXED, REFUSED)))
        .containsExactly(RELAXED, REFUSED);
  }

  @Test
  void daysAndListsOfTextsAreRead() throws IOException {
    Instant now = Instant.parse("2026-11-29T00:00:00Z");
    Run run =
        new Run(
            "r",
            LocalDate.of(2026, 2, 28),
            "1",
            null,
            "h",
            "m",
            List.of("a", "b"),
            List.of(),
            1,
            2,
            3,
            4,
            5,
            6,
            7,
            8,
            9,
            10,
            null,
            null,
            null,
            null,
            null,
            now,
            null,
            0,
            null,
            null);

    assertThat(written(Run.ROWS, List.of(run))).containsExactly(run);
  }

  @Test
  void aTableWithoutRowsHasItsColumnsAllTheSame() throws IOException {
    assertThat(written(Performance.ROWS, List.of())).isEmpty();
  }

  @Test
  void numbersThatAreNotFiniteBecomeNull() throws IOException {
    Performance row =
        new Performance(
            "f", "s", 1, "ppl", Double.NaN, null, null, "src", EvaluationStatus.CORRUPT, "Bad.");

    assertThat(written(Performance.ROWS, List.of(row)))
        .extracting(Performance::value)
        .containsOnlyNulls();
  }

  @Test
  void anUnknownWordIsRefusedByName() {
    Object[] values =
        Performance.ROWS.values(
            new Performance("f", "s", 1, "ppl", 1.0, null, null, "src", EvaluationStatus.OK, null));
    values[8] = "splendid";

    assertThatThrownBy(() -> Performance.ROWS.row(values))
        .hasMessageContaining("performance")
        .hasMessageContaining("'splendid'")
        .hasMessageContaining("status");
  }

  @Test
  void aMissingValueIsRefusedByName() {
    Object[] values =
        Performance.ROWS.values(
            new Performance("f", "s", 1, "ppl", 1.0, null, null, "src", EvaluationStatus.OK, null));
    values[0] = null;

    assertThatThrownBy(() -> Performance.ROWS.row(values))
        .hasMessageContaining("no value in family");
  }

  @Test
  void sparkFindsItsOwnDescriptionInTheFooter() throws IOException {
    written(FieldTransport.ROWS, List.of(RELAXED));

    try (ParquetFileReader reader =
        ParquetFileReader.open(new LocalInputFile(folder.resolve("field_transport.parquet")))) {
      assertThat(
              org.apache.spark.sql.types.DataType.fromJson(
                  reader
                      .getFileMetaData()
                      .getKeyValueMetaData()
                      .get("org.apache.spark.sql.parquet.row.metadata")))
          .isEqualTo(SparkSchemas.structType(FieldTransport.ROWS.table()));
    }
  }

  private <R extends Record> List<R> written(RowType<R> type, List<R> rows) throws IOException {
    Path file = folder.resolve(type.name() + ".parquet");
    ParquetRows.write(type, rows, new LocalOutputFile(file));
    return ParquetRows.read(type, new LocalInputFile(file));
  }

  @Test
  void parsesHadoopsSettingsForNoFileAnew() throws IOException {
    org.apache.hadoop.fs.Path path =
        new org.apache.hadoop.fs.Path(folder.resolve("rows.parquet").toUri());
    Configuration settings = new Configuration();
    ParquetRows.write(
        FieldTransport.ROWS, List.of(RELAXED), HadoopOutputFile.fromPath(path, settings));
    HadoopInputFile file = HadoopInputFile.fromPath(path, settings);
    List<FieldTransport> first = ParquetRows.read(FieldTransport.ROWS, file);

    List<String> parsed = new ArrayList<>();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(
        new ClassLoader(before) {
          @Override
          public URL getResource(String name) {
            parsed.add(name);
            return super.getResource(name);
          }
        });
    try {
      assertThat(ParquetRows.read(FieldTransport.ROWS, file)).isEqualTo(first);
      assertThat(parsed).doesNotContain("core-default.xml");
      assertThat(new Configuration().get("io.file.buffer.size")).isNotNull();
      assertThat(parsed).as("what parsing would have left").contains("core-default.xml");
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}

package org.gradienttransport.jobs.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.gradienttransport.jobs.conf.MetricSource;
import org.gradienttransport.jobs.conf.PerformanceFiles.MetricTable;
import org.gradienttransport.jobs.conf.study.RowSource.Format;
import org.gradienttransport.jobs.scaling.rows.RowFormatException;
import org.gradienttransport.schemas.parquet.ParquetRows;
import org.gradienttransport.schemas.rows.Performance;
import org.gradienttransport.schemas.vocabulary.EvaluationStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of a metric: CSV, JSON lines and Parquet, and what a bad row costs. */
class MetricRowsTest {
  @TempDir Path directory;

  private Map<Long, Reading> read(String name, Format format, String scaleColumn, String text)
      throws IOException {
    return read(Files.writeString(directory.resolve(name), text), format, scaleColumn);
  }

  private static Map<Long, Reading> read(Path file, Format format, String scaleColumn)
      throws IOException {
    MetricSource source =
        new MetricSource("", "{scale}", Map.of(), "loss", MetricSource.Direction.LOWER_IS_BETTER);
    MetricTable table =
        new MetricTable(source, format, "step", "value", scaleColumn, MetricTable.Transform.NONE);
    EvaluationFile whole =
        new EvaluationFile("f", "s", EvaluationFile.ALL_STEPS, file.toUri().toString());
    Map<Long, Reading> byStep = new TreeMap<>();
    new MetricRows(whole, table, "a", Set.of(0L, 8L, 16L))
        .read(new Configuration())
        .forEach(reading -> byStep.put(reading.step(), reading));
    return byStep;
  }

  private Map<Long, Reading> csv(String text) throws IOException {
    return read("t.csv", Format.CSV, "", text.replace('/', '\n'));
  }

  @Test
  void quotedCellsByteOrderMarksWindowsLinesAndOtherColumnsAreRead() throws IOException {
    Map<Long, Reading> rows =
        read(
            "t.csv",
            Format.CSV,
            "scale",
            "\uFEFFstep,note,scale,value\r\n8,\"x, y\",a,1e-1\r\n\r\n16,,b,0.5\r\n\"24\",,\"a\",\"2\"");
    assertThat(rows).containsOnlyKeys(8L, 24L);
    assertThat(rows.get(8L).value()).isEqualTo(0.1);
    assertThat(rows.get(24L).value()).isEqualTo(2.0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "8,nan            | column value is not a finite number: 'nan'",
        "8,0x1p3          | column value is not a finite number: '0x1p3'",
        "8,1e999          | column value is not a finite number: '1e999'",
        "8,               | column value is not a finite number: ''",
        "8,\" \"          | column value is not a finite number: ''",
        "8,1/8,2          | line 4: step 8 comes twice",
      })
  void aBadCellCostsItsStepAlone(String row, String message) throws IOException {
    Map<Long, Reading> rows = csv("step,value/0,5/" + row.strip() + "/16,7");
    assertThat(rows).containsOnlyKeys(0L, 8L, 16L);
    assertThat(rows.get(0L).value()).isEqualTo(5);
    assertThat(rows.get(16L).value()).isEqualTo(7);
    assertThat(rows.get(8L).status()).isEqualTo(EvaluationStatus.CORRUPT);
    assertThat(rows.get(8L).value()).isNull();
    assertThat(rows.get(8L).message()).contains("t.csv: ", message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0,,1/0,2.5,/8,,1/8,.5,/16,+.25e1,/24,,7",
        "0,2.5,/0,,1/8,.5,/8,,2/8,,3/16,2.5,/32,,7"
      })
  void aRowWithoutTheValueIsNoneBesideOneThatHasIt(String rows) throws IOException {
    Map<Long, Reading> read = csv("step,value,train/" + rows);
    assertThat(read).as("steps of no snapshot have no row").containsOnlyKeys(0L, 8L, 16L);
    assertThat(read.values()).extracting(Reading::value).containsExactly(2.5, 0.5, 2.5);
  }

  @Test
  void trainersLinesOfOneStepAndNotANumberElsewhereCostNothing() throws IOException {
    Map<Long, Reading> rows =
        read(
            "t.jsonl",
            Format.JSONL,
            "",
            """
            {"step": 0, "train": 3.0}
            {"step": 0, "value": 2.5, "other": NaN}
            {"step": 8, "value": NaN}
            {"step": 16, "value": 1.5, "grad": -Infinity, "lr": Infinity}
            {"step": 16, "train": NaN}
            """);
    assertThat(rows.get(0L).value()).isEqualTo(2.5);
    assertThat(rows.get(16L).value()).isEqualTo(1.5);
    assertThat(rows.get(8L).message())
        .contains("line 3: column value is not a finite number: 'NaN'");
  }

  @Test
  void aCompressedTableIsNamedAsThat() throws IOException {
    Path file = directory.resolve("t.jsonl.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("{\"step\": 0, \"value\": 1}\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThatThrownBy(() -> read(file, Format.JSONL, ""))
        .isInstanceOf(RowFormatException.class)
        .hasMessageContaining("is compressed with gzip; unpack it");
  }

  @ParameterizedTest
  @CsvSource({"'8'", "'8,1,2'", "',1'", "'-8,1'", "'mean,1'", "'8,\"1'"})
  void aRowWithoutAStepOrOfAnotherWidthIsLeftOut(String row) throws IOException {
    assertThat(csv("step,value/0,5/" + row + "/16,7")).containsOnlyKeys(0L, 16L);
  }

  @Test
  void aTableWithoutItsColumnsIsRefused() {
    assertThatThrownBy(() -> csv("step,loss/1,2"))
        .isInstanceOf(RowFormatException.class)
        .hasMessageContaining("lacks the column 'value'");
    assertThatThrownBy(() -> csv("")).isInstanceOf(RowFormatException.class);
  }

  @Test
  void jsonLinesAreRead() throws IOException {
    Map<Long, Reading> rows =
        read(
            "t.jsonl",
            Format.JSONL,
            "",
            """
            {"step": 0, "value": 2.5, "x": [1]}
            {broken
            {"step": 8.0, "value": "3"}
            {"step": 16}
            """);
    assertThat(rows).containsOnlyKeys(0L, 8L, 16L);
    assertThat(rows.get(0L).value()).isEqualTo(2.5);
    assertThat(rows.get(8L).value()).isEqualTo(3);
    assertThat(rows.get(16L).status()).isEqualTo(EvaluationStatus.CORRUPT);
  }

  @Test
  void parquetIsRead() throws IOException {
    Path file = directory.resolve("t.parquet");
    ParquetRows.write(
        Performance.ROWS,
        List.of(row("a", 0, 2.5), row("b", 0, 9.5), row("a", 8, 1e-3)),
        HadoopOutputFile.fromPath(
            new org.apache.hadoop.fs.Path(file.toUri()), new Configuration()));
    Map<Long, Reading> rows = read(file, Format.PARQUET, "scale");
    assertThat(rows).containsOnlyKeys(0L, 8L);
    assertThat(rows.get(0L).value()).isEqualTo(2.5);
    assertThat(rows.get(8L).value()).isEqualTo(1e-3);
  }

  private static Performance row(String scale, long step, double value) {
    return new Performance(
        "f", scale, step, "loss", value, 10L, null, "file", EvaluationStatus.OK, null);
  }
}

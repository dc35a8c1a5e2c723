package org.gradienttransport.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.parquet.io.SeekableInputStream;
import org.gradienttransport.schemas.parquet.ParquetRows;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.vocabulary.Level;
import org.gradienttransport.schemas.vocabulary.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parquet files that are read from memory. */
class ParquetBytesTest {
  @Test
  void aFileInMemoryHasTheRowsOfTheFileOnDisk(@TempDir Path folder) throws Exception {
    List<CheckResult> rows =
        List.of(
            new CheckResult("a", "check", "s", Level.INFO, Outcome.PASS, 1.0, 2.0, "Well."),
            new CheckResult("b", "check", "s", Level.ERROR, Outcome.FAIL, 3.0, null, "Not so."));
    Path file = folder.resolve("rows.parquet");
    ParquetRows.write(
        CheckResult.ROWS,
        rows,
        StoreFiles.parquetOutput(
            FileSystem.getLocal(new Configuration()), new org.apache.hadoop.fs.Path(file.toUri())));

    assertThat(
            ParquetRows.read(CheckResult.ROWS, new ParquetBytes("rows", Files.readAllBytes(file))))
        .isEqualTo(rows);
  }

  @Test
  void theStreamGoesForwardsAndBack() throws Exception {
    byte[] bytes = "0123456789".getBytes(StandardCharsets.US_ASCII);
    try (SeekableInputStream in = new ParquetBytes("digits", bytes).newStream()) {
      in.seek(7);
      assertThat(in.read()).isEqualTo('7');
      assertThat(in.getPos()).isEqualTo(8);
      in.seek(2);
      assertThat(in.getPos()).isEqualTo(2);
      assertThat(in.read()).isEqualTo('2');
      in.seek(10);
      assertThat(in.read()).isEqualTo(-1);
      assertThatThrownBy(() -> in.seek(-1)).hasMessage("digits has no position -1");
      assertThatThrownBy(() -> in.seek(11)).isInstanceOf(EOFException.class);
    }
  }
}

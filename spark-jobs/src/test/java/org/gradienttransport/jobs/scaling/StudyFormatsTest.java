package org.gradienttransport.jobs.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.gradienttransport.jobs.conf.study.Sweeps;
import org.gradienttransport.jobs.present.Csv;
import org.gradienttransport.schemas.parquet.ParquetRows;
import org.gradienttransport.schemas.rows.ScalingRun;
import org.gradienttransport.schemas.vocabulary.ScalingRunStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows in every format, in one file and in many. */
final class StudyFormatsTest {
  private static final String SOUND =
      "{\"data\": \"web\", \"run\": \"a\", \"params\": 1e8, \"tokens\": 2000000000, \"step\": 2000,"
          + " \"lr\": null, \"loss\": 3.5, \"keep\": 1}";

  /** A study whose columns are those of scaling_run. */
  private static final String OF_THE_TABLE =
      """
      study: again
      title: A study of a table that was published
      rows: {root: ., files: [FILE]}
      columns:
        series: series
        run: run
        params: params
        params_kind: {column: params_kind}
        tokens: tokens
        steps: steps
        batch_tokens: batch_tokens
        flops: flops
        flops_kind: {column: flops_kind}
        schedule_state: {column: schedule_state}
        learning_rate: learning_rate
        tau: tau
        loss: loss
        loss_kind: {column: loss_kind}
      fits:
        laws: [chinchilla]
      """;

  @TempDir Path directory;

  private Path write(String file, String content) throws IOException {
    Path path = directory.resolve(file);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, content, StandardCharsets.UTF_8);
  }

  private StudyRows read(String description) throws IOException {
    return StudyRows.read(Sweeps.load(directory, description), new Configuration(false));
  }

  private static String of(String files) {
    return Sweeps.with("files: [runs.csv]", "files: " + files);
  }

  @Test
  void aLineOfJsonIsARowAndABrokenOneCostsNoOther() throws IOException {
    write(
        "runs.jsonl",
        SOUND
            + "\n{\"data\": \"web\",\n[1, 2]\n"
            + "[".repeat(5000)
            + "\n"
            + SOUND.replace("\"a\"", "\"b\"").replace("3.5", "\"3.25\"")
            + "\n");

    StudyRows read = read(of("[runs.jsonl]"));

    assertThat(read.usable().get("web"))
        .extracting(row -> row.key().run(), row -> row.measured().loss())
        .containsExactly(tuple("a", 3.5), tuple("b", 3.25));
    assertThat(read.rows())
        .filteredOn(row -> !row.usable())
        .hasSize(3)
        .allSatisfy(row -> assertThat(row.status()).isEqualTo(ScalingRunStatus.MALFORMED))
        .anySatisfy(
            row -> assertThat(row.message()).contains("runs.jsonl, line 3: is no JSON object"));
  }

  @Test
  void aJsonDocumentIsOneRowOrAListOfRows() throws IOException {
    write("one/a.json", SOUND);
    write("two/b.json", "[" + SOUND.replace("web", "code") + ",\n" + SOUND + "]");

    StudyRows read = read(of("['*/*.json']"));

    assertThat(read.usable()).hasEntrySatisfying("web", rows -> assertThat(rows).hasSize(2));
    assertThat(read.usable()).hasEntrySatisfying("code", rows -> assertThat(rows).hasSize(1));
    assertThat(read.counts().files()).isEqualTo(2);
  }

  @Test
  void aDocumentThatEndsInTheMiddleKeepsTheRowsBeforeIt() throws IOException {
    write("runs.json", "[" + SOUND + ", {\"data\": \"web\"");

    StudyRows read = read(of("[runs.json]"));

    assertThat(read.counts())
        .isEqualTo(
            new RowCounts(1, Map.of(ScalingRunStatus.OK, 1L, ScalingRunStatus.UNREADABLE, 1L), 0));
    assertThat(read.rows())
        .filteredOn(row -> !row.usable())
        .singleElement()
        .satisfies(row -> assertThat(row.message()).contains("runs.json: is no JSON"));
  }

  @Test
  void aJsonPointerReachesInside() throws IOException {
    write("a.json", SOUND.replace("\"loss\": 3.5", "\"evals\": [{\"loss\": 9}, {\"loss\": 2.5}]"));

    StudyRows read = read(of("[a.json]").replace("loss: loss", "loss: /evals/1/loss"));

    assertThat(read.rows().get(0).measured().loss()).isEqualTo(2.5);
  }

  @Test
  void theTableOfAnotherRunIsAStudy() throws IOException {
    write(
        "runs.csv",
        """
        data,run,params,tokens,step,lr,loss,keep
        web,a,1e8,2e9,2000,3e-4,3.5,1
        web,b,2e8,2e9,2000,,3.25,1
        """);
    List<ScalingRun> rows = read(Sweeps.GOOD).rows();
    Path parquet = directory.resolve("published/scaling_run.parquet");
    ParquetRows.write(
        ScalingRun.ROWS,
        rows,
        HadoopOutputFile.fromPath(
            new org.apache.hadoop.fs.Path(parquet.toUri()), new Configuration(false)));
    Csv.write(ScalingRun.ROWS, rows, Files.newOutputStream(directory.resolve("scaling_run.csv")));

    for (String file : List.of("published/*.parquet", "scaling_run.csv")) {
      List<ScalingRun> again = read(OF_THE_TABLE.replace("FILE", "'" + file + "'")).rows();

      assertThat(again).extracting(ScalingRun::size).containsExactlyElementsOf(sizes(rows));
      assertThat(again)
          .extracting(ScalingRun::effort)
          .containsExactlyElementsOf(rows.stream().map(ScalingRun::effort).toList());
      assertThat(again)
          .extracting(ScalingRun::measured)
          .containsExactlyElementsOf(rows.stream().map(ScalingRun::measured).toList());
    }
  }

  private static List<ScalingRun.Size> sizes(List<ScalingRun> rows) {
    return rows.stream().map(ScalingRun::size).toList();
  }

  @Test
  void aParquetFileThatIsNoneIsARowThatSaysSo() throws IOException {
    write("runs.parquet", "PAR1 this is no Parquet file PAR1");

    StudyRows read = read(of("[runs.parquet]"));

    assertThat(read.rows())
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.status()).isEqualTo(ScalingRunStatus.UNREADABLE);
              assertThat(row.message()).contains("runs.parquet: is no sound Parquet file");
            });
  }

  @Test
  void aParquetFileWithoutAColumnIsRefusedNamingTheNearest() throws IOException {
    org.apache.hadoop.fs.Path file =
        new org.apache.hadoop.fs.Path(directory.resolve("runs.parquet").toUri());
    ParquetRows.write(
        ScalingRun.ROWS, List.of(), HadoopOutputFile.fromPath(file, new Configuration(false)));

    assertThat(read(of("[runs.parquet]")).rows().get(0).message())
        .contains("runs.parquet: lacks the column 'data'; ");
  }

  @Test
  void thePathOfAFileGivesItsRowsColumns() throws IOException {
    String rows = "params,tokens,step,lr,loss,keep\n1e8,2e9,2000,,3.5,1\n";
    write("web/small.csv", rows);
    write("web/large.csv", rows);
    write("other.csv", rows);

    StudyRows read = read(of("['*/*.csv', other.csv]\n  path: '(?<data>\\w+)/(?<run>\\w+)\\.csv'"));

    assertThat(read.usable().get("web"))
        .extracting(row -> row.key().run())
        .containsExactly("large", "small");
    assertThat(read.rows())
        .filteredOn(row -> !row.usable())
        .singleElement()
        .satisfies(
            row ->
                assertThat(row.message())
                    .contains("lies at 'other.csv', which rows.path")
                    .contains("does not match"));
  }
}

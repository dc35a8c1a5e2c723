package org.gradienttransport.jobs.present.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.gradienttransport.jobs.SharedSpark;
import org.gradienttransport.jobs.present.Answer;
import org.gradienttransport.jobs.present.Csv;
import org.gradienttransport.jobs.testing.RunTables;
import org.gradienttransport.schemas.Ddl;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.Tables;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.jdk.javaapi.CollectionConverters;

/** The queries of a study's figures run in Spark as they are, and make the same data to a digit. */
@Tag("spark")
class FigureSparkQueriesTest {
  @TempDir Path directory;

  @Test
  void sparkMakesTheDataOfEveryFigureOfAStudy() throws Exception {
    Rows rows = LawSampleRows.write(directory);
    RunTables tables =
        new RunTables(SharedSpark.session(), new org.apache.hadoop.fs.Path(directory.toUri()));
    Tables.ALL.stream()
        .filter(table -> directory.resolve(table.name()).toFile().exists())
        .forEach(table -> tables.rows(table).createOrReplaceTempView(Ddl.latest(table)));

    List<Drawing> figures =
        FigureQueries.figures(new ReportSource("run", "", rows, List.of(), Optional.empty()))
            .stream()
            .filter(figure -> Catalogue.ofStudies().contains(figure.name()))
            .toList();
    assertThat(figures).hasSize(Catalogue.ofStudies().size());
    for (Drawing figure : figures) {
      assertThat(Csv.of(answer(tables, figure.sql())).lines().toList())
          .as(figure.sql())
          .isEqualTo(Csv.of(figure.data()).lines().toList());
    }
  }

  private static Answer answer(RunTables tables, String sql) {
    Dataset<Row> rows = tables.query(sql);
    return Answer.of(
        List.of(rows.columns()),
        rows.collectAsList().stream()
            .map(row -> Answer.row(CollectionConverters.asJava(row.toSeq()).toArray())));
  }
}

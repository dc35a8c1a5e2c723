package org.gradienttransport.jobs.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.conf.study.Study;
import org.gradienttransport.jobs.conf.study.Sweeps;
import org.gradienttransport.schemas.rows.ScalingRun;
import org.gradienttransport.schemas.vocabulary.FlopsKind;
import org.gradienttransport.schemas.vocabulary.LossKind;
import org.gradienttransport.schemas.vocabulary.ParamsKind;
import org.gradienttransport.schemas.vocabulary.ScalingRunStatus;
import org.gradienttransport.schemas.vocabulary.ScheduleState;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the rows of a study, sound and unsound. */
final class StudyRowsTest {
  private static final String HEADER = "data,run,params,tokens,step,lr,loss,keep\n";

  @TempDir Path directory;

  private StudyRows read(String description, String file, String content) throws IOException {
    Files.writeString(directory.resolve(file), content, StandardCharsets.UTF_8);
    return StudyRows.read(Sweeps.load(directory, description), new Configuration(false));
  }

  private StudyRows read(String rows) throws IOException {
    return read(Sweeps.GOOD, "runs.csv", HEADER + rows);
  }

  private ScalingRun only(String row) throws IOException {
    StudyRows read = read(row + "\n");
    assertThat(read.rows()).hasSize(1);
    return read.rows().get(0);
  }

  @Test
  void aRowHasWhatItsColumnsSayAndWhatFollows() throws IOException {
    ScalingRun row = only("web,a,1e8,2e9,2000000,3e-4,3.5,1");

    assertThat(row.key()).isEqualTo(new ScalingRun.RunKey("sweep", "web", "a", 0));
    assertThat(row.size()).isEqualTo(new ScalingRun.Size(1e8, ParamsKind.TOTAL));
    assertThat(row.effort())
        .isEqualTo(
            new ScalingRun.Effort(
                2e9,
                2_000_000L,
                1000.0,
                1.2e18,
                FlopsKind.SIX_ND,
                ScheduleState.FINAL,
                3e-4,
                3e-4 * 1_999_995));
    assertThat(row.measured()).isEqualTo(new ScalingRun.Loss(3.5, null, LossKind.HELD_OUT, null));
    assertThat(row.status()).isEqualTo(ScalingRunStatus.OK);
    assertThat(row.message()).isNull();
    assertThat(row.input()).isEqualTo("file:" + directory.resolve("runs.csv"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "web,a,1e8,2e9,2000,3e-4,0,1          | not_positive | loss is 0, and must be positive",
        "web,a,1e8,2e9,2000,3e-4,-3.5,1       | not_positive | loss is -3.5, and must be",
        "web,a,1e8,2e9,2000,3e-4,NaN,1        | not_a_number | loss is 'NaN', which is no finite",
        "web,a,1e8,2e9,2000,3e-4,inf,1        | not_a_number | loss is 'inf', which is no finite",
        "web,a,1e8,2e9,2000,3e-4,1e999,1      | not_a_number | loss is '1e999', which is no finite",
        "web,a,1e8,2e9,2000,3e-4,3.5f,1       | not_a_number | loss is '3.5f'",
        "web,a,1e8,2e9,2000,3e-4,0x1p3,1      | not_a_number | loss is '0x1p3'",
        "web,a,1e8,2e9,2000,3e-4,,1           | missing      | loss is blank; give its value",
        "web,a,1e8,2e9,2000,3e-4,-,1          | not_a_number | loss is '-'",
        "web,a,0,2e9,2000,3e-4,3.5,1          | not_positive | params is 0",
        "web,a,,2e9,2000,3e-4,3.5,1           | missing      | params is blank",
        "web,a,1e8,many,2000,3e-4,3.5,1       | not_a_number | tokens is 'many'",
        "web,a,1e8,2e9,20.5,3e-4,3.5,1        | not_a_number | steps are 20.5, which is no whole",
        "web,,1e8,2e9,2000,3e-4,3.5,1         | missing      | run is blank",
        "web,a,1e8,2e9,5,3e-4,3.5,1           | warm_up      | step 5 is inside the warm-up",
        "web,a,1e8,2e9,2000,3e-4,3.5          | malformed    | has 7 cells where the header has 8",
        "web,a,1e8,2e9,2000,3e-4,3.5,1,9      | malformed    | has 9 cells where the header has 8",
      })
  void aRowThatCannotBeFittedIsARowThatSaysWhy(String row, String status, String message)
      throws IOException {
    ScalingRun found = only(row);

    assertThat(found.status().word()).isEqualTo(status);
    assertThat(found.message()).contains("runs.csv, line 2: ").contains(message);
    assertThat(found.usable()).isFalse();
  }

  @Test
  void aBlankRateIsNoReasonToLoseARow() throws IOException {
    ScalingRun row = only("web,a,1e8,2e9,2000,,3.5,1");

    assertThat(row.usable()).isTrue();
    assertThat(row.effort().learningRate()).isNull();
  }

  @Test
  void aRowThatAConditionLeavesOutIsCountedAndNothingElse() throws IOException {
    StudyRows read =
        read(
            "web,a,1e8,2e9,2000,1,3.5,1\nweb,b,1e8,2e9,2000,1,3.5,0\nweb,c,1e8,2e9,2000,1,3,1.0\n");

    assertThat(read.rows()).extracting(row -> row.key().run()).containsExactly("a", "c");
    assertThat(read.counts()).isEqualTo(new RowCounts(1, Map.of(ScalingRunStatus.OK, 2L), 1));
  }

  @Test
  void conditionsCanBeOnWhatFollowsFromColumns() throws IOException {
    String study =
        Sweeps.GOOD
            .replace("column: keep, equals: 1", "quantity: tokens, min: 1e9")
            .replace("  tokens: tokens\n", "");

    // Tokens are a thousand per step.
    StudyRows read =
        read(study, "runs.csv", HEADER + "web,a,1e8,,1000000,1,3.5,1\nweb,b,1e8,,999999,1,3.5,1\n");

    assertThat(read.rows()).extracting(row -> row.key().run()).containsExactly("a");
    assertThat(read.rows().get(0).effort().tokens()).isEqualTo(1e9);
  }

  @Test
  void aBoundOnACellThatIsNoNumberRefusesTheRow() throws IOException {
    StudyRows read =
        read(
            Sweeps.with("equals: 1", "min: 1"),
            "runs.csv",
            HEADER + "web,a,1e8,2e9,2000,1,3.5,yes\n");

    assertThat(read.rows().get(0).status()).isEqualTo(ScalingRunStatus.NOT_A_NUMBER);
    assertThat(read.rows().get(0).message()).contains("keep is 'yes'");
  }

  @Test
  void quotedCellsMayHoldCommasAndDoubledQuotes() throws IOException {
    ScalingRun row = only("web,\"a, \"\"large\"\"\",\"1e8\",2e9,2000,1,3.5,1");

    assertThat(row.usable()).isTrue();
    assertThat(row.key().run()).isEqualTo("a, \"large\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {";", "\t"})
  void theHeaderTellsWhatSeparatesCells(String separator) throws IOException {
    StudyRows read =
        read(
            Sweeps.GOOD,
            "runs.csv",
            HEADER.replace(",", separator)
                + "web~\"b,c\"~1e8~2e9~2000~1~3.5~1\n".replace("~", separator));

    assertThat(read.rows()).singleElement().matches(ScalingRun::usable);
    assertThat(read.rows().get(0).key().run()).isEqualTo("b,c");
  }

  @Test
  void anUnclosedQuoteCostsItsOwnRowAlone() throws IOException {
    StudyRows read =
        read(
            "web,a,1e8,2e9,2000,1,3.5,1\nweb,\"b,1e8,2e9,2000,1,3.5,1\nweb,c,1e8,2e9,2000,1,3.5,1\n");

    assertThat(read.usable().get("web"))
        .extracting(row -> row.key().run())
        .containsExactly("a", "c");
    assertThat(read.rows())
        .filteredOn(row -> !row.usable())
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.status()).isEqualTo(ScalingRunStatus.MALFORMED);
              assertThat(row.message()).contains("runs.csv, line 3: a quote is not closed");
            });
  }

  @Test
  void aHugeLineCostsItsOwnRowAlone() throws IOException {
    StudyRows read =
        read(
            "web,a,1e8,2e9,2000,1,3.5,1\n"
                + "x".repeat(5_000_000)
                + "\nweb,c,1e8,2e9,2000,1,3,1\n");

    assertThat(read.counts())
        .isEqualTo(
            new RowCounts(1, Map.of(ScalingRunStatus.OK, 2L, ScalingRunStatus.MALFORMED, 1L), 0));
    assertThat(read.rows())
        .filteredOn(row -> !row.usable())
        .singleElement()
        .satisfies(
            row -> assertThat(row.message()).contains("line 3: the line has 5,000,000 characters"));
  }

  @Test
  void windowsLineEndsAByteOrderMarkAndSpacesAreNoPartOfCells() throws IOException {
    StudyRows read =
        read(
            Sweeps.GOOD,
            "runs.csv",
            "\uFEFF" + HEADER.replace("\n", "\r\n") + " web , a ,1e8,2e9,2000,1, 3.5 ,1\r\n\r\n");

    assertThat(read.rows()).singleElement().matches(ScalingRun::usable);
    assertThat(read.rows().get(0).key().series()).isEqualTo("web");
  }

  @Test
  void bytesThatAreNoTextCostNoMoreThanTheirRow() throws IOException {
    byte[] sound = (HEADER + "web,a,1e8,2e9,2000,1,3.5,1\n").getBytes(StandardCharsets.UTF_8);
    byte[] file = new byte[sound.length + 20];
    System.arraycopy(sound, 0, file, 0, sound.length);
    for (int i = sound.length; i < file.length; i++) {
      file[i] = (byte) (0x80 + i);
    }
    Files.write(directory.resolve("runs.csv"), file);

    StudyRows read = StudyRows.read(Sweeps.load(directory, Sweeps.GOOD), new Configuration(false));

    assertThat(read.counts().usable()).isEqualTo(1);
    assertThat(read.rows()).hasSize(2);
  }

  @Test
  void aFileWithoutAColumnIsRefusedNamingItAndTheNearest() throws IOException {
    StudyRows read =
        read(Sweeps.GOOD, "runs.csv", HEADER.replace("loss", "lost") + "web,a,1,1,1,1,1,1\n");

    assertThat(read.rows())
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.status()).isEqualTo(ScalingRunStatus.UNREADABLE);
              assertThat(row.message())
                  .endsWith(
                      "runs.csv: lacks the column 'loss'; did you mean 'lost'? (known: data, keep,"
                          + " lost, lr, params, run, step, tokens)");
            });
  }

  @Test
  void aFileWithAColumnTwiceIsRefused() throws IOException {
    StudyRows read =
        read(Sweeps.GOOD, "runs.csv", HEADER.replace("keep", "keep,loss") + "w,a,1,1,1,1,1,1,2\n");

    assertThat(read.rows().get(0).message()).contains("has the column 'loss' twice; rename one");
  }

  @Test
  void aFileThatIsNotThereIsARowThatSaysSo() throws IOException {
    StudyRows read = StudyRows.read(Sweeps.load(directory, Sweeps.GOOD), new Configuration(false));

    assertThat(read.rows()).singleElement().matches(row -> !row.usable());
    assertThat(read.rows().get(0).status()).isEqualTo(ScalingRunStatus.UNREADABLE);
    assertThat(read.rows().get(0).message()).endsWith("/runs.csv: there is no such file");
    assertThat(read.warnings())
        .containsExactly(
            "No row of study sweep can be fitted: 1 were refused and 0 left out by where. The first"
                + " refused: "
                + read.rows().get(0).message());
  }

  @Test
  void anEmptyFileIsARowThatSaysSo() throws IOException {
    assertThat(read(Sweeps.GOOD, "runs.csv", "").rows().get(0).message())
        .contains("has no header; give the names of the columns in line 1");
  }

  @Test
  void perplexitiesGivenAsLossesAreNoticedByTheirSize() throws IOException {
    String rows = "web,a,1e8,2e9,2000,1,31.2,1\nweb,b,1e8,2e9,2000,1,18.4,1\n";

    assertThat(read(rows).warnings())
        .singleElement()
        .asString()
        .contains("series web are above 12.5 nats per token")
        .contains("set loss_unit: perplexity");
    StudyRows declared =
        read(Sweeps.with("loss_unit: nats", "loss_unit: perplexity"), "runs.csv", HEADER + rows);
    assertThat(declared.warnings()).isEmpty();
    assertThat(declared.rows().get(0).measured().loss()).isCloseTo(Math.log(31.2), within(1e-15));
  }

  @Test
  void aPerplexityOfOneOrLessIsNoLoss() throws IOException {
    StudyRows read =
        read(
            Sweeps.with("loss_unit: nats", "loss_unit: perplexity"),
            "runs.csv",
            HEADER + "web,a,1e8,2e9,2000,1,1,1\nweb,b,1e8,2e9,2000,1,0.5,1\n");

    assertThat(read.rows())
        .extracting(ScalingRun::status)
        .containsExactly(ScalingRunStatus.NOT_POSITIVE, ScalingRunStatus.NOT_POSITIVE);
  }

  @Test
  void bitsBecomeNats() throws IOException {
    StudyRows read =
        read(
            Sweeps.with("loss_unit: nats", "loss_unit: bits"),
            "runs.csv",
            HEADER + "web,a,1e8,2e9,2000,1,2,1\n");

    assertThat(read.rows().get(0).measured().loss()).isCloseTo(1.3862943611198906, within(1e-15));
  }

  @Test
  void aSeriesThatMixesKindsOfParametersIsDoubted() throws IOException {
    StudyRows read =
        read(
            Sweeps.with("params_kind: total", "params_kind: {column: data}"),
            "runs.csv",
            HEADER + "total,a,1e8,2e9,2000,1,3.5,1\nnon_embedding,b,1e8,2e9,2000,1,3.5,1\n");

    assertThat(read.warnings()).isEmpty();
    StudyRows mixed =
        read(
            Sweeps.with("params_kind: total", "params_kind: {column: data}")
                .replace("  series: data\n", ""),
            "runs.csv",
            HEADER + "total,a,1e8,2e9,2000,1,3.5,1\nnon_embedding,b,1e8,2e9,2000,1,3.5,1\n");
    assertThat(mixed.warnings())
        .containsExactly(
            "Series all mixes 2 kinds of parameters, which no fit may; name the column in"
                + " columns.series, too.");
  }

  @Test
  void aCellThatStandsForNoWordRefusesItsRow() throws IOException {
    StudyRows read =
        read(
            Sweeps.with(
                "schedule_state: final", "schedule_state: {column: keep, words: {2: final}}"),
            "runs.csv",
            HEADER + "web,a,1e8,2e9,2000,1,3.5,1\n");

    assertThat(read.rows().get(0).status()).isEqualTo(ScalingRunStatus.UNKNOWN_WORD);
    assertThat(read.rows().get(0).message()).contains("keep is '1', none of 2");
  }

  @Test
  void aRunOfTwoSizesIsDoubted() throws IOException {
    assertThat(read("web,a,1e8,2e9,2000,1,3.5,1\nweb,a,2e8,2e9,2000,1,3.5,1\n").warnings())
        .singleElement()
        .asString()
        .contains("Run a of series web has two sizes");
  }

  @Test
  void aRunWithAStepTwiceHasNoSumOfRates() throws IOException {
    StudyRows read =
        read(
            Sweeps.with("clocks: [step]", "clocks: [step, tau]"),
            "runs.csv",
            HEADER + "web,a,1e8,2e9,2000,1,3.5,1\nweb,a,1e8,3e9,2000,1,3.4,1\n");

    assertThat(read.rows()).allSatisfy(row -> assertThat(row.effort().tau()).isNull());
    assertThat(read.warnings())
        .containsExactly(
            "The rates of 1 runs of series web could not be summed, the first is a: every row needs"
                + " a rate, and every step comes once.");
  }

  @Test
  void rowsAreInTheOrderOfTheTableHoweverTheyCome() throws IOException {
    StudyRows read =
        read(
            "web,b,1e8,2e9,2000,1,3.2,1\nweb,a,1e8,3e9,3000,1,3.1,1\nweb,a,1e8,1e9,1000,1,3.5,1\n");

    assertThat(read.rows())
        .extracting(row -> row.key().run() + row.key().ordinal())
        .containsExactly("a0", "a1", "b0");
    assertThat(read.rows()).extracting(row -> row.effort().tokens()).containsExactly(1e9, 3e9, 2e9);
  }

  @Test
  void sizeAndExactComputeFollowFromTheShape() throws IOException {
    String study =
        Sweeps.with(
                "  params: params\n",
                "  shape: {layers: 10, width: 640, heads: 10, key_width: 640, feed_forward: 2560,"
                    + " context: 2048, vocabulary: 32000}\n")
            .replace("params_kind: total", "params_kind: non_embedding\n  flops_kind: exact");

    ScalingRun row = read(study, "runs.csv", HEADER + "web,a,1,2048,2000,1,3.5,1\n").rows().get(0);

    assertThat(row.size().params()).isEqualTo(12.0 * 10 * 640 * 640);
    assertThat(row.effort().flops()).isEqualTo(929_877_196_800.0);
    assertThat(row.effort().flopsKind()).isEqualTo(FlopsKind.EXACT);
  }

  @Test
  @Tag("thorough")
  void aMillionRowsAreReadInBoundedMemoryAndASubsetIsAlwaysTheSame() throws IOException {
    try (BufferedWriter out =
        Files.newBufferedWriter(directory.resolve("runs.csv"), StandardCharsets.UTF_8)) {
      out.write(HEADER);
      for (int i = 0; i < 1_000_000; i++) {
        out.write("web,r" + i % 10 + ",1e8," + (i + 1) + "000,2000,1,3.5,1\n");
      }
    }
    Study study = Sweeps.load(directory, Sweeps.GOOD);

    StudyRows first = StudyRows.read(study, new Configuration(false));

    assertThat(first.counts())
        .isEqualTo(new RowCounts(1, Map.of(ScalingRunStatus.OK, 1_000_000L), 0));
    assertThat(first.rows()).hasSize(1000);
    assertThat(first.warnings())
        .containsExactly(
            "Study sweep has 1,000,000 rows; 1,000 were kept, always the same: a random part of"
                + " each large series, and the first and last row of each run. Raise most_rows to"
                + " keep more.");
    // Every tenth of the file has its share, within five standard deviations.
    for (int tenth = 0; tenth < 10; tenth++) {
      double from = tenth * 1e8;
      assertThat(first.rows())
          .filteredOn(row -> row.effort().tokens() > from && row.effort().tokens() <= from + 1e8)
          .hasSizeBetween(53, 147);
    }
    assertThat(StudyRows.read(study, new Configuration(false)).rows()).isEqualTo(first.rows());
  }

  @Test
  void ofManyRefusedRowsAThousandAreShownAndAllAreCounted() throws IOException {
    String rows = "web,a,1e8,2e9,2000,1,0,1\n".repeat(5000);

    StudyRows read = read(rows + "web,a,1e8,2e9,2000,1,3.5,1\n");

    assertThat(read.counts())
        .isEqualTo(
            new RowCounts(
                1, Map.of(ScalingRunStatus.OK, 1L, ScalingRunStatus.NOT_POSITIVE, 5000L), 0));
    assertThat(read.rows()).hasSize(1001);
    assertThat(read.warnings())
        .containsExactly(
            "5,000 rows of study sweep were refused; the first 1,000 of each status are in"
                + " scaling_run.");
  }

  @Test
  void rowsOfTheWarmUpTakeNoRoomFromBadOnesAndAreNotRefused() throws IOException {
    String warm = "web,a,1e8,2e9,5,1,3.5,1\n".repeat(1500);

    StudyRows read =
        read(
            warm
                + "web,a,1e8,2e9,2000,1,0,1\nweb,a,1e8,2e9,2000,1,-4,1\n"
                + "web,a,1e8,2e9,2000,1,3.5,1\n");

    assertThat(read.counts().refused()).isEqualTo(2);
    assertThat(read.counts().warmUp()).isEqualTo(1500);
    assertThat(read.rows()).hasSize(1003);
    assertThat(read.rows())
        .filteredOn(row -> row.status() == ScalingRunStatus.NOT_POSITIVE)
        .hasSize(2);
    assertThat(read.warnings()).isEmpty();
  }

  @Test
  void everyStatusHasRoomOfItsOwn() throws IOException {
    StudyRows read =
        read(
            "web,a,1e8,2e9,2000,1,0,1\n".repeat(1200)
                + "web,a,1e8,2e9,2000,1,,1\n".repeat(30)
                + "web,a,1e8,2e9,2000,1,3.5,1\n");

    assertThat(read.counts().refused()).isEqualTo(1230);
    assertThat(read.rows()).filteredOn(row -> row.status() == ScalingRunStatus.MISSING).hasSize(30);
    assertThat(read.warnings())
        .containsExactly(
            "1,230 rows of study sweep were refused; the first 1,000 of each status are in"
                + " scaling_run.");
  }

  @Test
  void ofAStudyOfWarmUpAloneThatIsSaid() throws IOException {
    assertThat(read("web,a,1e8,2e9,5,1,3.5,1\n").warnings())
        .containsExactly(
            "No row of study sweep can be fitted: 0 were refused, 1 measured inside the warm-up and"
                + " 0 left out by where.");
  }

  /** METHOD-SCALING section 5: a rate per step is summed exactly, whatever rows are fitted. */
  @Test
  void theRatesOfASubsetsRowsAreSummedOverAllRows() throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int step = 5000; step > 0; step--) {
      rows.append("web,a,1e8,").append(step).append("e6,").append(step).append(',');
      rows.append(1.0 / step).append(",3.5,1\n");
    }
    String study = Sweeps.GOOD.replace("  warmup_steps: 10\n", "");

    StudyRows read = read(study, "runs.csv", HEADER + rows);

    assertThat(read.rows()).hasSize(1000);
    for (ScalingRun row : read.rows()) {
      double sum = 0;
      for (int step = 1; step <= row.effort().steps(); step++) {
        sum += 1.0 / step;
      }
      assertThat(row.effort().tau()).isEqualTo(sum);
    }
  }

  @Test
  void moreRatesThanAreKeptAreNotSummedAtAll() throws IOException {
    Study study = Sweeps.load(directory, Sweeps.GOOD);
    List<ScalingRun> rows =
        read(IntStream.range(0, 40)
                .mapToObj(i -> "web,r,1e8," + i + "e9," + (i + 10) + ",1,3.5,1\n")
                .skip(1)
                .collect(Collectors.joining()))
            .rows();
    List<ScalingRun> bare =
        rows.stream()
            .map(
                row ->
                    row.with(
                        new ScalingRun.Effort(
                            row.effort().tokens(),
                            row.effort().steps(),
                            null,
                            null,
                            null,
                            null,
                            1.0,
                            null)))
            .toList();

    Taus enough = new Taus(study.columns(), 100);
    bare.forEach(enough::add);
    Taus few = new Taus(study.columns(), 50);
    bare.forEach(few::add);

    assertThat(rows).allMatch(row -> row.effort().tau() == row.effort().steps() - 5.0);
    assertThat(enough.summed(bare).get(7).effort().tau()).isEqualTo(rows.get(7).effort().tau());
    assertThat(few.summed(bare)).isEqualTo(bare);
  }

  @Test
  void perplexitiesOfGoodModelsAreNoticedAtTheLargestCompute() throws IOException {
    String rows =
        "web,a,1e8,3e9,2000,1,9.6,1\nweb,b,1e9,3e10,2000,1,7.4,1\nweb,c,1e10,3e11,2000,1,6.1,1\n";

    assertThat(read(rows).warnings())
        .containsExactly(
            "Most losses of series web at its largest compute are above 5.0 nats per token, a"
                + " perplexity of 148: they look like perplexities. If they are, set loss_unit:"
                + " perplexity.");
    assertThat(
            read(Sweeps.with("loss_unit: nats", "loss_unit: perplexity"), "runs.csv", HEADER + rows)
                .warnings())
        .isEmpty();
    // Early losses of a run in nats are as high.
    assertThat(read(rows.replace(",6.1,", ",3.1,")).warnings()).isEmpty();
  }

  @Test
  void everyRowOfTheTableIsSound() throws IOException {
    StudyRows read = read("web,a,1e8,2e9,2000,1,3.5,1\n,,,,,,,1\n\"\nweb,a,1e8,2e9,2000,1,3.5,1\n");

    assertThat(read.rows()).hasSize(4).extracting(ScalingRun::key).doesNotHaveDuplicates();
    Stream<Object[]> values = read.rows().stream().map(ScalingRun.ROWS::values);
    assertThat(values).allSatisfy(row -> assertThat(ScalingRun.ROWS.row(row)).isNotNull());
  }
}

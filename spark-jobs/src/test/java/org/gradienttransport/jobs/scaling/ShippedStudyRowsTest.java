package org.gradienttransport.jobs.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.conf.Repository;
import org.gradienttransport.jobs.conf.study.StudyFiles;
import org.gradienttransport.schemas.rows.ScalingRun;
import org.gradienttransport.schemas.vocabulary.FlopsKind;
import org.gradienttransport.schemas.vocabulary.LawStatus;
import org.gradienttransport.schemas.vocabulary.ParamsKind;
import org.gradienttransport.schemas.vocabulary.ScheduleState;
import org.gradienttransport.udfs.scaling.optimum.IsoFlop;
import org.gradienttransport.udfs.scaling.optimum.IsoFlopRule;
import org.gradienttransport.udfs.scaling.optimum.SweepRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The shipped studies, read from the shared data. Numbers of rows and sums of losses were counted
 * by another program from the same files.
 */
final class ShippedStudyRowsTest {
  private static StudyRows read(String study, String data) {
    Repository.data(data);
    return StudyRows.read(
        StudyFiles.load(Repository.study(study), new Configuration(false)),
        new Configuration(false));
  }

  private static void assertSeries(StudyRows rows, Map<String, double[]> expected) {
    Map<String, double[]> found = new TreeMap<>();
    rows.usable()
        .forEach(
            (series, of) ->
                found.put(
                    series,
                    new double[] {
                      of.size(), of.stream().mapToDouble(row -> row.measured().loss()).sum()
                    }));
    assertThat(found).containsOnlyKeys(expected.keySet());
    expected.forEach(
        (series, numbers) -> {
          assertThat(found.get(series)[0]).as("rows of %s", series).isEqualTo(numbers[0]);
          assertThat(found.get(series)[1])
              .as("sum of the losses of %s", series)
              .isCloseTo(numbers[1], within(1e-9));
        });
    assertThat(rows.warnings()).isEmpty();
    assertThat(rows.counts().refused()).isZero();
    assertThat(rows.rows()).hasSize((int) rows.counts().usable());
  }

  @Test
  void porianHasTenAccountingsOf1164Points() {
    Map<String, double[]> expected = new LinkedHashMap<>();
    expected.put("base-long-kaplan-attention-train", new double[] {126, 628.3596475589493});
    expected.put("base-long-kaplan-kaplan-train", new double[] {107, 519.8421946933887});
    expected.put("base-long-kaplan-standard-val", new double[] {131, 659.9377280515982});
    expected.put("base-short-chinchilla-attention-train", new double[] {106, 481.5920027897031});
    expected.put("base-short-chinchilla-standard-val", new double[] {88, 364.20000982581905});
    expected.put("base-short-kaplan-attention-train", new double[] {126, 572.4065815971746});
    expected.put("base-short-kaplan-standard-val", new double[] {132, 610.2744208507595});
    expected.put("tuned-long-const-kaplan-train", new double[] {104, 484.6164775883584});
    expected.put("tuned-short-const-attention-train", new double[] {123, 543.0673611354479});
    expected.put("tuned-short-const-standard-val", new double[] {121, 526.6165827926491});

    assertSeries(read("porian-isoflop", "porian-isoflop"), expected);
  }

  /** The ladder of METHOD-SCALING section 8: what approach 2 says of five of the accountings. */
  @ParameterizedTest
  @CsvSource({
    "base-long-kaplan-kaplan-train, .8246, 9, non_embedding, decaying",
    "base-long-kaplan-standard-val, .6955, 10, with_head, decaying",
    "base-short-kaplan-standard-val, .5982, 12, with_head, decaying",
    "base-short-chinchilla-standard-val, .5473, 12, with_head, final",
    "tuned-short-const-standard-val, .5087, 12, with_head, constant",
  })
  void porianRowsGiveTheExponentsOfApproachTwo(
      String series, double a, int budgets, String paramsKind, String state) {
    List<ScalingRun> rows = read("porian-isoflop", "porian-isoflop").usable().get(series);

    IsoFlop isoFlop =
        IsoFlop.of(
            rows.stream()
                .map(
                    row ->
                        new SweepRow(
                            row.key().run(),
                            row.size().params(),
                            row.effort().tokens(),
                            row.effort().flops(),
                            row.measured().loss()))
                .toList(),
            IsoFlopRule.DEFAULT);

    assertThat(isoFlop.exponents().orElseThrow().params().exponent()).isCloseTo(a, within(5e-5));
    assertThat(isoFlop.profiles())
        .filteredOn(profile -> profile.status() == LawStatus.OK)
        .hasSize(budgets);
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(row.size().paramsKind().word()).isEqualTo(paramsKind);
              assertThat(row.effort().scheduleState().word()).isEqualTo(state);
              assertThat(row.effort().flopsKind()).isEqualTo(FlopsKind.SIX_ND);
            });
  }

  @Test
  void gemstonesHas220RowsOfTheConstantRateAnd199OfTheDecayedOne() {
    StudyRows rows = read("gemstones", "gemstones");

    assertSeries(
        rows,
        Map.of(
            "hot", new double[] {220, 676.3987851143},
            "hot_350b", new double[] {770, 2303.914184094},
            "cooldown", new double[] {199, 591.6702136991}));
    assertThat(rows.counts().leftOut()).isEqualTo(880);
    List<ScalingRun> hot = rows.usable().get("hot");
    assertThat(hot).extracting(row -> row.key().run()).doesNotContainNull();
    assertThat(hot.stream().map(row -> row.key().run()).distinct()).hasSize(22);
    assertThat(hot)
        .allSatisfy(
            row -> {
              assertThat(row.effort().tokens() % 10_003_415_040.0).isZero();
              assertThat(row.effort().flops())
                  .isEqualTo(6.0 * row.size().params() * row.effort().tokens());
              assertThat(row.effort().flopsKind()).isEqualTo(FlopsKind.SIX_ND);
              assertThat(row.size().paramsKind()).isEqualTo(ParamsKind.TOTAL);
              assertThat(row.effort().scheduleState()).isEqualTo(ScheduleState.CONSTANT);
            });
  }

  @Test
  void theBundledSampleIsTheSweepOfTheConstantAndOfTheDecayedRate() throws IOException {
    StudyRows rows =
        StudyRows.read(
            StudyFiles.load(Repository.study("gemstones-sample"), new Configuration(false)),
            new Configuration(false));

    assertSeries(
        rows,
        Map.of(
            "hot", new double[] {220, 676.3987851143},
            "cooldown", new double[] {199, 591.6702136991}));
    Path sample = Repository.root().resolve("samples/gemstones");
    assertThat(Files.size(sample.resolve("runs.csv"))).isLessThan(200_000);
    assertThat(Files.readString(sample.resolve("LICENSE"))).startsWith("MIT License");
  }

  @Test
  void gemstonesCurvesHaveEveryCheckpointOfTheConstantRate() {
    StudyRows rows = read("gemstones-curves", "gemstones");

    assertSeries(rows, Map.of("hot", new double[] {1100, 3423.9676291955}));
    assertThat(rows.usable().get("hot"))
        .filteredOn(row -> row.key().run().equals("3072x12") && row.effort().tokens() >= 1e10)
        .hasSize(46);
  }

  @Test
  void rowsOfARunAreNumberedByTokens() {
    List<ScalingRun> run =
        read("gemstones-curves", "gemstones").rows().stream()
            .filter(row -> row.key().run().equals("1024x28"))
            .toList();

    for (int i = 0; i < run.size(); i++) {
      assertThat(run.get(i).key().ordinal()).isEqualTo(i);
      assertThat(run.get(i).effort().steps()).isEqualTo(477L * (i + 1));
    }
  }

  @Test
  void mlfoundationsHas104ModelsOfThreeDatasets() {
    assertSeries(
        read("mlfoundations-scaling", "mlfoundations-scaling"),
        Map.of(
            "c4_original", new double[] {34, 125.0554194246034},
            "rpj", new double[] {35, 131.68618672631413},
            "rw_original", new double[] {35, 130.2722283996299}));
  }

  @Test
  void gadresLawIsFittedToFiveModelsAndPredictsTwo() {
    StudyRows rows = read("mlfoundations-gadre", "mlfoundations-scaling");

    assertThat(rows.usable().get("rpj"))
        .extracting(
            row -> row.key().run(),
            row -> row.size().params(),
            row -> Math.rint(row.effort().tokens() / row.size().params()))
        .containsExactlyInAnyOrder(
            tuple("rpj-d=96_l=8_h=4-1.0", 10569312.0, 20.0),
            tuple("rpj-d=96_l=8_h=4-16.0", 10569312.0, 320.0),
            tuple("rpj-d=512_l=8_h=4-1.0", 78914048.0, 20.0),
            tuple("rpj-d=576_l=24_h=8-1.0", 153677376.0, 20.0),
            tuple("rpj-d=1024_l=24_h=8-1.0", 411616256.0, 20.0),
            tuple("rpj-open_lm_1b-32.0", 1439795200.0, 640.0),
            tuple("rpj-open_lm_7b-1.0", 6889410560.0, 20.0));
    assertThat(rows.counts().leftOut()).isEqualTo(97);
  }

  @Test
  void multipowerlawHasThreeSizesUnderNineSchedules() {
    StudyRows rows = read("multipowerlaw", "multipowerlaw");

    Map<String, double[]> expected = new LinkedHashMap<>();
    expected.put("constant_24000", new double[] {513, 1644.778});
    expected.put("constant_72000", new double[] {1638, 5025.3899});
    expected.put("cosine_24000", new double[] {513, 1628.0446});
    expected.put("cosine_72000", new double[] {1638, 4966.9236});
    expected.put("wsd_20000_24000", new double[] {512, 1635.7909});
    expected.put("wsdcon_18", new double[] {313, 1017.2369});
    expected.put("wsdcon_3", new double[] {313, 1014.2899});
    expected.put("wsdcon_9", new double[] {313, 1013.7466});
    expected.put("wsdld_20000_24000", new double[] {512, 1637.1529});
    assertSeries(rows, expected);
    assertThat(rows.usable().get("cosine_72000").stream().map(row -> row.key().run()).distinct())
        .containsExactly("100", "25", "400");
    assertThat(rows.counts().files()).isEqualTo(27);
  }

  @Test
  void theRatesOfMultipowerlawAreSummedFromTheirWarmUpOn() {
    Map<String, List<ScalingRun>> series = read("multipowerlaw", "multipowerlaw").usable();

    // The first row is at step 2160 or 2176, the rate 3e-4 and the warm-up 2160 steps.
    ScalingRun constant = series.get("constant_72000").get(546 - 1);
    assertThat(constant.effort().steps()).isEqualTo(71_936);
    assertThat(constant.effort().tau()).isCloseTo(3e-4 * (71_936 - 1080), within(1e-9));
    assertThat(series.get("cosine_72000").get(0).effort().tau())
        .isCloseTo(3e-4 * 1080, within(1e-12));
  }

  @Test
  void toySoftmaxHas451RowsOfEachRateInItsWindow() {
    StudyRows rows = read("toy-softmax", "toy-softmax");

    assertSeries(rows, Map.of("all", new double[] {1500, 114.612694 + 160.736391 + 121.865218}));
    for (String rate : List.of("3", "10", "30")) {
      assertThat(rows.usable().get("all"))
          .filteredOn(row -> row.key().run().equals(rate) && row.effort().steps() >= 1000)
          .hasSize(451)
          .allSatisfy(
              row -> {
                assertThat(row.effort().learningRate()).isEqualTo(Double.parseDouble(rate));
                assertThat(row.effort().tokens()).isEqualTo(256.0 * row.effort().steps());
              });
    }
  }
}

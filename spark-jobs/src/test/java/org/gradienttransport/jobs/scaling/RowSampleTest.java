package org.gradienttransport.jobs.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.gradienttransport.schemas.rows.ScalingRun;
import org.gradienttransport.schemas.vocabulary.FlopsKind;
import org.gradienttransport.schemas.vocabulary.ParamsKind;
import org.gradienttransport.schemas.vocabulary.ScalingRunStatus;
import org.junit.jupiter.api.Test;

class RowSampleTest {
  @Test
  void fewRowsAreAllKeptInTheirOrder() {
    List<ScalingRun> rows = curve("web", "a", 100);

    assertThat(sample(100, rows)).isEqualTo(rows);
  }

  @Test
  void aSmallSeriesStaysWholeBesideLargeOnes() {
    List<ScalingRun> rows = new ArrayList<>(curve("code", "a", 20));
    rows.addAll(curve("web", "a", 4000));
    rows.addAll(curve("books", "a", 2000));

    List<ScalingRun> kept = sample(200, rows);

    assertThat(kept).hasSize(200);
    assertThat(kept).filteredOn(row -> row.key().series().equals("code")).hasSize(20);
    assertThat(kept)
        .filteredOn(row -> row.key().series().equals("web"))
        .hasSizeBetween(88, 92); // equally many, but for the ends of runs
  }

  @Test
  void theFirstAndTheLastRowOfEachRunStay() {
    List<ScalingRun> rows = new ArrayList<>();
    for (int run = 0; run < 20; run++) {
      rows.addAll(curve("web", "run" + run, 500));
    }
    Collections.shuffle(rows, new Random(1));

    List<ScalingRun> kept = sample(200, rows);

    assertThat(kept).hasSize(200);
    for (int run = 0; run < 20; run++) {
      String name = "run" + run;
      assertThat(kept)
          .filteredOn(row -> row.key().run().equals(name))
          .extracting(row -> row.effort().steps())
          .contains(1L, 500L);
    }
  }

  @Test
  void theSameRowsInAnyOrderGiveTheSamePart() {
    List<ScalingRun> rows = new ArrayList<>();
    for (String series : List.of("web", "code", "books", "news")) {
      for (int run = 0; run < 5; run++) {
        rows.addAll(curve(series, "run" + run, series.length() * 50));
      }
    }
    List<ScalingRun> first = sample(333, rows);

    for (int order = 0; order < 5; order++) {
      Collections.shuffle(rows, new Random(order));
      assertThat(sample(333, rows)).containsExactlyInAnyOrderElementsOf(first);
    }
  }

  @Test
  void endsOfMoreRunsThanAQuarterOfTheRowsAreLeftToChance() {
    RowSample sample = new RowSample(100);
    for (int run = 0; run < 300; run++) {
      curve("web", "run" + run, 10).forEach(sample::add);
    }

    assertThat(sample.hasEnds()).isFalse();
    assertThat(sample.rows()).hasSize(100);
  }

  private static List<ScalingRun> sample(int most, List<ScalingRun> rows) {
    RowSample sample = new RowSample(most);
    rows.forEach(sample::add);
    return sample.rows();
  }

  private static List<ScalingRun> curve(String series, String run, int rows) {
    List<ScalingRun> curve = new ArrayList<>();
    for (long step = 1; step <= rows; step++) {
      curve.add(
          new ScalingRun(
              new ScalingRun.RunKey("study", series, run, 0),
              new ScalingRun.Size(1e8, ParamsKind.TOTAL),
              new ScalingRun.Effort(
                  1e6 * step, step, 1e6, 6e14 * step, FlopsKind.SIX_ND, null, null, null),
              new ScalingRun.Loss(2.0 + 1.0 / step, null, null, null),
              "runs.csv",
              ScalingRunStatus.OK,
              null,
              null));
    }
    return curve;
  }
}

package org.gradienttransport.jobs.aggregate.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.gradienttransport.jobs.aggregate.scaling.FitUnit.Replicates;
import org.gradienttransport.schemas.vocabulary.Approach;
import org.junit.jupiter.api.Test;

/** The order in which the units of work of two studies are handed out. */
class FitQueueTest {
  private static final int ALL = 1_000;

  /** Units of the 243 starts of a fit. */
  private static final int UNITS_OF_STARTS = 9;

  private static MeasuredStudy study(double error) {
    return Losses.study(
        Losses.grid(
            Losses.sizes(),
            Losses.tokens(),
            (n, d) -> Losses.LAW.applyAsDouble(n, d) * (1 + error * StrictMath.sin(n + d))),
        Losses.fits(List.of(), 60, false, Approach.PARAMETRIC));
  }

  private final StudyAggregation studies = new StudyAggregation(List.of(study(1e-3), study(2e-3)));
  private final FitResults results = new FitResults();
  private final FitQueue queue = new FitQueue(studies, results);

  @Test
  void replicatesComeWhenTheirOwnStartsAreKnownWhateverElseIsUnderWay() {
    List<FitUnit> starts = queue.next(ALL);
    assertThat(starts).isEqualTo(studies.starts()).hasSizeGreaterThan(2 * UNITS_OF_STARTS);
    assertThat(queue.next(ALL)).as("no start is known").isEmpty();

    results.run(starts.subList(0, UNITS_OF_STARTS), studies.data());
    assertThat(queue.next(ALL))
        .hasSize(2)
        .allMatch(unit -> unit instanceof Replicates one && one.rows().equals(rows(starts, 0)));

    results.run(starts.subList(UNITS_OF_STARTS, 2 * UNITS_OF_STARTS), studies.data());
    assertThat(queue.next(ALL))
        .hasSize(2)
        .allMatch(
            unit ->
                unit instanceof Replicates one && one.rows().equals(rows(starts, UNITS_OF_STARTS)));
    assertThat(queue.next(ALL)).isEmpty();
  }

  private static String rows(List<FitUnit> starts, int at) {
    return ((FitUnit.Starts) starts.get(at)).rows();
  }

  @Test
  void inWavesOfAnySizeEveryUnitIsHandedOutOnceAndOnlyWhatTheStoreLacks() {
    List<FitUnit> known = studies.starts().subList(0, 4);
    results.run(known, studies.data());
    List<FitUnit> handedOut = new ArrayList<>();
    FitQueue lacking = new FitQueue(studies, results);

    for (List<FitUnit> wave = lacking.next(7); !wave.isEmpty(); wave = lacking.next(7)) {
      assertThat(wave).hasSizeLessThanOrEqualTo(7);
      handedOut.addAll(wave);
      results.run(wave, studies.data());
    }

    List<FitUnit> all = new ArrayList<>(studies.starts());
    all.addAll(studies.plannedReplicates(results));
    all.removeAll(known);
    assertThat(handedOut).doesNotHaveDuplicates().hasSameElementsAs(all);
  }
}

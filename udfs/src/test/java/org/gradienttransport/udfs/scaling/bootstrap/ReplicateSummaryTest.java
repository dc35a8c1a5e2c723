package org.gradienttransport.udfs.scaling.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ReplicateSummaryTest {
  @Test
  void placesPercentilesBetweenSortedValues() {
    ReplicateSummary summary =
        ReplicateSummary.of(new double[] {5.0, 1.0, 3.0, 2.0, 4.0}).orElseThrow();

    assertThat(summary.p2_5()).isCloseTo(1.1, within(1e-12));
    assertThat(summary.p10()).isCloseTo(1.4, within(1e-12));
    assertThat(summary.p50()).isEqualTo(3.0);
    assertThat(summary.p90()).isCloseTo(4.6, within(1e-12));
    assertThat(summary.p97_5()).isCloseTo(4.9, within(1e-12));
    assertThat(summary.sd()).isCloseTo(Math.sqrt(2.5), within(1e-12));
    assertThat(summary.replicates()).isEqualTo(5);
  }

  @Test
  void isAbsentForFewerThanTwoValues() {
    assertThat(ReplicateSummary.of(new double[] {1.0})).isEmpty();
  }
}

package org.gradienttransport.udfs.association;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.gradienttransport.udfs.window.StepSeries;
import org.junit.jupiter.api.Test;

class LearningRateScheduleTest {

  @Test
  void aTableKnowsItsStepsOnly() {
    LearningRateSchedule table =
        LearningRateSchedule.table(StepSeries.of(new long[] {0, 8}, new double[] {0.1, 0.2}));

    assertThat(table.eta(8)).isEqualTo(0.2);
    assertThatThrownBy(() -> table.eta(4))
        .hasMessage(
            "the learning-rate table has no step 4;"
                + " add it, or leave the step out of the association");
  }
}

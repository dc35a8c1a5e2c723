package org.gradienttransport.udfs.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StagingTest {

  @Test
  void a_copy_larger_than_a_half_is_refused_instead_of_written_past_it() {
    long half = Staging.HALF_BYTES;
    assertThat(Staging.withinHalf(half)).isEqualTo(half);
    assertThatThrownBy(() -> Staging.withinHalf(half + 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining((half + 1) + " bytes");
  }
}

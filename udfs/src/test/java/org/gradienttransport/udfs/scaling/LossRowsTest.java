package org.gradienttransport.udfs.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.gradienttransport.schemas.vocabulary.LawVariable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LossRowsTest {
  @ParameterizedTest
  @ValueSource(doubles = {0.0, -2.5, Double.NaN, Double.POSITIVE_INFINITY})
  void aLossThatIsNotPositiveAndFiniteIsRefusedWithItsRow(double loss) {
    assertThat(LossRows.usable(loss)).isFalse();
    assertThatThrownBy(
            () ->
                LossRows.of(
                    new double[] {1e8, 1e9}, new double[] {1e9, 1e10}, new double[] {3, loss}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("loss of row 1")
        .hasMessageContaining(String.valueOf(loss));
  }

  @Test
  void soIsASizeThatIsZero() {
    assertThatThrownBy(() -> LossRows.of(new double[] {0}, new double[] {1e9}, new double[] {3}))
        .hasMessageContaining("params of row 0");
  }

  @Test
  void columnsAreAsLongAsTheLosses() {
    assertThatThrownBy(
            () -> LossRows.of(Map.of(LawVariable.STEPS, new double[] {1, 2}), new double[] {3}))
        .hasMessageContaining("2 values for 1 losses");
  }

  @Test
  void computeIsSixTimesParametersTimesTokens() {
    LossRows rows = LossRows.of(new double[] {1e8}, new double[] {2e9}, new double[] {3});

    assertThat(rows.logs(LawVariable.FLOPS)[0]).isEqualTo(StrictMath.log(1.2e18));
    assertThat(rows.lnLoss()[0]).isCloseTo(1.0986122886681098, within(1e-15));
    assertThat(rows.has(LawVariable.STEPS)).isFalse();
    assertThatThrownBy(() -> rows.logs(LawVariable.STEPS)).hasMessageContaining("steps");
  }

  @Test
  void rowsAreChosenByPositionWithRepeats() {
    LossRows rows =
        LossRows.of(new double[] {1e8, 1e9}, new double[] {1e9, 1e10}, new double[] {4, 3});

    LossRows chosen = rows.at(new int[] {1, 1, 0});

    assertThat(chosen.size()).isEqualTo(3);
    assertThat(chosen.lnLoss())
        .containsExactly(StrictMath.log(3), StrictMath.log(3), StrictMath.log(4));
    assertThat(chosen.distinct(LawVariable.PARAMS)).isEqualTo(2);
  }
}

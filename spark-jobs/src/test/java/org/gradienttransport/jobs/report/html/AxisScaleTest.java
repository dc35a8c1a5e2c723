package org.gradienttransport.jobs.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class AxisScaleTest {
  @Test
  void valuesKeepTheirOrderAndStayInside() {
    AxisScale scale = AxisScale.of(Plot.Spread.LINEAR, DoubleStream.of(-2, 5), 50, 450);
    assertThat(scale.place(-2)).isBetween(50.0, 80.0);
    assertThat(scale.place(5)).isBetween(420.0, 450.0);
    assertThat(scale.place(1.5)).isCloseTo(250, within(1e-9));
  }

  @Test
  void marksAreRoundNumbers() {
    AxisScale scale = AxisScale.of(Plot.Spread.LINEAR, DoubleStream.of(0, 992), 0, 100);
    assertThat(scale.marks(6)).containsExactly(0.0, 200.0, 400.0, 600.0, 800.0, 1000.0);
  }

  @Test
  void decadesAreMarkedOnALogarithmicAxis() {
    AxisScale scale = AxisScale.of(Plot.Spread.LOG, DoubleStream.of(1e-6, 0.1), 0, 100);
    assertThat(scale.marks(6).stream().map(AxisScale::label))
        .containsExactly("1e-06", "1e-05", "1e-04", "0.001", "0.01", "0.1");
  }

  @Test
  void oneValueOrNoneStillMakesAnAxis() {
    assertThat(AxisScale.of(Plot.Spread.LINEAR, DoubleStream.of(3), 0, 100).place(3))
        .isCloseTo(50, within(1e-9));
    assertThat(AxisScale.of(Plot.Spread.LINEAR, DoubleStream.empty(), 0, 100).marks(6))
        .isNotEmpty();
  }
}

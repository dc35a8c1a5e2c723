package org.gradienttransport.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.gradienttransport.jobs.measure.WaveSize;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.schemas.vocabulary.FieldStatus;
import org.gradienttransport.schemas.vocabulary.Outcome;
import org.gradienttransport.udfs.tensor.DType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fields at the edges of double and of the threshold: what cannot be said is a sentence. */
@Tag("spark")
class ExtremeFieldsTest {
  @TempDir Path directory;

  @Test
  void aFieldWhoseVarianceOverflowsHasNoDistributionNullAndIsItselfMeasured() throws IOException {
    TinyCheckpoints plain = write("plain", value -> value);
    TinyCheckpoints huge = write("huge", value -> value * 0x1p530);

    Map<FieldKind, FieldTransport> expected = rows(plain);
    Map<FieldKind, FieldTransport> found = rows(huge);

    FieldTransport n1 = found.get(FieldKind.N1);
    assertThat(n1.status()).isEqualTo(FieldStatus.NOT_FINITE);
    assertThat(n1.cascade()).isNull();
    assertThat(n1.message()).contains("variance", "largest double", "N1");
    for (FieldKind kind : List.of(FieldKind.REAL, FieldKind.N2, FieldKind.N0)) {
      assertThat(found.get(kind).status()).isEqualTo(FieldStatus.OK);
      assertThat(found.get(kind).cascade().activeCounts())
          .as("scaling a field changes no cascade")
          .isEqualTo(expected.get(kind).cascade().activeCounts());
    }
    assertThat(found.get(FieldKind.REAL).moments().fieldVariance()).isNull();
  }

  @Test
  void aFieldOfMoreThanNineTenthsZerosSaysSoAndIsCounted() throws IOException {
    TinyCheckpoints sparse = write("sparse", value -> value > 2.2 ? value : 0);

    FieldTransport real = rows(sparse).get(FieldKind.REAL);

    assertThat(real.moments().zeroShare()).isBetween(0.9, 0.99);
    assertThat(real.cascade().tau()).isZero();
    assertThat(real.status()).isEqualTo(FieldStatus.CEILING);
    assertThat(real.message())
        .contains("% of the entries are exactly zero", "threshold tau is 0", "500 relaxation");
    CheckResult check =
        TestRuns.warehouse(directory.resolve("warehouse"))
            .tables(TestRuns.warehouse(directory.resolve("warehouse")).requireCurrentRun())
            .of(CheckResult.ROWS)
            .stream()
            .filter(one -> one.name().equals("zero_share"))
            .findFirst()
            .orElseThrow();
    assertThat(check.status()).isEqualTo(Outcome.FAIL);
    assertThat(check.message()).contains("threshold is 0");
  }

  /** Checkpoints of float64 at two steps: zeros, then values that a function makes. */
  private TinyCheckpoints write(String name, DoubleUnaryOperator made) throws IOException {
    TinyCheckpoints checkpoints = new TinyCheckpoints(directory.resolve(name));
    for (int width : new int[] {8, 16, 32}) {
      for (long step : new long[] {0, 1}) {
        Map<String, List<Long>> shapes = TinyCheckpoints.tensors(width);
        Map<String, double[]> values = new LinkedHashMap<>();
        shapes.forEach(
            (tensor, shape) -> {
              double[] all = TinyCheckpoints.values(tensor, shape, 9);
              for (int i = 0; i < all.length; i++) {
                all[i] = step == 0 ? 0 : made.applyAsDouble(all[i]);
              }
              values.put(tensor, all);
            });
        TinyCheckpoints.write(checkpoints.file("w" + width, step), DType.F64, shapes, values);
      }
    }
    return checkpoints;
  }

  /** Rows of the smallest model by kind of field. */
  private Map<FieldKind, FieldTransport> rows(TinyCheckpoints checkpoints) throws IOException {
    Path warehouse = directory.resolve("warehouse");
    TestRuns.run(
        warehouse,
        TestRuns.settings(List.of(checkpoints.family("[0, 1]")), 1, 1, 0, WaveSize.DEFAULT));
    var open = TestRuns.warehouse(warehouse);
    Map<FieldKind, FieldTransport> rows = new LinkedHashMap<>();
    open.tables(open.requireCurrentRun()).of(FieldTransport.ROWS).stream()
        .filter(field -> field.key().scale().equals("w8"))
        .forEach(field -> rows.put(field.key().realisation().fieldKind(), field));
    return rows;
  }
}

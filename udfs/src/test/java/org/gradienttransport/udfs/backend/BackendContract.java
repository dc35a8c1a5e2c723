package org.gradienttransport.udfs.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.udfs.graph.GraphKey;
import org.gradienttransport.udfs.parallel.Workers;
import org.gradienttransport.udfs.probe.FieldMoments;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.gradienttransport.udfs.probe.ProbeResult;
import org.gradienttransport.udfs.reference.DenseReference;
import org.gradienttransport.udfs.reference.RandomFields;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every backend must do, whatever it runs on: extend, and say how to make one. */
public abstract class BackendContract {
  private static final ProbeParameters PAPER = ProbeParameters.PAPER;
  private static final FieldVariant REAL = FieldVariant.real();

  private Backend backend;

  /** A fresh backend; closed after each test. */
  protected abstract Backend create();

  @BeforeEach
  void createBackend() {
    backend = create();
  }

  @AfterEach
  void closeBackend() {
    if (backend != null) {
      backend.close();
    }
  }

  private static FieldVariant n0(int replicate, long seed) {
    return FieldVariant.nullOf(FieldKind.N0, replicate, seed);
  }

  private ProbeResult real(double[] field) {
    return backend.measure(field.clone(), field.length, PAPER, List.of(REAL)).get(0);
  }

  @Test
  void givesTheKnownAnswerOfOneGaussianNull() {
    ProbeResult result = backend.measure(null, 100_000, PAPER, List.of(n0(0, 1042))).get(0);
    assertThat(result.activeCounts()).containsExactly(10000, 2697, 642, 163, 28, 7);
    assertThat(result.size()).isEqualTo(13_537);
    assertThat(result.steps()).isEqualTo(6);
    assertThat(result.nodes()).isEqualTo(100_000);
    assertThat(degenerate(result)).isFalse();
  }

  @Test
  void relaxesGaussianFieldsToThirteenAndAHalfPercent() {
    for (ProbeResult result :
        backend.measure(null, 300_000, PAPER, List.of(n0(0, 42), n0(1, 42), n0(0, 43)))) {
      assertThat(result.size() / 300_000.0).isCloseTo(0.1350, within(0.001));
    }
  }

  @Test
  void equalsTheDenseDefinitionForAllVariantsToTheLastBit() {
    for (int nodes : new int[] {3, 4, 5, 7, 16, 33, 64, 65, 127, 300, 700}) {
      int[][] neighbours = DenseReference.barabasiAlbert(nodes, PAPER.topologySeed());
      for (int shape = 0; shape < 6; shape++) {
        double[] field = RandomFields.field(nodes, shape);
        List<FieldVariant> variants = variants(shape);
        List<ProbeResult> results = backend.measure(field.clone(), nodes, PAPER, variants);
        assertThat(results).hasSameSizeAs(variants);
        for (int i = 0; i < variants.size(); i++) {
          assertThat(results.get(i))
              .as("N %d, shape %d, %s", nodes, shape, variants.get(i))
              .isEqualTo(expected(neighbours, drawn(field, variants.get(i))));
          assertThat(results.get(i).moments()).isEqualTo(moments(drawn(field, variants.get(i))));
        }
      }
    }
  }

  /** Any number, any order, the real field in the midst. */
  private static List<FieldVariant> variants(int shape) {
    List<FieldVariant> variants = new ArrayList<>();
    variants.add(FieldVariant.nullOf(FieldKind.N2, 1, 1042));
    variants.add(n0(shape, 1042));
    variants.add(REAL);
    variants.add(FieldVariant.nullOf(FieldKind.N1, 0, 42 + (1L << 33)));
    variants.add(FieldVariant.nullOf(FieldKind.N2, 0, 42 + shape));
    return variants;
  }

  private static double[] drawn(double[] field, FieldVariant variant) {
    int nodes = field.length;
    return switch (variant.kind()) {
      case REAL -> field;
      case N0 -> DenseReference.gaussian(nodes, variant.seed(), variant.replicate(), 1);
      case N1 -> {
        double mean = DenseReference.sum(field) / nodes;
        double sd = Math.sqrt(DenseReference.variance(field));
        double[] g = DenseReference.gaussian(nodes, variant.seed(), variant.replicate(), 2);
        yield Arrays.stream(g).map(x -> mean + sd * x).toArray();
      }
      case N2 -> {
        int[] from = DenseReference.permutation(nodes, variant.seed(), variant.replicate());
        double[] permuted = new double[nodes];
        Arrays.setAll(permuted, i -> field[from[i]]);
        yield permuted;
      }
    };
  }

  private static ProbeResult expected(int[][] neighbours, double[] field) {
    double tau = DenseReference.quantile(field, PAPER.quantile());
    DenseReference.Outcome relaxed =
        DenseReference.relax(neighbours, field, tau, PAPER.alpha(), PAPER.ceiling());
    return new ProbeResult(
        field.length,
        tau,
        relaxed.size(),
        relaxed.steps(),
        relaxed.steps() == PAPER.ceiling(),
        relaxed.activeCounts(),
        moments(field),
        DenseReference.sum(relaxed.field()));
  }

  private static FieldMoments moments(double[] field) {
    double sum = DenseReference.sum(field);
    return new FieldMoments(
        Arrays.stream(field).min().orElseThrow() + 0.0,
        Arrays.stream(field).max().orElseThrow() + 0.0,
        sum / field.length,
        DenseReference.variance(field),
        sum,
        Arrays.stream(field).filter(x -> x == 0.0).count());
  }

  @Test
  void doesNotChangeWithTheScaleOfTheField() {
    double[] field = RandomFields.field(20_000, 1);
    ProbeResult base = real(field);
    assertThat(degenerate(base)).isFalse();
    for (double scale : new double[] {-1.0, 1e-20, 3.7, -1e6, 1e100}) {
      ProbeResult scaled = real(Arrays.stream(field).map(x -> scale * x).toArray());
      assertThat(scaled.size()).as("s at scale %s", scale).isEqualTo(base.size());
      assertThat(scaled.steps()).as("n_steps at scale %s", scale).isEqualTo(base.steps());
      assertThat(scaled.tau())
          .isCloseTo(Math.abs(scale) * base.tau(), within(1e-12 * Math.abs(scale) * base.tau()));
    }
  }

  @Test
  void conservesTheSignedSum() {
    for (int shape : new int[] {0, 1, 5}) {
      double[] field = RandomFields.field(50_000, shape);
      double magnitude = Arrays.stream(field).map(Math::abs).sum();
      ProbeResult result = real(field);
      assertThat(result.steps()).isPositive();
      assertThat(result.sumAfter()).isCloseTo(result.moments().sum(), within(1e-12 * magnitude));
    }
  }

  @Test
  void neverSettlesWhereAlmostAllEntriesAreZero() {
    double[] field = new double[20_000];
    Arrays.setAll(field, i -> i % 40 == 0 ? 1.0 : 0.0);
    ProbeResult result = real(field);
    assertThat(result.tau()).isZero();
    assertThat(result.steps()).isEqualTo(500);
    assertThat(result.hitCeiling()).isTrue();
    assertThat(degenerate(result)).isTrue();
    assertThat(result.moments().zeros()).isEqualTo(19_500);
  }

  @Test
  void findsNothingToDoInAFieldOfZeros() {
    ProbeResult result = real(new double[5_000]);
    assertThat(result.size()).isZero();
    assertThat(result.steps()).isZero();
    assertThat(result.activeCounts()).isEmpty();
    assertThat(degenerate(result)).isTrue();
    assertThat(result.tau()).isZero();
  }

  @Test
  void startsAnewAfterAFieldThatHitTheCeiling() {
    double[] field = RandomFields.field(20_000, 0);
    ProbeResult before = real(field);
    double[] sparse = new double[20_000];
    sparse[11] = 1;
    real(sparse);
    assertThat(real(field)).isEqualTo(before);
  }

  @Test
  void refusesAFieldWithNaNOrInfinityAndNamesTheFirst() {
    for (double bad :
        new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
      double[] field = RandomFields.field(10_000, 0);
      field[4_711] = bad;
      field[9_000] = Double.NaN;
      assertThatThrownBy(() -> real(field))
          .isInstanceOf(NonFiniteFieldException.class)
          .hasMessage("entry 4711 of the field is " + bad);
    }
  }

  @Test
  void worksOnAfterARefusal() {
    double[] bad = new double[10_000];
    bad[0] = Double.NaN;
    assertThatThrownBy(() -> real(bad)).isInstanceOf(NonFiniteFieldException.class);
    assertThat(degenerate(real(RandomFields.field(10_000, 0)))).isFalse();
  }

  @Test
  void refusesWorkThatMakesNoSense() {
    assertThatThrownBy(() -> backend.measure(null, 100, PAPER, List.of(REAL)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("only n0 can be measured without a field");
    assertThatThrownBy(() -> backend.measure(new double[99], 100, PAPER, List.of(REAL)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the field has 99 entries, expected 100");
    assertThatThrownBy(() -> backend.measure(new double[2], 2, PAPER, List.of(REAL)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got 2");
  }

  @Test
  void measuresNothingWhereNothingIsAsked() {
    assertThat(backend.measure(new double[10], 10, PAPER, List.of())).isEmpty();
  }

  @Test
  void drawsTheSameNullWithoutAFieldAsBesideOne() {
    FieldVariant variant = n0(3, 77);
    ProbeResult alone = backend.measure(null, 3_000, PAPER, List.of(variant)).get(0);
    List<ProbeResult> beside =
        backend.measure(RandomFields.field(3_000, 1), 3_000, PAPER, List.of(REAL, variant));
    assertThat(beside.get(1)).isEqualTo(alone);
  }

  @Test
  void servesSeveralCallersAtOnce() {
    int[] sizes = {3_000, 9_216, 20_736, 3_000};
    List<ProbeResult> alone = new ArrayList<>();
    for (int size : sizes) {
      alone.add(real(RandomFields.field(size, size)));
    }
    ProbeResult[] together = new ProbeResult[64];
    try (Workers callers = Workers.of(4)) {
      callers.run(
          together.length, i -> together[i] = real(RandomFields.field(sizes[i % 4], sizes[i % 4])));
    }
    for (int i = 0; i < together.length; i++) {
      assertThat(together[i]).isEqualTo(alone.get(i % 4));
    }
  }

  @Test
  void usesAnotherTopologyWhenAsked() {
    double[] field = RandomFields.field(20_000, 0);
    ProbeParameters other = new ProbeParameters(0.3, 0.9, 500, 2, 43);
    ProbeResult changed = backend.measure(field.clone(), 20_000, other, List.of(REAL)).get(0);
    assertThat(changed.tau()).isEqualTo(real(field).tau());
    assertThat(changed.activeCounts()).isNotEqualTo(real(field).activeCounts());
  }

  @Test
  void saysHowMuchMemoryItTakes() {
    long nodes = 405_334_016;
    GraphKey graph = GraphKey.of(nodes, PAPER);
    assertThat(backend.graphBytes(graph)).isBetween(16 * nodes, 24 * nodes);
    assertThat(backend.workingBytes(graph, List.of(REAL))).isBetween(0L, 14 * nodes);
    assertThat(backend.workingBytes(graph, List.of(REAL, n0(0, 42))))
        .isGreaterThanOrEqualTo(backend.workingBytes(graph, List.of(REAL)));
  }

  @Test
  void hasANameAndADevice() {
    assertThat(backend.name()).matches("[a-z0-9]+");
    assertThat(backend.device()).isNotBlank();
  }

  private static boolean degenerate(ProbeResult result) {
    return result.size() == 0 || result.hitCeiling();
  }
}

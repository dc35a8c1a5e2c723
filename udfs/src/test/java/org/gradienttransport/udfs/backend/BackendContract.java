package org.gradienttransport.udfs.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** METHOD-ROBUSTNESS section 1's golden cases: abs(A_l), s and n_steps of every variation. */
  @ParameterizedTest
  @MethodSource("goldenVariations")
  void givesTheKnownAnswersOfEveryVariation(
      ProbeParameters varied, long size, int steps, List<Long> counts) {
    ProbeResult result = backend.measure(null, 100_000, varied, List.of(n0(0, 1042))).get(0);
    assertThat(result.size()).isEqualTo(size);
    assertThat(result.steps()).isEqualTo(steps);
    assertThat(Arrays.stream(result.activeCounts()).boxed().toList())
        .startsWith(counts.toArray(Long[]::new));
  }

  static Stream<Arguments> goldenVariations() {
    return Stream.of(
        golden(PAPER, 13_537, 6, 10000, 2697, 642, 163, 28, 7),
        golden(PAPER.withTopologySeed(43), 13_435, 6, 10000, 2671, 614, 128, 21, 1),
        golden(
            PAPER.withAttachment(1),
            15_432,
            21,
            10000,
            2982,
            1166,
            620,
            323,
            147,
            83,
            42,
            25,
            15,
            11,
            5,
            2,
            1,
            1,
            1),
        golden(PAPER.withAttachment(3), 13_163, 6, 10000, 2581, 484, 88, 9, 1),
        golden(PAPER.withAttachment(4), 12_838, 5, 10000, 2414, 373, 44, 7),
        golden(PAPER.onTorus(), 13_326, 6, 10000, 2635, 546, 119, 20, 6),
        golden(PAPER.withAlpha(0.2), 16_871, 8, 10000, 4492, 1666, 500, 165, 42, 5, 1),
        golden(PAPER.withAlpha(0.4), 12_248, 5, 10000, 1729, 423, 82, 14),
        golden(PAPER.withQuantile(0.85), 22_696, 9, 15000, 5365, 1635, 525, 133, 32, 3, 2, 1),
        golden(PAPER.withQuantile(0.95), 5_972, 5, 5000, 825, 138, 8, 1));
  }

  private static Arguments golden(ProbeParameters varied, long size, int steps, long... counts) {
    return Arguments.of(varied, size, steps, Arrays.stream(counts).boxed().toList());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 7})
  void equalsTheDenseDefinitionOnEveryGraph(int attachment) {
    ProbeParameters varied = attachment == 0 ? PAPER.onTorus() : PAPER.withAttachment(attachment);
    for (int nodes : new int[] {9, 10, 33, 64, 65, 127, 700}) {
      int[][] neighbours =
          attachment == 0
              ? DenseReference.torus(nodes)
              : DenseReference.neighbours(nodes, DenseReference.edges(nodes, attachment, 42));
      for (int shape = 0; shape < 6; shape++) {
        double[] field = RandomFields.field(nodes, shape);
        assertThat(backend.measure(field.clone(), nodes, varied, List.of(REAL)).get(0))
            .as("N %d, shape %d", nodes, shape)
            .isEqualTo(expected(neighbours, field));
      }
    }
  }

  @Test
  void refusesGraphsOfTooFewNodes() {
    assertThatThrownBy(() -> backend.measure(null, 8, PAPER.onTorus(), List.of(n0(0, 42))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a torus has 9 to");
    assertThatThrownBy(() -> backend.measure(null, 5, PAPER.withAttachment(4), List.of(n0(0, 42))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("attachment 4 has 6 to");
    assertThat(backend.measure(null, 9, PAPER.onTorus(), List.of(n0(0, 42)))).hasSize(1);
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
    GraphKey dense = GraphKey.of(nodes, PAPER.withAttachment(4));
    assertThat(backend.graphBytes(dense)).isBetween(36 * nodes, 38 * nodes);
    assertThat(backend.graphBytes(GraphKey.of(nodes, PAPER.onTorus())))
        .isBetween(20 * nodes, 21 * nodes);
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

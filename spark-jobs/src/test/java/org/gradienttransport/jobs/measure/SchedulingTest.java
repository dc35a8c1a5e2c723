package org.gradienttransport.jobs.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.gradienttransport.jobs.plan.ProbeWork;
import org.gradienttransport.jobs.plan.Unit;
import org.gradienttransport.jobs.plan.UnitWork;
import org.gradienttransport.jobs.plan.VariationPlan;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.udfs.backend.StageTimes.Stage;
import org.gradienttransport.udfs.graph.GraphKey;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.gradienttransport.udfs.robustness.ProbeVariation;
import org.junit.jupiter.api.Test;

class SchedulingTest {
  private static final long GRAPH_OF_TEN = 10;

  private final MemoryLedger memory = new MemoryLedger(ArrayHeap.of(200), sizes -> {});

  @Test
  void costlyUnitsStartFirstSoThatCheapOnesFillTheEnd() {
    List<UnitWork> wave = new ArrayList<>();
    for (long entries : new long[] {1_000, 100_000, 37_000_000}) {
      for (int step = 0; step < 8; step++) {
        wave.add(work(entries, step));
      }
    }

    List<List<UnitWork>> batches = Batches.of(wave, 2, 0);

    assertThat(batches.stream().mapToInt(List::size).sum()).isEqualTo(24);
    assertThat(batches.subList(0, 8))
        .allSatisfy(
            batch ->
                assertThat(batch)
                    .singleElement()
                    .extracting(one -> one.unit().entries())
                    .isEqualTo(37_000_000L));
    assertThat(batches.stream().flatMap(List::stream).map(one -> one.unit().entries()).toList())
        .isSortedAccordingTo((a, b) -> Long.compare(b, a));
  }

  @Test
  void probesOfAFieldAreMeasuredTogetherAsFarAsTheirGraphsFit() {
    List<ProbeWork> probes = new ArrayList<>();
    for (ProbeVariation one : ProbeVariation.defaults()) {
      probes.add(new ProbeWork(one.parameters(), List.of(FieldVariant.real())));
    }
    List<UnitWork> pending = new ArrayList<>();
    for (int step = 0; step < 3; step++) {
      pending.add(new UnitWork(work(10_000_000, step).unit(), probes));
    }
    MeasureSettings settings = new MeasureSettings("cpu", 1, "", ProbeParameters.PAPER);

    assertThat(reads(pending, settings, 64L << 30)).isEqualTo(3);
    assertThat(reads(pending, settings, 2L << 30)).isBetween(6L, 3L * probes.size() - 3);
    assertThat(reads(pending, settings, 512L << 20)).isEqualTo(3L * probes.size());
    assertThat(reads(pending, new MeasureSettings("cuda", 1, "", ProbeParameters.PAPER), 64L << 30))
        .as("what a device holds only it can say")
        .isEqualTo(3L * probes.size());
  }

  /** How often fields are read by executors of one slot with so much heap. */
  private static long reads(List<UnitWork> pending, MeasureSettings settings, long heap) {
    ExecutorShape shape = new ExecutorShape(ArrayHeap.of(heap), 1, 1, 1);
    try (ProbesTogether together = ProbesTogether.of(settings, shape)) {
      List<UnitWork> arranged = VariationPlan.arranged(pending, together);
      assertThat(arranged.stream().mapToLong(one -> one.variants().size()).sum())
          .isEqualTo(pending.stream().mapToLong(one -> one.variants().size()).sum());
      assertThat(arranged)
          .allSatisfy(
              one ->
                  assertThat(one.probes().size() == 1 || together.test(one))
                      .as("several probes fit the heap together")
                      .isTrue());
      return arranged.size();
    }
  }

  @Test
  void smallUnitsShareATaskThatIsWorthStarting() {
    List<UnitWork> wave = new ArrayList<>();
    for (int step = 0; step < 500; step++) {
      wave.add(work(10_000, step));
    }

    assertThat(Batches.of(wave, 2, 0))
        .hasSizeLessThan(20)
        .allSatisfy(
            batch -> assertThat(batch.stream().mapToLong(UnitWork::cost).sum()).isPositive());
  }

  @Test
  void theNextFieldIsReadWhileThisOneIsMeasured() throws Exception {
    Fields fields = new Fields();
    FieldAhead ahead =
        new FieldAhead(List.of(work(10, 1), work(10, 2), work(10, 3)).iterator(), fields);

    LoadedUnit first = ahead.next();
    ahead.start();
    fields.read.await(); // The second is read although nobody has asked for it.
    LoadedUnit second = ahead.next();
    ahead.start();
    LoadedUnit third = ahead.next();

    assertThat(List.of(first, second, third))
        .extracting(loaded -> loaded.work().unit().step())
        .containsExactly(1L, 2L, 3L);
    assertThat(ahead.hasNext()).isFalse();
  }

  @Test
  void withoutMemoryForTwoTheNextIsReadWhenThisOneIsDone() throws Exception {
    Fields fields = new Fields();
    FieldAhead ahead = new FieldAhead(List.of(work(80, 1), work(80, 2)).iterator(), fields);

    LoadedUnit first = ahead.next();
    ahead.start();
    assertThat(fields.started).containsExactly(1L);
    first.close();

    assertThat(ahead.next().work().unit().step()).isEqualTo(2);
    assertThat(ahead.hasNext()).isFalse();
  }

  @Test
  void whatGoesWrongAheadShowsAsTheUnitsOwnError() throws Exception {
    Fields fields = new Fields();
    fields.failing = 2;
    FieldAhead ahead =
        new FieldAhead(List.of(work(10, 1), work(10, 2), work(10, 3)).iterator(), fields);
    ahead.next().close();
    ahead.start();

    assertThatThrownBy(ahead::next).isInstanceOf(IllegalStateException.class).hasMessage("step 2");
    assertThat(ahead.next().work().unit().step()).isEqualTo(3);
  }

  @Test
  void aKilledTaskGivesBackWhatItReadAhead() throws Exception {
    Fields fields = new Fields();
    FieldAhead ahead = new FieldAhead(List.of(work(40, 1), work(40, 2)).iterator(), fields);
    LoadedUnit first = ahead.next();
    ahead.start();
    fields.read.await();

    ahead.close();
    first.close();

    memory.admit(new MemoryLedger.Need(on(5), 100, 0, 0, false)).close();
  }

  @Test
  void aForecastFollowsTheRates() {
    StageRates rates =
        new StageRates(
            Map.of(
                Stage.READ, 0.01,
                Stage.GRAPH, 1e-3,
                Stage.DRAW, 2e-3,
                Stage.MOMENTS, 3e-3,
                Stage.RELAX, 4e-3));
    Forecast forecast =
        new Forecast(
            List.of(work(1000, 1), work(1000, 2)),
            1,
            Map.of(SizeClass.SMALL, rates, SizeClass.LARGE, rates),
            new ExecutorShape(ArrayHeap.of(1L << 30), 2, 1, 2));

    assertThat(forecast.bytes()).isZero();
    assertThat(forecast.seconds(Stage.GRAPH)).isEqualTo(1.0);
    assertThat(forecast.seconds(Stage.DRAW)).isEqualTo(4.0);
    assertThat(forecast.seconds(Stage.MOMENTS)).isEqualTo(12.0);
    assertThat(forecast.seconds(Stage.RELAX)).isEqualTo(16.0);
    assertThat(forecast.seconds()).isEqualTo((1.0 + 4 + 12 + 16) / 2 + 2.5 + 1);
  }

  private static UnitWork work(long entries, long step) {
    Unit unit =
        new Unit("family", "scale", entries, step, step, List.of(), List.of(), null, "identity");
    return new UnitWork(
        unit,
        ProbeParameters.PAPER,
        List.of(FieldVariant.real(), FieldVariant.nullOf(FieldKind.N0, 0, 42 + step)));
  }

  /** Fields that take as many bytes as they have entries. */
  private final class Fields implements FieldAhead.Loader {
    private final List<Long> started = new ArrayList<>();
    private final CountDownLatch read = new CountDownLatch(2);
    private long failing = -1;

    @Override
    public LoadedUnit load(UnitWork work) throws InterruptedException {
      return load(work, memory.admit(need(work)));
    }

    @Override
    public Optional<MemoryLedger.Place> tryAdmit(UnitWork work) {
      return memory.tryAdmit(need(work));
    }

    private MemoryLedger.Need need(UnitWork work) {
      return new MemoryLedger.Need(
          on(work.unit().entries()), work.unit().entries(), 0, GRAPH_OF_TEN, true);
    }

    @Override
    public synchronized LoadedUnit load(UnitWork work, MemoryLedger.Place place) {
      started.add(work.unit().step());
      read.countDown();
      if (work.unit().step() == failing) {
        place.close();
        throw new IllegalStateException("step " + failing);
      }
      return new LoadedUnit(work, place, new LoadResult.NotNeeded(), 1, null);
    }
  }

  private static GraphKey on(long nodes) {
    return GraphKey.of(nodes, ProbeParameters.PAPER);
  }
}

package org.gradienttransport.jobs.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradienttransport.jobs.plan.store.KnownKeys;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.MethodVersion;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.junit.jupiter.api.Test;

/** A null floor is a plan like any other. */
class NullFloorPlanTest {
  private static final ProbeParameters PROBE = ProbeParameters.PAPER;

  private final Map<String, List<Long>> ladders = new LinkedHashMap<>();

  @Test
  void everySizeAtEveryStepIsAUnitOfStandardGaussianNullsAndNothingElse() {
    ladders.put("a", List.of(10L, 20L, 30L));

    Plan plan = Planner.nullFloors(ladders, List.of(0L, 8L), 2);

    assertThat(plan.units())
        .extracting(Unit::entries)
        .containsExactly(10L, 10L, 20L, 20L, 30L, 30L);
    assertThat(plan.variants(plan.units().get(1)))
        .containsExactly(
            FieldVariant.nullOf(FieldKind.N0, 0, 50), FieldVariant.nullOf(FieldKind.N0, 1, 50));
    assertThat(plan.pending(PROBE, new KnownKeys())).hasSize(6).noneMatch(UnitWork::needsField);
  }

  @Test
  void laddersShareTheSizesThatBothHave() {
    ladders.put("a", List.of(10L, 20L, 30L));
    ladders.put("b", List.of(20L, 30L, 40L));

    assertThat(Planner.nullFloors(ladders, List.of(0L), 1).pending(PROBE, new KnownKeys()))
        .extracting(work -> work.unit().entries())
        .containsExactly(10L, 20L, 30L, 40L);
  }

  @Test
  void aFieldOfThatSizeAndStepSharesItsNullsWithTheFloor() {
    Unit field =
        new Unit("family", "scale", 20, 8, 8, List.of(), List.of(), "Missing: file.", "identity");
    FieldVariant n0 = FieldVariant.nullOf(FieldKind.N0, 0, 50);
    KnownKeys known = new KnownKeys();
    known.add(field.lookupKey(MethodVersion.canonical(PROBE), n0));
    ladders.put("a", List.of(20L));

    assertThat(Planner.nullFloors(ladders, List.of(8L), 1).pending(PROBE, known)).isEmpty();
    assertThat(Planner.variants(field, 1)).hasSize(4).contains(n0, FieldVariant.real());
  }
}

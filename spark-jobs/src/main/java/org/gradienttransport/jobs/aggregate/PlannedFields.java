package org.gradienttransport.jobs.aggregate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gradienttransport.jobs.measure.Overflow;
import org.gradienttransport.jobs.measure.Refusal;
import org.gradienttransport.jobs.plan.Planner;
import org.gradienttransport.jobs.plan.Unit;
import org.gradienttransport.jobs.plan.store.StoredMeasurement;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.FieldTransport.Alignment;
import org.gradienttransport.schemas.rows.FieldTransport.Input;
import org.gradienttransport.schemas.rows.FieldTransport.Neighbours;
import org.gradienttransport.schemas.rows.FieldTransport.Provenance;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.schemas.vocabulary.FieldStatus;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.MethodVersion;

/**
 * Rows of field_transport: every planned relaxation with its measurement from the store, or with a
 * status that says why there is none. No planned row ever disappears.
 */
final class PlannedFields {
  private PlannedFields() {}

  /**
   * A planned relaxation.
   *
   * @param lookupKey by which it finds its measurement
   * @param unmeasured its row as long as there is none
   */
  record Planned(String lookupKey, FieldTransport unmeasured) {}

  /**
   * The planned relaxations of a unit.
   *
   * @param replicates realisations of each null
   * @param parameters canonical text of the measurement's parameters
   */
  static List<Planned> of(Unit unit, int replicates, String parameters) {
    return of(unit, Planner.variants(unit, replicates), parameters);
  }

  /**
   * Some relaxations of a unit.
   *
   * @param parameters canonical text of the measurement's parameters
   */
  static List<Planned> of(Unit unit, List<FieldVariant> variants, String parameters) {
    List<Planned> planned = new ArrayList<>();
    for (FieldVariant variant : variants) {
      planned.add(new Planned(unit.lookupKey(parameters, variant), unmeasured(unit, variant)));
    }
    return planned;
  }

  private static FieldTransport unmeasured(Unit unit, FieldVariant variant) {
    boolean standalone = variant.kind() == FieldKind.N0;
    return new FieldTransport(
        unit.key(variant),
        unit.entries(),
        null,
        null,
        variant.kind() == FieldKind.REAL ? null : (Long) variant.seed(),
        FieldStatus.MISSING,
        unit.missing() == null
            ? "This relaxation was not measured; run again to measure it."
            : unit.missing(),
        new Input(
            null,
            null,
            null,
            standalone || unit.to().isEmpty() ? null : unit.to().get(0).path(),
            standalone || unit.from().isEmpty() ? null : unit.from().get(0).path(),
            standalone ? null : (Long) unit.inputBytes()),
        null,
        MethodVersion.CURRENT,
        new Provenance(null, null, null, null, null),
        new Neighbours(null, null, null, unit.leftOut().isEmpty() ? null : unit.leftOut()),
        alignment(unit.label()));
  }

  private static Alignment alignment(Unit.Label label) {
    return label.onAxis() ? new Alignment(label.step(), label.axisValue()) : Alignment.BY_STEP;
  }

  /**
   * The planned row with its measurement.
   *
   * @param stored null where the store has none
   */
  static MeasuredField measured(FieldTransport planned, StoredMeasurement stored) {
    return stored == null
        ? new MeasuredField(planned, null)
        : new MeasuredField(measured(planned, stored.field()), stored.tensors());
  }

  /** The planned row with what the store measured; the plan decides what field it is. */
  static FieldTransport measured(FieldTransport planned, FieldTransport stored) {
    Input input = planned.input();
    Optional<Refusal> overflow = Overflow.of(stored.cascade());
    // What a cascade means is said here, so that what older versions stored is judged alike.
    boolean relaxed = stored.cascade() != null && overflow.isEmpty();
    return new FieldTransport(
        planned.key(),
        planned.n(),
        relaxed ? stored.cascade() : null,
        relaxed ? stored.moments() : null,
        planned.seed(),
        relaxed ? stored.cascade().status() : overflow.map(Refusal::status).orElse(stored.status()),
        relaxed
            ? stored.cascade().message(stored.moments().zeroShare())
            : overflow.map(Refusal::message).orElse(stored.message()),
        new Input(
            stored.input().contentHash(),
            stored.input().fromContentHash(),
            null,
            input.inputPath(),
            input.fromInputPath(),
            input.inputBytes()),
        stored.measurementKey(),
        planned.methodVersion(),
        stored.provenance(),
        planned.neighbours(),
        planned.alignment());
  }
}

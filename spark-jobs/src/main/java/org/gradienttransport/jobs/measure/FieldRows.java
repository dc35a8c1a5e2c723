package org.gradienttransport.jobs.measure;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.gradienttransport.jobs.plan.Hashes;
import org.gradienttransport.jobs.plan.Unit;
import org.gradienttransport.jobs.plan.input.LoadedField;
import org.gradienttransport.jobs.plan.input.SnapshotFile;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.FieldTransport.Cascade;
import org.gradienttransport.schemas.rows.FieldTransport.Input;
import org.gradienttransport.schemas.rows.FieldTransport.Moments;
import org.gradienttransport.schemas.rows.FieldTransport.Provenance;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.udfs.probe.FieldMoments;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.MethodVersion;
import org.gradienttransport.udfs.probe.ProbeResult;

/**
 * The last of a unit's three steps: what became of its relaxations, as rows.
 *
 * @param parameters canonical text of the measurement's parameters
 */
record FieldRows(Unit unit, String parameters) {

  /** Key under which the store keeps a relaxation. */
  String lookupKey(FieldVariant variant) {
    return unit.lookupKey(parameters, variant);
  }

  /** Key of a measurement by content: equal keys, equal numbers, wherever the field came from. */
  String measurementKey(FieldVariant variant, LoadedField field) {
    if (variant.kind() == FieldKind.N0) {
      return lookupKey(variant);
    }
    return Hashes.sha256(
        String.join(
            "|",
            parameters,
            variant.kind().word(),
            Integer.toString(variant.replicate()),
            Long.toString(variant.seed()),
            field.contentHash(),
            String.valueOf(field.fromContentHash())));
  }

  /**
   * The row of one relaxation.
   *
   * @param loaded what became of the unit's field
   */
  FieldTransport row(FieldVariant variant, RelaxResult result, LoadResult loaded) {
    Optional<LoadedField> field =
        loaded instanceof LoadResult.Loaded known ? Optional.of(known.field()) : Optional.empty();
    if (result instanceof RelaxResult.KnownCascade known) {
      return takenOver(variant, known.row());
    }
    if (result instanceof RelaxResult.NewCascade relaxed) {
      return Overflow.of(variant, relaxed.probe())
          .map(refusal -> refused(variant, refusal))
          .orElseGet(() -> relaxed(variant, relaxed, field));
    }
    return refused(variant, (Refusal) result);
  }

  private FieldTransport refused(FieldVariant variant, Refusal refusal) {
    return new FieldTransport(
        unit.key(variant),
        unit.entries(),
        null,
        null,
        seed(variant),
        refusal.status(),
        refusal.message(),
        input(null, null),
        null,
        MethodVersion.CURRENT,
        new Provenance(null, null, null, now(), null));
  }

  private FieldTransport relaxed(
      FieldVariant variant, RelaxResult.NewCascade relaxed, Optional<LoadedField> field) {
    ProbeResult probe = relaxed.probe();
    Cascade cascade =
        Cascade.of(
            probe.nodes(),
            probe.tau(),
            probe.size(),
            probe.steps(),
            probe.hitCeiling(),
            Arrays.stream(probe.activeCounts()).boxed().toList());
    Optional<LoadedField> source = field.filter(any -> variant.kind() != FieldKind.N0);
    return new FieldTransport(
        unit.key(variant),
        unit.entries(),
        cascade,
        moments(probe),
        seed(variant),
        cascade.status(),
        cascade.message(moments(probe).zeroShare()),
        input(
            source.map(LoadedField::contentHash).orElse(null),
            source.map(LoadedField::fromContentHash).orElse(null)),
        measurementKey(variant, field.orElse(null)),
        MethodVersion.CURRENT,
        new Provenance(
            relaxed.backend(), relaxed.device(), relaxed.seconds(), now(), relaxed.reason()));
  }

  /** The row of a field whose numbers were measured for another of the same content. */
  private FieldTransport takenOver(FieldVariant variant, FieldTransport known) {
    return new FieldTransport(
        unit.key(variant),
        unit.entries(),
        known.cascade(),
        known.moments(),
        seed(variant),
        known.status(),
        known.message(),
        input(known.input().contentHash(), known.input().fromContentHash()),
        known.measurementKey(),
        known.methodVersion(),
        known.provenance());
  }

  private static Long seed(FieldVariant variant) {
    return variant.kind() == FieldKind.REAL ? null : variant.seed();
  }

  /** Which step has the same content is known once all rows are. */
  private Input input(String contentHash, String fromContentHash) {
    return new Input(
        contentHash,
        fromContentHash,
        null,
        firstPath(unit.to()),
        firstPath(unit.from()),
        unit.inputBytes());
  }

  private static String firstPath(List<SnapshotFile> files) {
    return files.isEmpty() ? null : files.get(0).path();
  }

  private static Moments moments(ProbeResult probe) {
    FieldMoments before = probe.moments();
    return new Moments(
        before.min(),
        before.max(),
        before.mean(),
        before.variance(),
        (double) before.zeros() / probe.nodes(),
        before.sum(),
        probe.sumAfter());
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }
}

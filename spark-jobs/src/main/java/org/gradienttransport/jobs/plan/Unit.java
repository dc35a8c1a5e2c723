package org.gradienttransport.jobs.plan;

import java.io.Serializable;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.gradienttransport.jobs.plan.input.SnapshotFile;
import org.gradienttransport.jobs.plan.store.KnownKeys;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.Realisation;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.udfs.probe.FieldVariant;

/**
 * The unit of work: one field of one scale at one step, loaded once and probed with its nulls.
 *
 * @param family name of the family
 * @param scale name of the scale
 * @param entries N, entries of the field
 * @param fromStep earlier step of a difference; equal to {@code step} for a gradient
 * @param step released training step the field is labelled with
 * @param from files of the earlier snapshot; empty for a gradient
 * @param to files of the snapshot
 * @param missing why there is nothing to read, or null
 * @param identity canonical text of everything that decides the field's numbers, its inputs'
 *     fingerprints included
 * @param leftOut snapshots of the scale between the two steps that are not measured; empty for a
 *     gradient
 * @param label what the field is aligned with in other scales
 */
public record Unit(
    String family,
    String scale,
    long entries,
    long fromStep,
    long step,
    List<SnapshotFile> from,
    List<SnapshotFile> to,
    String missing,
    String identity,
    List<Long> leftOut,
    Label label)
    implements Serializable {

  /**
   * What a field is aligned with.
   *
   * @param fromStep aligned step of the earlier snapshot
   * @param step step that labels rows of the family as a whole
   * @param axisValue place on the family's axis; null where scales align by their steps
   */
  public record Label(long fromStep, long step, Double axisValue) implements Serializable {
    /** Whether the scales of the family align on an axis. */
    public boolean onAxis() {
      return axisValue != null;
    }
  }

  public Unit {
    from = List.copyOf(from);
    to = List.copyOf(to);
    leftOut = List.copyOf(leftOut);
  }

  /** A unit that is aligned by its steps, between which no snapshot was left out. */
  public Unit(
      String family,
      String scale,
      long entries,
      long fromStep,
      long step,
      List<SnapshotFile> from,
      List<SnapshotFile> to,
      String missing,
      String identity) {
    this(
        family,
        scale,
        entries,
        fromStep,
        step,
        from,
        to,
        missing,
        identity,
        List.of(),
        new Label(fromStep, step, null));
  }

  /**
   * A unit of which only the size matters: it has no field, and its relaxations are the standard
   * Gaussian nulls, which need none.
   *
   * @param group what stands for the family's name
   */
  public static Unit ofSize(String group, long entries, long step) {
    return new Unit(
        group,
        Long.toString(entries),
        entries,
        step,
        step,
        List.of(),
        List.of(),
        null,
        "null_floor");
  }

  /**
   * Whether the unit has a real field, whose files may be missing; units of null floors have none.
   */
  public boolean hasField() {
    return !to.isEmpty() || missing != null;
  }

  /** Bytes of the files that the unit reads. */
  public long inputBytes() {
    return Stream.concat(from.stream(), to.stream()).mapToLong(SnapshotFile::length).sum();
  }

  /** The key of the row of field_transport of one relaxation of this unit. */
  public FieldTransport.FieldKey key(FieldVariant variant) {
    return new FieldTransport.FieldKey(
        family, scale, fromStep, step, new Realisation(variant.kind(), variant.replicate()));
  }

  /**
   * Key under which the store keeps one relaxation of this unit. A standard Gaussian null depends
   * on N and its seed alone, so all fields of that N and step share it.
   *
   * @param parameters canonical text of the probe's parameters and method version
   */
  public String lookupKey(String parameters, FieldVariant variant) {
    String what =
        variant.kind() == FieldKind.N0
            ? "n=" + entries + ";seed=" + variant.seed()
            : identity + (variant.kind() == FieldKind.REAL ? "" : ";seed=" + variant.seed());
    return Hashes.sha256(
        parameters + "|" + variant.kind().word() + "|" + variant.replicate() + "|" + what);
  }

  /**
   * Those of its relaxations that are to be measured: none where the input is missing, else those
   * that the store lacks and no other unit has taken.
   *
   * @param parameters canonical text of the probe's parameters and method version
   * @param measured whether the store has a lookup key
   * @param taken keys of what several units may share, those of this unit among them afterwards
   */
  List<FieldVariant> lacking(
      String parameters, List<FieldVariant> variants, Predicate<String> measured, KnownKeys taken) {
    if (missing != null) {
      return List.of();
    }
    return variants.stream()
        .filter(
            variant -> {
              String key = lookupKey(parameters, variant);
              return !measured.test(key) && (variant.kind() != FieldKind.N0 || taken.add(key));
            })
        .toList();
  }
}

package org.gradienttransport.jobs.measure;

import java.util.Optional;
import org.gradienttransport.schemas.rows.FieldTransport.Cascade;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.schemas.vocabulary.FieldStatus;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.ProbeResult;

/** Relaxations whose numbers left the range of double, and so say nothing. */
public final class Overflow {
  private static final Refusal NO_DISTRIBUTION =
      new Refusal(
          FieldStatus.NOT_FINITE,
          "The field's mean or variance exceeds the largest double, so the Gaussian null N1 with"
              + " that mean and variance cannot be drawn. Store the snapshots in smaller units:"
              + " the field's own cascade does not depend on the scale.");

  private static final Refusal RELAXING =
      new Refusal(
          FieldStatus.NOT_FINITE,
          "Relaxing exceeds the largest double, so the cascade says nothing. Store the snapshots in"
              + " smaller units: a cascade does not depend on the scale.");

  private Overflow() {}

  /** Why a fresh relaxation says nothing, if it overflowed. */
  static Optional<Refusal> of(FieldVariant variant, ProbeResult probe) {
    if (!Double.isFinite(probe.tau())) {
      return Optional.of(NO_DISTRIBUTION);
    }
    boolean relaxing =
        variant.kind() != FieldKind.N0 && probe.hitCeiling() && !Double.isFinite(probe.sumAfter());
    return relaxing ? Optional.of(RELAXING) : Optional.empty();
  }

  /** Why a stored one says nothing: tables hold no infinity, so its threshold is absent. */
  public static Optional<Refusal> of(Cascade stored) {
    return stored != null && stored.tau() == null ? Optional.of(NO_DISTRIBUTION) : Optional.empty();
  }
}

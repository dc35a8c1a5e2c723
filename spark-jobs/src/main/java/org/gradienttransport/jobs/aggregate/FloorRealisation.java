package org.gradienttransport.jobs.aggregate;

import java.util.List;
import java.util.Optional;
import org.gradienttransport.jobs.conf.Ladder;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.NullFloor;
import org.gradienttransport.udfs.fit.CascadeExponents;
import org.gradienttransport.udfs.fit.FitRule;
import org.gradienttransport.udfs.fit.PowerLawFit;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.MethodVersion;

/**
 * One realisation of N0 on a whole ladder: the numbers of each size and the exponents over them.
 *
 * @param fields measured fields, by ascending N; fewer than the ladder if some are not measured
 * @param exponents the fits, with a status if there are none
 */
public record FloorRealisation(
    Ladder ladder,
    long step,
    FieldVariant variant,
    List<FieldTransport> fields,
    CascadeExponents exponents) {

  /** Fits the fields of one realisation. */
  public static FloorRealisation of(
      Ladder ladder, long step, FieldVariant variant, List<FieldTransport> fields) {
    CascadeExponents exponents =
        CascadeExponents.of(
            fields.stream().mapToLong(FieldTransport::n).toArray(),
            fields.stream().mapToLong(field -> field.cascade().s()).toArray(),
            fields.stream().mapToInt(field -> field.cascade().nSteps()).toArray(),
            FitRule.strictGrid(ladder.nodes().size()));
    return new FloorRealisation(ladder, step, variant, List.copyOf(fields), exponents);
  }

  /** Whether all sizes are there and have exponents. */
  public boolean fitted() {
    return exponents.size().fitted();
  }

  /** The row of null_floor. */
  public NullFloor row() {
    Optional<List<FieldTransport>> all =
        fields.size() == ladder.nodes().size() ? Optional.of(fields) : Optional.empty();
    PowerLawFit size = exponents.size();
    PowerLawFit duration = exponents.duration();
    PowerLawFit intensive = exponents.intensive();
    return new NullFloor(
        ladder.name(),
        step,
        variant.replicate(),
        variant.seed(),
        ladder.nodes(),
        all.map(of -> of.stream().map(field -> field.cascade().s()).toList()).orElse(null),
        all.map(of -> of.stream().map(field -> (long) field.cascade().nSteps()).toList())
            .orElse(null),
        all.map(of -> of.stream().map(field -> field.cascade().vRel()).toList()).orElse(null),
        size.slope(),
        size.stdError(),
        size.r2(),
        duration.slope(),
        duration.stdError(),
        duration.r2(),
        intensive.slope(),
        intensive.stdError(),
        intensive.r2(),
        MethodVersion.CURRENT,
        size.status(),
        fitted() ? null : message(),
        all.map(of -> of.get(0).provenance().backend()).orElse(null),
        all.map(of -> of.stream().mapToDouble(field -> field.provenance().seconds()).sum())
            .orElse(null));
  }

  private String message() {
    return "%s of %s sizes are measured; run floors again to measure the others."
        .formatted(fields.size(), ladder.nodes().size());
  }
}

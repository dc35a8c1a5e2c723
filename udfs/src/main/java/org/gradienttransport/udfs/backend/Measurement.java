package org.gradienttransport.udfs.backend;

import java.util.List;
import java.util.OptionalDouble;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.udfs.backend.StageTimes.Stage;
import org.gradienttransport.udfs.field.Moments;
import org.gradienttransport.udfs.parallel.Workers;
import org.gradienttransport.udfs.probe.FieldMoments;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.gradienttransport.udfs.probe.ProbeResult;
import org.gradienttransport.udfs.relax.Relaxed;

/** One call of {@link CpuBackend#measure}: the nulls first, as the real field ends overwritten. */
final class Measurement {
  private final double[] field;
  private final ProbeParameters parameters;
  private final Workspace workspace;
  private final Workers workers;
  private final FieldMoments moments;

  /** The field's threshold, once it or a permutation of it has been relaxed. */
  private OptionalDouble threshold = OptionalDouble.empty();

  Measurement(double[] field, ProbeParameters parameters, Workspace workspace, Workers workers) {
    this.field = field;
    this.parameters = parameters;
    this.workspace = workspace;
    this.workers = workers;
    this.moments =
        field == null ? null : StageTimes.stage(Stage.MOMENTS, () -> finiteMoments(field, workers));
  }

  /** NaN and infinity carry through to the sum, so the field is searched only where that shows. */
  private static FieldMoments finiteMoments(double[] field, Workers workers) {
    FieldMoments moments = Moments.of(field, workers);
    if (!Double.isFinite(moments.sum())) {
      long index = Moments.firstNonFinite(field);
      if (index >= 0) {
        throw new NonFiniteFieldException(index, field[(int) index]);
      }
    }
    return moments;
  }

  List<ProbeResult> results(List<FieldVariant> variants) {
    return HostFields.nullsFirst(
        variants, this::drawn, () -> probe(FieldKind.REAL, field, moments));
  }

  private ProbeResult drawn(FieldVariant variant) {
    double[] drawn = StageTimes.stage(Stage.DRAW, () -> draw(variant));
    FieldMoments before = StageTimes.stage(Stage.MOMENTS, () -> moments(variant.kind(), drawn));
    return probe(variant.kind(), drawn, before);
  }

  private FieldMoments moments(FieldKind kind, double[] drawn) {
    return kind == FieldKind.N2
        ? Moments.ofPermuted(drawn, moments, workers)
        : Moments.of(drawn, workers);
  }

  private double[] draw(FieldVariant variant) {
    double[] drawn = workspace.drawn();
    HostFields.draw(variant, field, moments, drawn, workers);
    return drawn;
  }

  private ProbeResult probe(FieldKind kind, double[] entries, FieldMoments before) {
    Relaxed relaxed = StageTimes.stage(Stage.RELAX, () -> relax(kind, entries));
    return relaxed.result(
        entries.length,
        before,
        StageTimes.stage(Stage.MOMENTS, () -> Moments.sum(entries, workers)));
  }

  /** The same magnitudes have the same quantile: a permutation need not select it again. */
  private Relaxed relax(FieldKind kind, double[] entries) {
    boolean ofField = kind == FieldKind.REAL || kind == FieldKind.N2;
    if (ofField && threshold.isPresent()) {
      return workspace.relaxation().relax(entries, threshold.getAsDouble(), parameters);
    }
    Relaxed relaxed = workspace.relaxation().relax(entries, parameters);
    if (ofField) {
      threshold = OptionalDouble.of(relaxed.tau());
    }
    return relaxed;
  }
}

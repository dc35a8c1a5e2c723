package org.gradienttransport.schemas.rows;

import static org.gradienttransport.schemas.SharedColumn.FIT_STATUS;
import static org.gradienttransport.schemas.SharedColumn.LADDER;
import static org.gradienttransport.schemas.SharedColumn.MESSAGE;
import static org.gradienttransport.schemas.SharedColumn.REPLICATE;

import java.util.List;
import org.gradienttransport.schemas.Col;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Shared;
import org.gradienttransport.schemas.Table;
import org.gradienttransport.schemas.Units;
import org.gradienttransport.schemas.vocabulary.FitStatus;

/**
 * Null floors (METHOD sections 4 and 7): what the probe reports for pure Gaussian fields on a
 * ladder of sizes, which is the least any exponent on that ladder must be compared with.
 */
@Table(
    name = "null_floor",
    row = "the exponents of one N0 realisation on a whole ladder of sizes.",
    key = {"ladder", "step", "replicate"})
public record NullFloor(
    @Shared(LADDER) String ladder,
    @Col(
            value = "Training step that seeds the realisation, seed = 42 + step.",
            unit = Units.TRAINING_STEPS)
        long step,
    @Shared(REPLICATE) int replicate,
    @Col("Seed of the realisation.") long seed,
    @Col(value = "N of each size, ascending.", unit = Units.NODES) List<Long> nodes,
    @Col(value = "s at each N.", unit = Units.ACTIVATIONS, optional = true) List<Long> sizes,
    @Col(value = "n_steps at each N.", unit = Units.RELAXATION_STEPS, optional = true)
        List<Long> durations,
    @Col(value = "v_rel at each N.", unit = Units.PER_STEP, optional = true)
        List<Double> efficiencies,
    @Col("D, slope of log s on log N.") Double sizeExponent,
    @Col("Standard error of D.") Double sizeStdError,
    @Col("Coefficient of determination of the D fit.") Double sizeR2,
    @Col("z, slope of log n_steps on log N.") Double durationExponent,
    @Col("Standard error of z.") Double durationStdError,
    @Col("Coefficient of determination of the z fit; null when all durations are equal.")
        Double durationR2,
    @Col("delta, slope of log v_rel on log N.") Double intensiveExponent,
    @Col("Standard error of delta.") Double intensiveStdError,
    @Col("Coefficient of determination of the delta fit.") Double intensiveR2,
    @Col("Version of the measuring method.") String methodVersion,
    @Shared(FIT_STATUS) FitStatus status,
    @Shared(MESSAGE) String message,
    @Col(value = "Backend that measured: cpu, cuda or nd4j.", optional = true, provenance = true)
        String backend,
    @Col(
            value = "Time the measurements took, all sizes together.",
            unit = Units.SECONDS,
            provenance = true)
        Double seconds) {

  public static final RowType<NullFloor> ROWS = RowType.of(NullFloor.class);
}
